import { describe, expect, test } from 'vitest';
import {
  agent,
  approval,
  generate,
  orchestration,
  retrieve,
  sequence,
  step,
  tool,
  z,
} from '../../../src/authoring/index.ts';
import { rehearse } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';
import { asks, castOf, says, toldIn } from './agent-script.ts';

const base = { name: 'Agent', model: 'm', system: 'Help.' } as const;
const order = z.object({ order: z.string() });

describe('a tool', () => {
  test('is a step like any other, whose input is checked at its edge', async () => {
    const look = tool({ description: 'Looks up.', input: order, run: ({ order: id }) => `found ${id}` });
    const given = (input: unknown) =>
      orchestration({
        name: 'Plain',
        steps: { look },
        run: (_: string, steps) => steps.look(input as never),
      });
    const world = await rehearse(given({ order: 'A-1' }));
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: 'found A-1' });
    const broken = await rehearse(given({ order: 1 }));
    expect(broken.run.finished!.failure).toMatchObject({
      code: 'contract',
      message: 'look was handed a value that it does not accept: order: expected string, got a number',
    });
    expect(broken.step('look').attempts).toEqual([]);
  });

  test('gets what its schema makes of the arguments', async () => {
    const seen: unknown[] = [];
    const look = tool({ description: 'Looks up.', input: order, run: (input) => void seen.push(input) });
    const { cast } = castOf([asks(['look', { order: 'A-1', colour: 'red' }]), says('.')]);
    await rehearse(agent({ ...base, tools: { look } }), { cast });
    expect(seen).toEqual([{ order: 'A-1' }]);
  });

  test('may change what it is given without changing what is kept of the call', async () => {
    const spoil = tool({
      description: 'Spoils.',
      input: { jsonSchema: { type: 'object', properties: { list: { type: 'array' } } } },
      run: (input) => void (input as { list: number[] }).list.push(9),
    });
    const { cast } = castOf([asks(['spoil', { list: [1] }]), says('.')]);
    const world = await rehearse(agent({ ...base, tools: { spoil } }), { cast });
    expect(world.run.finished!.value).toMatchObject({ history: [{ input: { list: [1] } }] });
  });

  test('has every policy of a step', async () => {
    let calls = 0;
    const flaky = tool({
      description: 'Fails once.',
      input: z.object({}),
      retry: { times: 1, base: '1s', on: ['thrown'] },
      run: () => {
        if (++calls === 1) throw new Error('once');
        return 'second time';
      },
    });
    const { cast, seen } = castOf([asks(['flaky']), says('.')]);
    const world = await rehearse(agent({ ...base, tools: { flaky } }), { cast });
    expect(toldIn(seen[1]!)).toEqual(['second time']);
    expect(world.step('turn-1/flaky').attempts).toHaveLength(2);
  });

  test('tells the model what its author wants told', async () => {
    const secret = tool({
      description: 'Knows more than it says.',
      input: z.object({}),
      run: () => ({ name: 'Ada', card: '4111 1111' }),
      tell: ({ name }) => ({ name }),
    });
    const { cast, seen } = castOf([asks(['secret']), says('.')]);
    const world = await rehearse(agent({ ...base, tools: { secret } }), { cast });
    expect(toldIn(seen[1]!)).toEqual(['{"name":"Ada"}']);
    expect(world.run.finished!.value).toMatchObject({ history: [{ result: { card: '4111 1111' } }] });
  });

  test('whose result is very long is told in part', async () => {
    const long = tool({ description: 'Says much.', input: z.object({}), run: () => 'x'.repeat(20_001) });
    const { cast, seen } = castOf([asks(['long']), says('.')]);
    await rehearse(agent({ ...base, tools: { long } }), { cast });
    expect(toldIn(seen[1]!)[0]).toMatch(/^x{20000}… \(1 more characters\)$/);
  });

  test('that gives what no history can hold fails, and the model is told', async () => {
    const odd = tool({ description: 'Is odd.', input: z.object({}), run: () => () => 1 });
    const { cast, seen } = castOf([asks(['odd']), says('.')]);
    const world = await rehearse(agent({ ...base, tools: { odd } }), { cast });
    expect(world.step('turn-1/odd').failure!.code).toBe('not_storable');
    expect(toldIn(seen[1]!)[0]).toContain('cannot be stored');
  });

  test('is refused when it is defined with what a model cannot be told', () => {
    const run = (): number => 1;
    expect(() => tool({ description: ' ', input: order, run })).toThrow('needs a description');
    expect(() => tool({ description: 'x', input: z.string(), run })).toThrow('must be an object');
    expect(() => tool({ description: 'x', input: { jsonSchema: { type: 'object', not: {} } }, run })).toThrow(
      "the input of a tool uses 'not', which is not checked here",
    );
    expect(() => tool({ description: 'x', input: order, run, fatal: ['nonsense' as 'thrown'] })).toThrow(
      "fatal names 'nonsense'",
    );
  });
});

