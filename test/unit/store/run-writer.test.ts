import { expect, test } from 'vitest';
import type { Event } from '../../../src/history/events.ts';
import { RunWriter, type Batch } from '../../../src/store/run-writer.ts';
import { full, OK, type Result } from '../../../src/store/store-failure.ts';
import { storedBytes } from '../../../src/store/stored-bytes.ts';
import { historyOf, summaryOf } from './sample-runs.ts';

const LIMITS = { chunkEvents: 10, flushMs: 250, eventsPerRun: 100, bytesPerRun: 1_000_000 };

/** A writer whose timer fires when the test says so, and whose disk answers what the test says. */
function writing(limits: Partial<typeof LIMITS> = {}) {
  const batches: Batch[] = [];
  const timers: (() => void)[] = [];
  const disk = { answer: OK as Result };
  const writer = new RunWriter(summaryOf('a'), {
    save: async (batch) => {
      batches.push(batch);
      return disk.answer;
    },
    after: (ms, then) => {
      expect(ms).toBe(250);
      const timer = { then: then as (() => void) | null };
      timers.push(() => timer.then?.());
      return () => (timer.then = null);
    },
    limits: { ...LIMITS, ...limits },
  });
  const texts = (): Event[][] =>
    batches.flatMap(({ chunks }) => chunks.map((text) => JSON.parse(text) as Event[]));
  return { writer, batches, timers, disk, texts };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('a run that began stands as not complete, even if its summary says otherwise', async () => {
  const { writer, batches } = writing();
  expect(await writer.begin()).toEqual(OK);
  expect(batches).toMatchObject([
    { first: true, chunks: [], durability: 'relaxed', summary: { complete: false } },
  ]);
});

test('events wait for company, and are written when they make a chunk', async () => {
  const { writer, batches, texts } = writing();
  await writer.begin();
  const history = historyOf(20);
  await writer.append(history.slice(0, 9));
  expect(batches).toHaveLength(1);
  await writer.append(history.slice(9, 12));
  expect(batches[1]).toMatchObject({ first: false, fromChunk: 0, events: 12, summary: null });
  expect(texts().map(({ length }) => length)).toEqual([10, 2]);
  expect(texts().flat()).toEqual(history.slice(0, 12));
});

test('events that found no company are written when their time is up, once', async () => {
  const { writer, batches, timers } = writing();
  await writer.begin();
  await writer.append(historyOf(4));
  expect(timers).toHaveLength(1);
  timers[0]!();
  await settled();
  expect(batches[1]).toMatchObject({ events: 4, durability: 'relaxed' });
  await writer.finish(summaryOf('a'));
  timers[0]!();
  await settled();
  expect(batches).toHaveLength(3);
});

test('finishing writes the rest and the summary together, durably', async () => {
  const { writer, batches } = writing();
  await writer.begin();
  await writer.append(historyOf(4));
  expect(await writer.finish(summaryOf('a'))).toEqual(OK);
  expect(batches[1]).toMatchObject({ durability: 'strict', events: 4, summary: { complete: true } });
});

test('what a failed batch held goes with the next one, in order and once', async () => {
  const { writer, disk, batches, texts } = writing();
  await writer.begin();
  const history = historyOf(40);
  disk.answer = full('The run');
  expect(await writer.append(history.slice(0, 10))).toMatchObject({ ok: false, code: 'full' });
  expect(
    await writer.append(history.slice(10, 15)),
    'the failure is told until a batch succeeds',
  ).toMatchObject({
    code: 'full',
  });
  batches.length = 0;
  disk.answer = OK;
  expect(await writer.append(history.slice(15, 40))).toEqual(OK);
  await writer.finish(summaryOf('a'));
  expect(texts().flat()).toEqual(history);
  expect(batches.map(({ fromChunk }) => fromChunk)).toEqual([0, 4]);
});

test('a run whose begin failed is begun by its next batch, and finishing may be tried again', async () => {
  const { writer, disk, batches } = writing();
  disk.answer = full('The run');
  expect(await writer.begin()).toMatchObject({ code: 'full' });
  await writer.append(historyOf(8));
  expect(await writer.finish(summaryOf('a'))).toMatchObject({ code: 'full' });
  disk.answer = OK;
  expect(await writer.finish(summaryOf('a'))).toEqual(OK);
  expect(batches.at(-1)).toMatchObject({ first: true, fromChunk: 0, events: 8, summary: { complete: true } });
});

test('appends that are not awaited keep their order', async () => {
  const { writer, texts } = writing();
  const history = historyOf(100);
  void writer.begin();
  for (let at = 0; at < 100; at += 7) void writer.append(history.slice(at, at + 7));
  await writer.finish(summaryOf('a'));
  expect(texts().flat()).toEqual(history);
});

test('a limit that is met is told, and what came before stands as not complete', async () => {
  const history = historyOf(100);
  const chunk = (from: number): number => storedBytes(JSON.stringify(history.slice(from, from + 10)));
  const bytesPerRun = chunk(0) + chunk(10) + chunk(20) + chunk(30);
  for (const limits of [{ eventsPerRun: 50 }, { bytesPerRun }]) {
    const { writer, batches, texts } = writing(limits);
    await writer.begin();
    expect(await writer.append(history.slice(0, 40))).toEqual(OK);
    expect(await writer.append(history.slice(40))).toMatchObject({ code: 'full' });
    expect(await writer.append(history.slice(90))).toMatchObject({ code: 'full' });
    expect(await writer.finish(summaryOf('a'))).toMatchObject({ code: 'full' });
    expect(batches.at(-1)).toMatchObject({ summary: { complete: false } });
    expect(texts().flat()).toEqual(history.slice(0, 40));
  }
});

test('a run that was given up writes nothing more', async () => {
  const { writer, batches, timers } = writing();
  await writer.begin();
  await writer.append(historyOf(4));
  writer.giveUp();
  timers[0]!();
  expect(await writer.append(historyOf(20))).toMatchObject({ code: 'missing' });
  expect(await writer.finish(summaryOf('a'))).toMatchObject({ code: 'missing' });
  expect(batches).toHaveLength(1);
});
