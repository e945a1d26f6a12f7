import { describe, expect, test } from 'vitest';
import { agent, orchestration, step, tool, z } from '../../../src/authoring/index.ts';
import type { AgentLimits, AgentResult } from '../../../src/authoring/index.ts';
import { rehearse } from '../../support/rehearse-world.ts';
import { asks, castOf, says, toldIn, turnOf } from './agent-script.ts';

const look = tool({
  description: 'Looks something up.',
  input: z.object({ what: z.string() }),
  run: ({ what }) => `found ${what}`,
});
const base = { name: 'Agent', model: 'm', system: 'Help.' } as const;
const helper = (limits: AgentLimits = {}, onLimit: 'last' | 'escalate' | 'fail' = 'last') =>
  agent({ ...base, tools: { look }, limits, onLimit });

/** Asks for something else each time, until it answers at turn `answerAt`. */
const untilTurn = (answerAt: number) =>
  castOf((turn) => (turn === answerAt ? says('done') : asks(['look', { what: `thing${turn}` }])));

const started = (world: Awaited<ReturnType<typeof rehearse>>): string[] =>
  world.events('step.started').map(({ step }) => step);

const resultOf = (world: Awaited<ReturnType<typeof rehearse>>): AgentResult =>
  world.run.finished!.value as unknown as AgentResult;

describe('an agent', () => {
  test('that answers directly ends after one turn', async () => {
    const world = await rehearse(helper(), { cast: castOf([says('Hello.')]).cast });
    expect(world.run.finished).toMatchObject({
      outcome: 'returned',
      value: { agent: 'Agent', stopped: 'answered', answer: 'Hello.', history: [], turns: 1, toolCalls: 0 },
    });
    expect(world.events('agent.stopped')).toMatchObject([
      { step: '', reason: 'answered', turns: 1, toolCalls: 0 },
    ]);
  });

  test('carries out a call, tells the model, and keeps step, tool and result', async () => {
    const { cast, seen } = castOf([asks(['look', { what: 'x' }]), says('It is x.')]);
    const world = await rehearse(helper(), { cast });
    expect(started(world)).toEqual(['turn-1/reason', 'turn-1/look', 'turn-2/reason']);
    expect(resultOf(world).history).toEqual([
      { step: 1, tool: 'look', input: { what: 'x' }, result: 'found x' },
    ]);
    expect(seen[1]!.messages).toEqual([
      { role: 'system', content: 'Help.' },
      { role: 'user', content: 'hello' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'look-0', name: 'look', arguments: '{"what":"x"}' }],
      },
      { role: 'tool', toolCallId: 'look-0', name: 'look', content: 'found x' },
    ]);
    expect(seen[0]!.tools).toEqual([
      {
        name: 'look',
        description: 'Looks something up.',
        parameters: {
          type: 'object',
          properties: { what: { type: 'string' } },
          required: ['what'],
          additionalProperties: false,
        },
      },
    ]);
  });

  test('declares its steps before anything runs: the tools after the reasoning, each under a condition', async () => {
    const world = await rehearse(helper(), { cast: castOf([says('Hello.')]).cast });
    expect(world.events('run.started')[0]).toMatchObject({
      pattern: 'agent',
      steps: [
        { name: 'reason', kind: 'generate', after: [] },
        { name: 'look', kind: 'tool', after: ['reason'], conditional: true },
      ],
    });
  });

  test('carries out the calls of one turn at once, and tells them apart by key', async () => {
    const slow = tool({
      description: 'Takes a while.',
      input: z.object({ s: z.number() }),
      run: async ({ s }, { sleep }) => {
        await sleep(`${s}s`);
        return s;
      },
    });
    const { cast, seen } = castOf([
      asks(['slow', { s: 3 }], ['slow', { s: 1 }], ['slow', { s: 2 }]),
      says('.'),
    ]);
    const world = await rehearse(agent({ ...base, tools: { slow } }), { cast });
    expect(world.step('turn-1/slow')).toMatchObject({ startedMs: 100, finishedMs: 3_100 });
    expect(world.step('turn-1/slow[2]')).toMatchObject({ startedMs: 100, finishedMs: 1_100 });
    expect(world.step('turn-1/slow[3]')).toMatchObject({ startedMs: 100, finishedMs: 2_100 });
    expect(world.step('turn-2/reason').startedMs).toBe(3_100);
    expect(toldIn(seen[1]!)).toEqual(['3', '1', '2']);
  });

  test('goes on with a conversation, and takes an empty one', async () => {
    const { cast, seen } = castOf((turn) => says(`reply ${turn}`));
    const messages = [
      { role: 'system', content: 'You are someone else.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'And?' },
    ];
    const world = await rehearse(helper(), { cast, input: { messages } });
    expect(seen[0]!.messages).toEqual([{ role: 'system', content: 'Help.' }, ...messages.slice(1)]);
    expect(resultOf(world).answer).toBe('reply 2');
    const empty = await rehearse(helper(), { cast, input: { messages: [] } });
    expect(resultOf(empty)).toMatchObject({ answer: 'reply 1', history: [] });
    expect(seen.at(-1)!.messages).toEqual([{ role: 'system', content: 'Help.' }]);
  });

  test('refuses a conversation that is none', async () => {
    const world = await rehearse(helper(), {
      cast: untilTurn(1).cast,
      input: { messages: [{ role: 'user' }] },
    });
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'bad_request' } });
  });

  test('answers in the form that is asked for, and is told once when it does not', async () => {
    const output = z.object({ order: z.string(), refund: z.boolean() });
    const typed = agent({ ...base, output });
    const { cast, seen } = castOf([
      says('{"order":"A-1","refund":"yes"}'),
      says('{"order":"A-1","refund":true}'),
    ]);
    const world = await rehearse(typed, { cast });
    expect(resultOf(world)).toMatchObject({
      stopped: 'answered',
      answer: { order: 'A-1', refund: true },
      turns: 1,
    });
    expect(seen[0]!.format).toMatchObject({ name: 'answer', schema: { required: ['order', 'refund'] } });
    expect(seen[1]!.messages.at(-1)).toMatchObject({
      role: 'user',
      content: expect.stringContaining('refund: expected boolean, got a string') as string,
    });
  });
});

