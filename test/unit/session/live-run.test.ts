import { expect, test } from 'vitest';
import { LiveRun } from '../../../src/session/live-run.ts';
import { MemoryStore } from '../../../src/store/memory-store.ts';
import { full, goneOn, OK, type Result, type StoreFailure } from '../../../src/store/store-failure.ts';
import { historyOf, summaryOf } from '../store/sample-runs.ts';

const history = historyOf(20);

/** A store whose flushes end when the test says so, with what the test says. */
function flushing() {
  const memory = new MemoryStore();
  const flushes: ((answer: Result) => void)[] = [];
  const store = Object.assign(memory, {
    flush: () => new Promise<Result>((resolve) => flushes.push(resolve)),
  });
  return { store, flushes };
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function live(store: MemoryStore, from = 0) {
  const durable: number[] = [];
  const failures: [StoreFailure['code'], boolean][] = [];
  const run = new LiveRun({
    store,
    summary: summaryOf('a'),
    from,
    onDurable: (events) => durable.push(events),
    onFailure: ({ code }, refused) => failures.push([code, refused]),
  });
  return { run, durable, failures };
}

test('a call leaves when the events that led to it are durable, and not before', async () => {
  const { store, flushes } = flushing();
  const { run, durable } = live(store);
  const left: number[] = [];
  run.append(history.slice(0, 4));
  run.after(4, () => left.push(4));
  run.after(5, () => left.push(5));
  await settled();
  expect([left, run.shown]).toEqual([[], 0]);
  flushes[0]!(OK);
  await settled();
  expect([left, run.shown, durable]).toEqual([[4], 4, [4]]);
  run.after(3, () => left.push(3));
  expect(left, 'what is durable already waits for nothing').toEqual([4, 3]);
});

test('a call that is given up before it may leave never leaves', async () => {
  const { store, flushes } = flushing();
  const { run } = live(store);
  const left: number[] = [];
  run.append(history.slice(0, 4));
  for (const call of [1, 2]) run.call(call, 4, () => left.push(call));
  await settled();
  expect(run.drop(1), 'nobody was asked').toBe(false);
  flushes[0]!(OK);
  await settled();
  expect(left).toEqual([2]);
  expect(run.drop(2), 'who was asked is to be told').toBe(true);
});

test('what comes during a flush goes together with the next, in order', async () => {
  const { store, flushes } = flushing();
  const { run } = live(store);
  run.append(history.slice(0, 2));
  await settled();
  run.append(history.slice(2, 5));
  run.append(history.slice(5, 9));
  await settled();
  expect(flushes).toHaveLength(1);
  flushes[0]!(OK);
  await settled();
  expect([flushes.length, run.shown]).toEqual([2, 2]);
  flushes[1]!(OK);
  await settled();
  expect(run.shown).toBe(9);
  expect(await store.read('a')).toMatchObject({ ok: true, history: history.slice(0, 9) });
});

test('finishing waits for what is on its way, and the run then stands whole', async () => {
  const store = new MemoryStore();
  const { run } = live(store);
  run.append(history.slice(0, 12));
  run.append(history.slice(12));
  expect(await run.finish(summaryOf('a', { verdict: 'done' }))).toMatchObject({ ok: true });
  expect(await store.read('a')).toMatchObject({ ok: true, history, summary: { verdict: 'done' } });
});

test('a store that fails is told once and holds nothing up', async () => {
  const { store, flushes } = flushing();
  const { run, failures } = live(store);
  let left = false;
  run.append(history.slice(0, 4));
  run.after(4, () => (left = true));
  await settled();
  flushes[0]!(full('The run'));
  await settled();
  expect([left, run.shown, failures]).toEqual([true, 4, [['full', false]]]);
  run.append(history.slice(4));
  await settled();
  expect([flushes.length, run.shown, failures.length]).toEqual([1, 20, 1]);
  expect(await run.finish(summaryOf('a')), 'there may be room again in the end').toMatchObject({ ok: true });
});

test('a run that another tab has gone on with lets nothing leave', async () => {
  const store = Object.assign(new MemoryStore(), { resume: () => Promise.resolve(goneOn('Run a')) });
  const { run, failures, durable } = live(store, 4);
  let left = false;
  run.append(history.slice(4, 8));
  run.after(8, () => (left = true));
  await settled();
  expect([left, durable, failures]).toEqual([false, [], [['taken', true]]]);
  expect(await run.finish(summaryOf('a'))).toMatchObject({ code: 'taken' });
});

test('a run that is gone on with is taken up only when there is something new, from where it stood', async () => {
  const asked: unknown[] = [];
  const { store, flushes } = flushing();
  await store.begin(summaryOf('a'));
  await store.append('a', history.slice(0, 4));
  store.resume = (...of: unknown[]) => (asked.push(of), Promise.resolve(OK));
  const { run } = live(store, 4);
  expect([run.shown, asked]).toEqual([4, []]);
  run.append(history.slice(4));
  await settled();
  flushes[0]!(OK);
  await settled();
  expect(asked).toEqual([['a', 4]]);
  expect(await store.read('a')).toMatchObject({ ok: true, history });
});
