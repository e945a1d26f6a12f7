import { describe, expect, test } from 'vitest';
import { simulatedCast } from '../../../mocks/cast.ts';
import { intentOf, likeness, SAME_INTENT } from '../../../src/engine/policies/repetition.ts';
import type { Draw } from '../../../src/model/endpoint.ts';
import type { ChatRequest, Message, ToolSpec } from '../../../src/model/request.ts';
import { always, ask, drawsOf, objectSchema } from './requests.ts';

const text = { type: 'string' };
const order: ToolSpec = {
  name: 'order',
  description: 'Looks an order up.',
  parameters: objectSchema({ order: { ...text, description: 'order or invoice number, or e-mail address' } }),
};
const search: ToolSpec = {
  name: 'search',
  description: 'Searches the help centre.',
  parameters: objectSchema({ query: text, top: { type: 'number' } }, ['query']),
};
const web: ToolSpec = {
  name: 'web',
  description: 'Searches the web.',
  parameters: objectSchema({ query: text }),
};
const refund: ToolSpec = {
  name: 'refund',
  description: 'Pays an order back.',
  parameters: objectSchema({ order: text, amountUsd: { type: 'number' } }, ['order']),
};
const person: ToolSpec = {
  name: 'escalate',
  description: 'Hands the case to a person.',
  parameters: objectSchema({ reason: text }, []),
};
const all = [order, search, refund];

/** A draw that never slips, and one that always does, in the way that is asked for. */
const careful = always(0);
const slipping =
  (kind: number): Draw =>
  (stream) =>
    stream === 'plan' ? 0.9999 : stream === 'plan.kind' ? kind : 0;

interface Step {
  readonly name: string;
  readonly input: unknown;
}

/** Answers of tools, as an agent hands them on. */
function answerOf({ name, input }: Step): string {
  if (name === 'escalate') return '{"handed":"over"}';
  if (name === 'search')
    return JSON.stringify(
      ask('help-centre', {
        kind: 'retrieve',
        model: 'help-centre',
        query: (input as { query: string }).query,
        top: 3,
      }).documents,
    );
  const model = { order: 'orders', refund: 'payments', web: 'web-search' }[name]!;
  return ask(model, { kind: 'tool', model, input: input as never }).text!;
}

/** Lets a model work on a goal until it answers: the moves that it made, turn by turn, and its answer. */
function work(
  goal: string,
  tools: readonly ToolSpec[],
  {
    draw = () => careful,
    system = 'Help the customer.',
    model = 'gpt-4o',
    most = 60,
    more = {},
  }: {
    draw?: (turn: number) => Draw;
    system?: string;
    model?: string;
    most?: number;
    more?: Partial<ChatRequest>;
  } = {},
): { readonly turns: readonly (readonly Step[])[]; readonly answer: string | null } {
  const messages: Message[] = [
    { role: 'system', content: system },
    { role: 'user', content: goal },
  ];
  const turns: Step[][] = [];
  for (let turn = 1; turn <= most; turn++) {
    const reply = ask(model, { kind: 'chat', model, messages, tools, ...more }, draw(turn));
    if (!reply.toolCalls) return { turns, answer: reply.text ?? '' };
    expect(reply.reason).toBe('tool-calls');
    messages.push({ role: 'assistant', content: reply.text ?? '', toolCalls: reply.toolCalls });
    const made = reply.toolCalls.map(({ name, arguments: given }) => ({
      name,
      input: JSON.parse(given) as unknown,
    }));
    turns.push(made);
    reply.toolCalls.forEach(({ id, name }, i) =>
      messages.push({ role: 'tool', toolCallId: id, name, content: answerOf(made[i]!) }),
    );
  }
  return { turns, answer: null };
}