describe('a tool on an endpoint', () => {
  const refund = tool({
    description: 'Pays back.',
    input: order,
    endpoint: 'payments',
    timeout: '5s',
    retry: { times: 2, base: '100ms' },
  });
  const payments = { payments: { kind: 'tool' as const, says: '{"paid":true}' } };

  test('asks through the host, with a key that is the same for every attempt of one call', async () => {
    const { cast, seen } = castOf([asks(['refund', { order: 'A-1' }]), says('.')], payments);
    const world = await rehearse(agent({ ...base, tools: { refund } }), {
      cast,
      faults: [{ id: 'f', kind: 'cut', match: { model: 'payments' }, count: 1, how: 'reset', afterParts: 1 }],
    });
    expect(toldIn(seen[1]!)).toEqual(['{"paid":true}']);
    const requests = world.events('attempt.started').filter(({ target }) => target === 'payments');
    expect(requests.map(({ request }) => request)).toEqual(
      [1, 2].map(() => ({
        kind: 'tool',
        model: 'payments',
        input: { order: 'A-1' },
        idempotencyKey: 'run-1/turn-1/refund',
      })),
    );
    expect(world.events('effect.executed')).toMatchObject([
      { target: 'payments', caller: 'run-1/turn-1/refund', key: 'run-1/turn-1/refund', times: 1 },
    ]);
  });

  test('without a key does its work as often as it is asked', async () => {
    const careless = tool({
      description: 'Pays back.',
      input: order,
      endpoint: 'payments',
      idempotent: false,
      retry: { times: 2, base: '100ms' },
    });
    const { cast } = castOf([asks(['refund', { order: 'A-1' }]), says('.')], payments);
    const world = await rehearse(agent({ ...base, tools: { refund: careless } }), {
      cast,
      faults: [{ id: 'f', kind: 'cut', match: { model: 'payments' }, count: 1, how: 'reset', afterParts: 1 }],
    });
    expect(world.events('effect.executed').map(({ times }) => times)).toEqual([1, 2]);
  });

  test('gives JSON as what it is, and any other text as text', async () => {
    const by = (text: string) =>
      rehearse(
        orchestration({ name: 'P', steps: { refund }, run: (_: string, s) => s.refund({ order: 'A' }) }),
        { cast: scriptedCast({ payments: { kind: 'tool', says: text } }) },
      );
    expect((await by('[1,{"a":null}]')).run.finished!.value).toEqual([1, { a: null }]);
    expect((await by('paid, thanks')).run.finished!.value).toBe('paid, thanks');
  });

  test('is held to its output contract, and its failures are those of any endpoint', async () => {
    const typed = tool({
      description: 'x',
      input: order,
      endpoint: 'payments',
      output: z.object({ paid: z.boolean() }),
    });
    const plain = orchestration({
      name: 'P',
      steps: { typed },
      run: (_: string, s) => s.typed({ order: 'A' }),
    });
    const cast = scriptedCast({ payments: { kind: 'tool', says: '{"error":"no such order"}' } });
    expect((await rehearse(plain, { cast })).run.finished!.failure!.message).toBe(
      'typed answered with a value that breaks its contract: paid: expected boolean, got nothing',
    );
    const down = await rehearse(plain, { cast, faults: [{ id: 'f', kind: 'server_error' }] });
    expect(down.run.finished!.failure).toMatchObject({ code: 'server_error', injected: true });
  });
});

describe('a tool whose work is a step', () => {
  test('keeps that step as it is: a search, with its input made of the arguments', async () => {
    const search = tool({
      description: 'Searches.',
      input: z.object({ query: z.string() }),
      step: retrieve({ index: 'store', top: 2, timeout: '3s' }),
      from: ({ query }) => query,
    });
    const documents = [{ id: 'a', title: 'A', text: 'About A.', score: 0.5 }];
    const { cast, seen } = castOf([asks(['search', { query: 'a' }], ['search', { query: 7 }]), says('.')], {
      store: { kind: 'retrieve', replies: () => ({ documents }) },
    });
    const world = await rehearse(agent({ ...base, tools: { search } }), { cast });
    expect(world.step('turn-1/search')).toMatchObject({ state: 'ok', input: 'a' });
    expect(toldIn(seen[1]!)[0]).toBe(JSON.stringify(documents));
    // arguments that break the tool's contract stand at its edge as they were given
    expect(world.step('turn-1/search[2]')).toMatchObject({
      state: 'failed',
      input: { query: 7 },
      attempts: [],
    });
    expect(world.events('run.started')[0]!.steps[1]).toMatchObject({
      kind: 'retrieve',
      policy: { timeoutMs: 3000 },
    });
  });

  test('waits for a person', async () => {
    const ask = tool({
      description: 'Asks a supervisor.',
      input: z.object({ amount: z.number() }),
      step: approval({ who: 'a supervisor' }),
    });
    const { cast, seen } = castOf([asks(['ask', { amount: 500 }]), says('Approved.')]);
    const world = await rehearse(agent({ ...base, tools: { ask } }), {
      cast,
      people: [{ atMs: 60_000, value: { signal: 'run-1/turn-1/ask', value: true } }],
    });
    expect(world.events('signal.awaited')).toMatchObject([{ who: 'a supervisor' }]);
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: { answer: 'Approved.' } });
    expect(toldIn(seen[1]!)).toEqual(['true']);
  });

  test('may stand in a sequence, under a name', async () => {
    const double = tool({
      description: 'Doubles.',
      input: z.object({ n: z.number() }),
      run: ({ n }) => n * 2,
    });
    const chain = sequence([
      step((text: string) => ({ n: text.length })).as('count'),
      double.as('double'),
      generate<number>({ model: 'm', system: 's' }).as('say'),
    ]);
    const world = await rehearse(chain, { cast: castOf([says('fourteen')]).cast, input: 'letters' });
    expect(world.step('double')).toMatchObject({ state: 'ok', value: 14 });
    expect(world.run.finished!.value).toBe('fourteen');
  });
});