describe('the limit of turns', () => {
  test('lets the tenth turn answer', async () => {
    const world = await rehearse(helper({ turns: 10 }), { cast: untilTurn(10).cast });
    expect(resultOf(world)).toMatchObject({ stopped: 'answered', answer: 'done', turns: 10, toolCalls: 9 });
  });

  test('ends before an eleventh, with the last entry', async () => {
    const world = await rehearse(helper({ turns: 10 }), { cast: untilTurn(11).cast });
    expect(resultOf(world)).toMatchObject({
      stopped: 'step-cap',
      answer: null,
      turns: 10,
      toolCalls: 10,
      last: { step: 10, tool: 'look', result: 'found thing10' },
    });
    expect(world.events('agent.stopped')).toMatchObject([{ reason: 'step-cap', turns: 10 }]);
    expect(started(world)).not.toContain('turn-11/reason');
  });

  test('is ten where nobody says otherwise, and can be switched off', async () => {
    const by = (limits?: AgentLimits) =>
      agent({ ...base, tools: { look }, ...(limits ? { limits } : {}), onLimit: 'last' });
    const { cast } = untilTurn(25);
    expect(resultOf(await rehearse(by(), { cast })).turns).toBe(10);
    const free = await rehearse(by({ turns: Infinity, toolCalls: Infinity }), { cast });
    expect(resultOf(free)).toMatchObject({ stopped: 'answered', turns: 25 });
  });
});