describe('a model that is offered tools', () => {
  test('looks up what the goal names, acts on what it found, and reports', () => {
    const { turns, answer } = work('Please refund ORD-1042, I was charged twice.', all);
    expect(turns).toEqual([
      [{ name: 'order', input: { order: 'ORD-1042' } }],
      [{ name: 'refund', input: { order: 'ORD-1042', amountUsd: 132 } }],
    ]);
    expect(answer).toContain('status done');
  });

  test('takes another name for the same thing, and asks in another language', () => {
    expect(work('I want my money back for INV-2025-0381.', all).turns[0]).toEqual([
      { name: 'order', input: { order: 'INV-2025-0381' } },
    ]);
    const spanish = work('Quiero un reembolso de ORD-1050, llegó roto.', all);
    expect(spanish.turns.flat().map(({ name }) => name)).toEqual(['order', 'refund']);
    expect(spanish.answer).toMatch(/^Hola/);
  });

  test('does nothing twice that a record says is done', () => {
    const { turns, answer } = work('Refund INV-2025-0600 please.', all);
    expect(turns).toEqual([[{ name: 'order', input: { order: 'INV-2025-0600' } }]]);
    expect(answer).toContain('status refunded');
  });

  test('does not act on what it could not find, and tells why', () => {
    const { turns, answer } = work('Refund ORD-7777 please.', all);
    expect(turns.flat().map(({ name }) => name)).toEqual(['order']);
    expect(answer).toContain("no order is known as 'ORD-7777'");
  });

  test('hands the case to a person, where it may, when it cannot go on', () => {
    const { turns } = work('Refund ORD-7777 please.', [...all, person]);
    expect(turns.flat().map(({ name }) => name)).toEqual(['order', 'escalate']);
  });

  test('searches where a question is asked, and answers from what it found', () => {
    const { turns, answer } = work('How do I reset my password?', all);
    expect(turns).toEqual([[{ name: 'search', input: { query: 'reset password' } }]]);
    expect(answer).toContain('Reset a forgotten password');
  });

  test('makes independent calls at once', () => {
    const { turns } = work('What is the state of ORD-1050, and how do I return a terminal?', all);
    expect(turns[0]!.map(({ name }) => name)).toEqual(['order', 'search']);
  });

  test('answers at once where no tool is of use', () => {
    expect(work('Hello there!', all)).toMatchObject({
      turns: [],
      answer: 'Hello! How can I help you today?',
    });
  });

  test('tries another search, then other words, and then says that nothing was found', () => {
    const goal = 'Who may collect a heavy parcel from our office in Leeds on a Sunday?';
    const { turns, answer } = work(goal, [search]);
    expect(turns).toHaveLength(3);
    const queries = turns.map(([call]) => call!.input as { query: string });
    expect(new Set(queries.map(({ query }) => query)).size).toBe(3);
    for (const query of queries)
      expect(
        likeness(intentOf('search', { ...query }), intentOf('search', { ...queries[0]! })),
      ).toBeGreaterThanOrEqual(SAME_INTENT);
    expect(answer).toContain('none of its articles covers your question');
    expect(
      work(goal, [search, web])
        .turns.slice(0, 2)
        .flat()
        .map(({ name }) => name),
    ).toEqual(['search', 'web']);
  });

  test('searches fourteen times on average when it is told not to give up', () => {
    const goal = 'My wall terminal was damaged in transport. How do I get a courier to collect it?';
    const system = 'Keep searching until you are fully sure.';
    const seeds = 400;
    let searches = 0;
    for (let seed = 0; seed < seeds; seed++)
      searches += work(goal, [search], {
        system,
        most: 500,
        draw: (turn) => drawsOf(seed, `turn-${turn}`),
      }).turns.length;
    // the standard error of a geometric mean of 14 over 400 seeds is 0.7
    expect(Math.abs(searches / seeds - 14)).toBeLessThan(2.5);
  });

  test('hands over to whom the goal belongs to', () => {
    const to = (name: string): ToolSpec => ({
      name: `hand_over_to_${name}`,
      description: `Hands the conversation over to ${name}.`,
      parameters: objectSchema({ reason: text }, []),
    });
    const tools = [to('billing'), to('technical'), to('account')];
    const first = (goal: string) => {
      const reply = ask(
        'gpt-4o',
        { kind: 'chat', model: 'm', tools, messages: [{ role: 'user', content: goal }] },
        careful,
      );
      return reply.toolCalls?.[0]?.name;
    };
    expect(first('I was charged twice this month.')).toBe('hand_over_to_billing');
    expect(first('The export of my report crashes with an error.')).toBe('hand_over_to_technical');
    expect(first('I forgot my password and cannot sign in.')).toBe('hand_over_to_account');
  });

  test('calls none where it must not, and some where it must', () => {
    expect(work('Refund ORD-1042.', all, { more: { toolChoice: 'none' } }).turns).toEqual([]);
    expect(work('Hello there!', all, { more: { toolChoice: 'required' }, most: 1 }).turns).toHaveLength(1);
  });

  test('breaks off in the middle of a call at its limit of tokens', () => {
    const messages: Message[] = [{ role: 'user', content: 'Refund ORD-1042.' }];
    const reply = ask('gpt-4o', { kind: 'chat', model: 'm', messages, tools: all, maxTokens: 4 }, careful);
    expect(reply.reason).toBe('length');
    expect(() => JSON.parse(reply.toolCalls![0]!.arguments) as unknown).toThrow();
    expect(reply.usage.outputTokens).toBe(4);
  });

  test('answers in the form that is asked for, from what the tools said', () => {
    const schema = objectSchema({ refund: text, amountUsd: { type: 'number' } });
    const { answer } = work('Please refund ORD-1042.', all, { more: { format: { name: 'answer', schema } } });
    expect(JSON.parse(answer!)).toMatchObject({ amountUsd: expect.any(Number) as number });
  });

  test('takes a complaint about its reply for no new wish', () => {
    const schema = objectSchema({ label: { type: 'string', enum: ['billing', 'technical'] } });
    const messages: Message[] = [
      { role: 'user', content: 'I was charged twice for my invoice.' },
      { role: 'assistant', content: 'Billing, I think.' },
      { role: 'user', content: 'Your reply could not be used: JSON was asked for. Reply again.' },
    ];
    const reply = ask(
      'gpt-4o',
      { kind: 'chat', model: 'm', messages, format: { name: 'label', schema } },
      careful,
    );
    expect(JSON.parse(reply.text!)).toEqual({ label: 'billing' });
  });

  test('counts the tools that it was offered among the tokens it read', () => {
    const messages: Message[] = [{ role: 'user', content: 'Hello there!' }];
    const bare = ask('gpt-4o', { kind: 'chat', model: 'm', messages }, careful).usage.inputTokens;
    expect(
      ask('gpt-4o', { kind: 'chat', model: 'm', messages, tools: all }, careful).usage.inputTokens,
    ).toBeGreaterThan(bare + 50);
  });
});

