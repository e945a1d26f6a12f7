/** What the realm tells of rejected promises, as the processes and workers do that run authored code. */
import { expect, test } from 'vitest';
import { orchestration, step } from '../../../src/authoring/index.ts';
import type { Event, EventOf, History } from '../../../src/history/events.ts';
import { simulate, type SimulateOptions } from '../../../src/simulation/simulate.ts';
import type { World } from '../../../src/simulation/world.ts';
import { nodeFence } from '../../support/fence.ts';

const SETTLED = {
  outcome: 'failed',
  failure: { code: 'thrown', message: 'nobody handled an error: the ledger is closed' },
};

async function historyOf(authored: unknown, more: Partial<SimulateOptions>): Promise<History> {
  const { history } = await simulate({
    scenario: 's',
    input: null,
    faults: { faults: [] },
    seed: 1,
    code: 'c',
    engine: 'e',
    evaluate: () => authored,
    cast: new Map(),
    fence: nodeFence,
    ...more,
  });
  return history;
}

/** An orchestration whose code leaves a rejection to the realm; `tell` says it as the realm would. */
async function left(
  run: (tell: (reason: unknown) => object, handled: (promise: object) => void) => Promise<unknown>,
  more: Partial<SimulateOptions> = {},
): Promise<History> {
  let world!: World;
  const tell = (reason: unknown): object => {
    const promise = {};
    world.rejections.add(promise, reason);
    return promise;
  };
  const authored = orchestration({
    name: 'Careless',
    steps: { a: step((n: number) => n) },
    run: (_: unknown, { a }) => run(tell, (promise) => world.rejections.handled(promise)).then(() => a(1)),
  });
  return historyOf(authored, { onWorld: (begun) => (world = begun), ...more });
}
const endsOf = (history: History) =>
  history.filter((event): event is EventOf<'run.finished'> => event.type === 'run.finished');
const warningsOf = (history: History) =>
  history.filter((event): event is EventOf<'warning.raised'> => event.type === 'warning.raised');
const closed = new Error('the ledger is closed');

test('a run in which something was rejected and nobody handled it fails with that, whatever it returned', async () => {
  const history = await left(async (tell) => tell(closed));
  expect(endsOf(history)).toMatchObject([SETTLED]);
  expect(history.at(-1)).toMatchObject({ type: 'world.ended', reason: 'quiet' });
  expect(history.filter(({ type }) => type === 'run.finished' || type === 'step.finished')).toHaveLength(2);
});

test('what is rejected with nothing fails it as well', async () => {
  const [end] = endsOf(await left(async (tell) => tell(undefined)));
  expect(end).toMatchObject({ outcome: 'failed', failure: { code: 'thrown' } });
});

test('a rejection that is handled before the run ends is none', async () => {
  const history = await left(async (tell, handled) => handled(tell(closed)));
  expect(endsOf(history)).toMatchObject([{ outcome: 'returned', value: 1 }]);
});

test('the run waits for what the realm is still to say, in the same turn', async () => {
  let asked = 0;
  const told: ((next: () => void) => void)[] = [];
  const history = await left(
    async (tell) => {
      told.push((next) => {
        tell(closed);
        next();
      });
    },
    { quiet: (next) => (asked++ === 0 ? told[0]!(next) : next()) },
  );
  expect(endsOf(history)).toMatchObject([SETTLED]);
});

test('among several runs nobody is blamed: the world says it before it ends', async () => {
  const history = await left(async (tell) => tell(closed), { runs: [{ input: 1 }, { input: 2 }] });
  expect(endsOf(history)).toMatchObject([{ outcome: 'returned' }, { outcome: 'returned' }]);
  const warnings = warningsOf(history);
  expect(warnings.map(({ run, message }) => [run, message])).toEqual([
    ['', 'nobody handled an error: the ledger is closed'],
    ['', 'nobody handled an error: the ledger is closed'],
  ]);
  expect(history.at(-1)?.type).toBe('world.ended');
});

test('what was to be undone is undone', async () => {
  const undone: string[] = [];
  let world!: World;
  const authored = orchestration({
    name: 'Saga',
    steps: {
      pay: step(() => 'paid'),
      refund: step(() => {
        undone.push('refund');
        return 'refunded';
      }),
    },
    async run(_: unknown, { pay }, { compensate }) {
      compensate('pay', (steps) => steps.refund(null));
      await pay(null);
      world.rejections.add({}, closed);
      return 'fine';
    },
  });
  const history = await historyOf(authored, { onWorld: (begun) => (world = begun) });
  expect(undone).toEqual(['refund']);
  const types = history.map(({ type }: Event) => type);
  expect(types.lastIndexOf('step.finished')).toBeLessThan(types.indexOf('run.finished'));
  expect(endsOf(history)).toMatchObject([SETTLED]);
});