describe('the limit of tool calls', () => {
  test('lets the fifth through, and stops before the sixth', async () => {
    const answered = await rehearse(helper({ toolCalls: 5 }), { cast: untilTurn(6).cast });
    expect(resultOf(answered)).toMatchObject({ stopped: 'answered', toolCalls: 5 });
    const capped = await rehearse(helper({ toolCalls: 5 }), { cast: untilTurn(7).cast });
    expect(resultOf(capped)).toMatchObject({
      stopped: 'tool-cap',
      toolCalls: 5,
      turns: 6,
      last: { step: 5 },
    });
    expect(started(capped)).not.toContain('turn-6/look');
  });

  test('carries out all calls of a turn or none', async () => {
    const three = asks(['look', { what: 'a' }], ['look', { what: 'b' }], ['look', { what: 'c' }]);
    const fits = await rehearse(helper({ toolCalls: 3 }), { cast: castOf([three, says('.')]).cast });
    expect(resultOf(fits)).toMatchObject({ stopped: 'answered', toolCalls: 3 });
    const over = await rehearse(helper({ toolCalls: 2 }), { cast: castOf([three, says('.')]).cast });
    expect(resultOf(over)).toMatchObject({ stopped: 'tool-cap', toolCalls: 0, last: null, history: [] });
  });
});

describe('repetition', () => {
  const words = [
    'return a broken terminal',
    'Broken terminals: returns?',
    'how to return terminals that are broken',
  ];
  const searching = castOf((turn) => asks(['look', { what: words[(turn - 1) % 3]! }]));

  test('is the same intent in other words: as often as allowed it goes on, once more it stops', async () => {
    for (const repeats of [0, 1, 2]) {
      const world = await rehearse(helper({ repeats }), { cast: searching.cast });
      expect(resultOf(world)).toMatchObject({
        stopped: 'repetition',
        toolCalls: repeats + 1,
        turns: repeats + 2,
      });
    }
  });

  test('names the tool and the last wording', async () => {
    const world = await rehearse(helper({ repeats: 1 }, 'escalate'), { cast: searching.cast });
    expect(world.run.finished).toMatchObject({
      outcome: 'escalated',
      reason:
        'Agent: look was asked for the same thing 3 times, the last time with {"what":"how to return terminals that are broken"}',
    });
  });

  test('within one turn counts as well, and nothing of that turn is carried out', async () => {
    const twice = asks(['look', { what: 'broken terminal' }], ['look', { what: 'terminals, broken' }]);
    const world = await rehearse(helper({ repeats: 0 }), { cast: castOf([twice]).cast });
    expect(resultOf(world)).toMatchObject({ stopped: 'repetition', toolCalls: 0 });
  });

  test('is what the author says it is, where the author says', async () => {
    const byTopic = tool({
      description: 'Looks something up.',
      input: z.object({ topic: z.string(), page: z.number() }),
      intent: ({ topic }) => topic,
      run: () => 'found',
    });
    const { cast } = castOf((turn) => asks(['byTopic', { topic: 'tax', page: turn }]));
    const world = await rehearse(
      agent({ ...base, tools: { byTopic }, limits: { repeats: 1 }, onLimit: 'last' }),
      { cast },
    );
    expect(resultOf(world)).toMatchObject({ stopped: 'repetition', toolCalls: 2 });
  });
});