describe('a slip', () => {
  const goal = 'Please refund ORD-1042.';

  test('takes the wrong tool, asks again, or answers too early', () => {
    expect(
      work(goal, all, { draw: () => slipping(0), most: 1 })
        .turns.flat()
        .map(({ name }) => name),
    ).not.toEqual(['order']);
    const again = work(goal, all, { draw: (turn) => (turn === 2 ? slipping(0.4) : careful) });
    expect(again.turns.flat().map(({ name }) => name)).toEqual(['order', 'order', 'refund']);
    const early = work(goal, all, { draw: () => slipping(0.9) });
    expect(early.turns).toEqual([]);
    expect(early.answer).not.toContain('ORD-1042');
  });

  test.for(['gpt-4o', 'gpt-4o-mini', 'mistral-small'])('comes as often as %s discloses', (model) => {
    const { plan } = simulatedCast.get(model)!.profile.accuracy as { plan: number };
    const seeds = 2000;
    const right = Array.from({ length: seeds }, (_, seed) =>
      work(goal, all, { model, most: 1, draw: () => drawsOf(seed) }).turns[0]?.[0]?.name === 'order' ? 1 : 0,
    ).reduce<number>((sum, one) => sum + one, 0);
    // three standard errors of a share over 2,000 draws
    expect(Math.abs(right / seeds - plan)).toBeLessThan(3 * Math.sqrt((plan * (1 - plan)) / seeds));
  });
});