describe('a call that cannot be carried out', () => {
  test('is answered with the names of the tools when there is no such tool', async () => {
    const { cast, seen } = castOf([asks(['lock', { what: 'x' }]), says('Sorry.')]);
    const world = await rehearse(helper(), { cast });
    expect(toldIn(seen[1]!)).toEqual(['{"error":"there is no tool \'lock\'; the tools are look"}']);
    expect(resultOf(world)).toMatchObject({ stopped: 'answered', toolCalls: 0 });
    expect(world.events('warning.raised')).toMatchObject([
      { step: 'turn-1/reason', message: "there is no tool 'lock'; the tools are look; the model was told" },
    ]);
  });

  test.for(['{"what":', '[1]', '"x"', 'null', 'what=x'])(
    'is answered when its arguments are %s',
    async (given) => {
      const { cast, seen } = castOf([asks(['look', given]), says('Sorry.')]);
      const world = await rehearse(helper(), { cast });
      expect(toldIn(seen[1]!)[0]).toContain('the arguments of look are no JSON object');
      expect(started(world)).toEqual(['turn-1/reason', 'turn-2/reason']);
    },
  );

  test('takes no text at all for no arguments', async () => {
    const now = tool({ description: 'Says what time it is.', input: z.object({}), run: () => 'noon' });
    const { cast, seen } = castOf([asks(['now', ' ']), says('Noon.')]);
    await rehearse(agent({ ...base, tools: { now } }), { cast });
    expect(toldIn(seen[1]!)).toEqual(['noon']);
  });

  test('fails at its edge when its arguments break the contract, naming producer, consumer and path', async () => {
    const { cast, seen } = castOf([asks(['look', { what: 7 }]), says('Sorry.')]);
    const world = await rehearse(helper(), { cast });
    const message =
      'turn-1/reason handed turn-1/look a value that it does not accept: what: expected string, got a number';
    expect(world.step('turn-1/look')).toMatchObject({
      state: 'failed',
      attempts: [],
      failure: { code: 'contract', message },
    });
    expect(toldIn(seen[1]!)).toEqual([JSON.stringify({ error: message })]);
  });

  test('is not carried out when all of its arguments were lost on the way', async () => {
    const { cast, seen } = castOf([asks(['look', {}]), says('Sorry.')]);
    const world = await rehearse(helper(), { cast });
    expect(world.step('turn-1/look').attempts).toEqual([]);
    expect(toldIn(seen[1]!)[0]).toContain('what: expected string, got nothing');
    expect(resultOf(world).toolCalls).toBe(0);
  });

  test('beside one that can be leaves that one alone', async () => {
    const { cast, seen } = castOf([asks(['lock'], ['look', { what: 'x' }]), says('.')]);
    const world = await rehearse(helper(), { cast });
    expect(toldIn(seen[1]!)).toEqual([
      '{"error":"there is no tool \'lock\'; the tools are look"}',
      'found x',
    ]);
    expect(resultOf(world).history).toMatchObject([{ tool: 'look', result: 'found x' }]);
  });

  test('is borne three times; a fourth fails the agent', async () => {
    const wrong = (times: number) =>
      castOf((turn) => (turn > times ? says('There.') : asks([turn % 2 ? 'lock' : 'look', '{'])));
    const borne = await rehearse(helper(), { cast: wrong(3).cast });
    expect(resultOf(borne)).toMatchObject({ stopped: 'answered', turns: 4 });
    const world = await rehearse(helper(), { cast: wrong(4).cast });
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'bad_format' } });
    expect(world.run.finished!.failure!.message).toContain(
      '4 calls that could not be carried out, more than the 3',
    );
    expect(world.events('agent.stopped')).toMatchObject([{ reason: 'failed', turns: 4 }]);
  });

  test('was cut by the limit of tokens: it is never carried out, whether or not its arguments look whole', async () => {
    const cut = { ...asks(['look', { what: 'x' }]), reason: 'length' } as const;
    const { cast, seen } = castOf((_, { messages }) =>
      messages.some(({ content }) => content.startsWith('Your reply could not be used'))
        ? says('In short: x.')
        : cut,
    );
    const mended = await rehearse(helper(), { cast });
    expect(resultOf(mended)).toMatchObject({ answer: 'In short: x.', toolCalls: 0 });
    expect(seen[1]!.messages.at(-1)!.content).toContain('cut at its limit of tokens');
    const world = await rehearse(helper(), { cast: castOf([cut]).cast });
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'bad_format' } });
    expect(started(world)).toEqual(['turn-1/reason']);
    expect(world.step('turn-1/reason').attempts).toHaveLength(2);
  });
});

describe('a tool that fails', () => {
  const failing = (fatal: boolean | readonly ['thrown']) =>
    tool({
      description: 'Breaks.',
      input: z.object({}),
      fatal,
      run: (): string => {
        throw new Error('out of paper');
      },
    });

  test('is told to the model, which may do without', async () => {
    const { cast, seen } = castOf([asks(['print']), says('I could not print it.')]);
    const world = await rehearse(agent({ ...base, tools: { print: failing(false) } }), { cast });
    expect(toldIn(seen[1]!)).toEqual(['{"error":"out of paper"}']);
    expect(resultOf(world).history).toEqual([{ step: 1, tool: 'print', input: {}, error: 'out of paper' }]);
  });

  test.for([true, ['thrown'] as const])(
    'ends the agent when that is fatal (%j), and gives up what runs beside it',
    async (fatal) => {
      const wait = tool({
        description: 'Waits.',
        input: z.object({}),
        run: async (_, { sleep }) => {
          await sleep('1h');
        },
      });
      const { cast } = castOf([asks(['wait'], ['print'])]);
      const world = await rehearse(agent({ ...base, tools: { wait, print: failing(fatal) } }), { cast });
      expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { message: 'out of paper' } });
      expect(world.events('agent.stopped')).toMatchObject([{ reason: 'failed', detail: 'out of paper' }]);
      expect(world.step('turn-1/wait').state).toBe('cancelled');
    },
  );

  test('that hangs is told to the model when its time is up', async () => {
    const hang = tool({
      description: 'Never answers.',
      input: z.object({}),
      endpoint: 'service',
      timeout: '2s',
    });
    const { cast, seen } = castOf([asks(['hang']), says('It does not answer.')], {
      service: { kind: 'tool' },
    });
    const world = await rehearse(agent({ ...base, tools: { hang } }), {
      cast,
      faults: [{ id: 'f', kind: 'blackhole', match: { model: 'service' } }],
    });
    expect(toldIn(seen[1]!)[0]).toContain('took longer than the 2 s');
    expect(world.step('turn-1/hang')).toMatchObject({ state: 'failed', finishedMs: 2_100 });
    expect(resultOf(world).answer).toBe('It does not answer.');
  });

  test('that nobody gave a time stalls the run, which names it', async () => {
    const hang = tool({ description: 'Never answers.', input: z.object({}), endpoint: 'service' });
    const { cast } = castOf([asks(['hang'])], { service: { kind: 'tool' } });
    const world = await rehearse(agent({ ...base, tools: { hang } }), {
      cast,
      faults: [{ id: 'f', kind: 'blackhole', match: { model: 'service' } }],
    });
    expect(world.run.finished).toMatchObject({ outcome: 'stalled' });
    expect(world.run.finished!.failure!.message).toContain('turn-1/hang');
  });
});

describe('what follows when a limit is met', () => {
  const { cast } = untilTurn(99);

  test.for([
    ['last', { outcome: 'returned', value: { stopped: 'step-cap' } }],
    ['escalate', { outcome: 'escalated', value: { stopped: 'step-cap', turns: 2 } }],
    ['fail', { outcome: 'failed', failure: { code: 'limit' } }],
  ] as const)('is what onLimit says: %s', async ([onLimit, finished]) => {
    const world = await rehearse(helper({ turns: 2 }, onLimit), { cast });
    expect(world.run.finished).toMatchObject(finished);
    expect(world.events('agent.stopped')).toHaveLength(1);
  });

  test('is a person where nobody says otherwise, and may differ by reason', async () => {
    const byReason = agent({
      ...base,
      tools: { look },
      limits: { turns: 2 },
      onLimit: { 'step-cap': 'last' },
    });
    expect((await rehearse(byReason, { cast })).run.finished!.outcome).toBe('returned');
    const unsaid = agent({
      ...base,
      tools: { look },
      limits: { toolCalls: 1 },
      onLimit: { 'step-cap': 'last' },
    });
    expect((await rehearse(unsaid, { cast })).run.finished!.outcome).toBe('escalated');
  });

  test('a person may be asked for by the model itself, if it may', async () => {
    const wants = castOf([asks(['escalate', { reason: 'a lawyer writes' }], ['look', { what: 'x' }])]);
    const may = agent({ ...base, tools: { look }, escalate: 'When a lawyer writes.' });
    const world = await rehearse(may, { cast: wants.cast });
    expect(world.run.finished).toMatchObject({ outcome: 'escalated', reason: 'a lawyer writes' });
    expect(world.events('agent.stopped')).toMatchObject([{ reason: 'escalated', toolCalls: 0 }]);
    expect(wants.seen[0]!.tools!.map(({ name }) => name)).toEqual(['look', 'escalate']);
    const mayNot = await rehearse(helper(), { cast: castOf([asks(['escalate']), says('.')]).cast });
    expect(mayNot.run.finished!.outcome).toBe('returned');
  });
});

describe('the limit of cost', () => {
  // a turn costs 10 tokens at 10 and 2 at 100 nano-dollars: 300
  const { cast } = castOf((turn) => (turn === 4 ? says('done') : asks(['look', { what: `thing${turn}` }])));
  const spending = (costUsd: number) =>
    agent({ ...base, tools: { look }, limits: { costUsd }, onLimit: 'last', maxTokens: 2 });

  test('lets a turn begin whose worst case just fits, and not one that is a nano-dollar dearer', async () => {
    const free = await rehearse(agent({ ...base, tools: { look } }), { cast });
    const last = free.step('turn-4/reason').attempts[0]!.request as { messages: unknown; tools: unknown };
    const { worstCase } = await import('../../../src/engine/policies/worst-case.ts');
    const facts = {
      vendor: 'test',
      version: '1',
      region: null,
      price: { inputNanoUsd: 10, outputNanoUsd: 100 },
      contextTokens: 1000,
    };
    const worst = worstCase({ ...last, kind: 'chat', model: 'm', maxTokens: 2 } as never, facts).nanoUsd;
    const exact = (3 * 300 + worst) / 1e9;
    expect(resultOf(await rehearse(spending(exact), { cast }))).toMatchObject({
      stopped: 'answered',
      turns: 4,
    });
    const over = await rehearse(spending(exact - 1e-9), { cast });
    expect(resultOf(over)).toMatchObject({ stopped: 'budget', turns: 3 });
    expect(over.events('agent.stopped')[0]!.detail).toMatch(
      /^it has spent \$0\.0000009, and the next turn may cost/,
    );
  });

  test('counts what its tools and sub-agents cost', async () => {
    const dear = tool({ description: 'Costs.', input: z.object({}), endpoint: 'service' });
    const inside = agent({ ...base, name: 'Inside', tools: { dear } });
    const ask = tool({ description: 'Asks inside.', input: z.object({}), step: inside, from: () => 'go' });
    const nested = castOf(
      (turn, { tools }) => {
        if (tools![0]!.name === 'ask') return turn < 3 ? asks(['ask']) : says('done');
        return turn === 1 ? asks(['dear']) : says('inside');
      },
      { service: { kind: 'tool' } },
    );
    const limited = (costUsd: number) =>
      agent({ ...base, tools: { ask }, limits: { costUsd, repeats: 9 }, onLimit: 'last', maxTokens: 2 });
    // each time: a turn outside, two inside and the service, 1,200; a third does not fit
    const world = await rehearse(limited(0.000_002_5), { cast: nested.cast });
    expect(resultOf(world).stopped).toBe('budget');
    expect(world.events('agent.stopped').at(-1)!.detail).toContain('spent $0.0000024');
  });
});

describe('an agent around and inside other work', () => {
  test('gives up with what is around it, without a reason of its own', async () => {
    const inside = agent({ ...base, tools: { look }, limits: { turns: Infinity, toolCalls: Infinity } });
    const outer = orchestration({
      name: 'Outer',
      steps: { inside, wait: step(async (_: string, { sleep }) => sleep('450ms')) },
      run: async (text: string, steps, { race }) => {
        await race({ inside: steps.inside(text), wait: steps.wait(text) });
        return 'gave up';
      },
    });
    const world = await rehearse(outer, { cast: untilTurn(1e6).cast });
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: 'gave up' });
    expect(world.step('inside')).toMatchObject({ state: 'cancelled', finishedMs: 450 });
    expect(world.events('agent.stopped')).toEqual([]);
  });

  test('is a step of another orchestration, its own steps named under it', async () => {
    const inside = agent({ ...base, name: 'Inside', tools: { look } });
    const outer = orchestration({
      name: 'Outer',
      steps: { inside },
      run: async (text: string, steps) => {
        const result = await steps.inside(text);
        return 'stopped' in result && result.stopped === 'answered' ? result.answer : 'nothing';
      },
    });
    const { cast } = castOf([asks(['look', { what: 'x' }]), says('It is x.')]);
    const world = await rehearse(outer, { cast });
    expect(world.run.finished!.value).toBe('It is x.');
    expect(started(world)).toEqual([
      'inside',
      'inside/turn-1/reason',
      'inside/turn-1/look',
      'inside/turn-2/reason',
    ]);
    expect(world.events('agent.stopped')).toMatchObject([{ step: 'inside', reason: 'answered' }]);
    expect(world.events('run.started')[0]!.steps).toMatchObject([
      { name: 'inside', kind: 'agent', steps: [{ name: 'reason' }, { name: 'look' }] },
    ]);
  });

  test('is the work of a tool: its answer is told, or why there is none', async () => {
    const expert = (onLimit: 'last' | 'fail' | 'escalate') =>
      agent({ ...base, name: 'Expert', tools: { look }, limits: { turns: 1 }, onLimit });
    const ask = (onLimit: 'last' | 'fail' | 'escalate') =>
      tool({
        description: 'Asks the expert.',
        input: z.object({ question: z.string() }),
        step: expert(onLimit),
        from: ({ question }) => question,
      });
    const talk = (inside: ReturnType<typeof says>) =>
      castOf((turn, { tools }) => {
        if (tools![0]!.name === 'look') return inside;
        return turn === 1 ? asks(['ask', { question: 'why?' }]) : says('So it is.');
      });
    const knows = talk(says('Because.'));
    const world = await rehearse(agent({ ...base, tools: { ask: ask('last') } }), { cast: knows.cast });
    expect(started(world)).toEqual([
      'turn-1/reason',
      'turn-1/ask',
      'turn-1/ask/turn-1/reason',
      'turn-2/reason',
    ]);
    expect(toldIn(knows.seen.at(-1)!)).toEqual(['Because.']);
    const looks = asks(['look', { what: 'x' }]);
    const unsure = talk(looks);
    await rehearse(agent({ ...base, tools: { ask: ask('last') } }), { cast: unsure.cast });
    expect(toldIn(unsure.seen.at(-1)!)[0]).toContain(
      'Expert stopped without an answer: it has reasoned once',
    );
    const fails = talk(looks);
    await rehearse(agent({ ...base, tools: { ask: ask('fail') } }), { cast: fails.cast });
    expect(toldIn(fails.seen.at(-1)!)[0]).toContain('Expert stopped: it has reasoned once');
    const escalates = await rehearse(agent({ ...base, tools: { ask: ask('escalate') } }), {
      cast: talk(looks).cast,
    });
    expect(escalates.run.finished).toMatchObject({ outcome: 'escalated' });
    expect(escalates.events('agent.stopped').map(({ step, reason }) => [step, reason])).toEqual([
      ['turn-1/ask', 'step-cap'],
      ['', 'escalated'],
    ]);
  });

  test('hands the conversation over to another, and ends with what that one comes to', async () => {
    const billing = agent({ ...base, name: 'Billing', system: 'You know bills.', tools: { look } });
    const front = agent({
      ...base,
      name: 'Front',
      tools: { look },
      handOver: { billing: { agent: billing, when: 'For bills.' } },
    });
    const { cast, seen } = castOf((turn, { messages }) => {
      if (messages[0]!.content === 'Help.')
        return turn === 1
          ? asks(['look', { what: 'x' }])
          : asks(['hand_over_to_billing'], ['look', { what: 'y' }]);
      return says('Your bill is fine.');
    });
    const world = await rehearse(front, { cast, input: 'My bill!' });
    expect(world.run.finished).toMatchObject({
      outcome: 'returned',
      value: { agent: 'Billing', stopped: 'answered', answer: 'Your bill is fine.' },
    });
    expect(world.events('agent.stopped')).toMatchObject([
      { step: '', reason: 'handed-over', turns: 2, toolCalls: 1, detail: 'billing takes over' },
      { step: 'billing', reason: 'answered' },
    ]);
    const { messages } = seen.at(-1)!;
    expect(messages[0]).toEqual({ role: 'system', content: 'You know bills.' });
    expect(messages[1]).toEqual({ role: 'user', content: 'My bill!' });
    expect(toldIn({ messages })).toEqual([
      'found x',
      '{"handedOverTo":"billing"}',
      '{"error":"nothing was called: billing takes over"}',
    ]);
    expect(seen[0]!.tools!.at(-1)).toMatchObject({
      name: 'hand_over_to_billing',
      description: 'Hands the conversation over to billing. For bills.',
    });
  });

  test('gives calls that share an id ids of their own', async () => {
    const same = { ...asks(['look', { what: 'a' }], ['look', { what: 'b' }]) };
    const twins = { ...same, toolCalls: same.toolCalls!.map((call) => ({ ...call, id: 'same' })) };
    const { cast, seen } = castOf([twins, says('.')]);
    await rehearse(helper(), { cast });
    const ids = seen[1]!.messages.flatMap((message) => (message.role === 'tool' ? [message.toolCallId] : []));
    expect(new Set(ids).size).toBe(2);
    expect(turnOf(seen[1]!)).toBe(2);
  });
});

describe('fifty agents at once in one world', () => {
  test('each keep to their own case, to the byte the same each time', async () => {
    const { cast } = castOf((turn, { messages }) => {
      const mine = messages[1]!.content;
      return turn < 4
        ? asks(['look', { what: `${mine} part${turn}` }])
        : says(`${mine}: ${toldIn({ messages }).join(', ')}`);
    });
    const runs = Array.from({ length: 50 }, (_, i) => ({ input: `case${i}` }));
    const world = await rehearse(helper(), { cast, runs });
    expect(world.runs).toHaveLength(50);
    const caseOf = new Map(world.events('run.started').map(({ run, input }) => [run, input as string]));
    expect(new Set(caseOf.values()).size).toBe(50);
    for (const { run, finished } of world.runs) {
      const mine = caseOf.get(run)!;
      const found = [1, 2, 3].map((n) => `found ${mine} part${n}`).join(', ');
      expect(finished).toMatchObject({ outcome: 'returned', value: { answer: `${mine}: ${found}` } });
    }
    const strangers = world.history.filter((event) => {
      const named = JSON.stringify(event).match(/case\d+/g) ?? [];
      return event.run !== '' && named.some((name) => name !== caseOf.get(event.run));
    });
    expect(strangers).toEqual([]);
    expect((await rehearse(helper(), { cast, runs })).hash).toBe(world.hash);
  });
});

describe('the definition of an agent', () => {
  test('that contradicts itself is refused by name and value', () => {
    const made = (more: object) => () => agent({ ...base, tools: { look }, ...more });
    expect(made({ limits: { turns: 0 } })).toThrow('limits.turns is 0; it must be a whole number from 1');
    expect(made({ limits: { toolCalls: 1.5 } })).toThrow('limits.toolCalls is 1.5');
    expect(made({ limits: { repeats: -1 } })).toThrow('limits.repeats is -1');
    expect(made({ limits: { costUsd: 0 } })).toThrow('limits.costUsd is 0');
    expect(made({ limits: { steps: 3 } })).toThrow("limits names 'steps', which is no limit");
    expect(made({ onLimit: 'retry' })).toThrow("onLimit is 'retry'");
    expect(made({ onLimit: { answered: 'last' } })).toThrow("onLimit names 'answered'");
    expect(made({ tools: { reason: look } })).toThrow("two things called 'reason'");
    expect(made({ handOver: { look: helper() } })).toThrow("two things called 'look'");
    expect(made({ tools: { 'a/b': look } })).toThrow("named 'a/b'");
  });
});
