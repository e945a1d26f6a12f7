import { expect, test } from 'vitest';
import type { Event } from '../../../src/history/events.ts';
import { RunWriter, type Batch, type WriterPorts, type Written } from '../../../src/store/run-writer.ts';
import { full, OK, type Result } from '../../../src/store/store-failure.ts';
import { storedBytes } from '../../../src/store/stored-bytes.ts';
import { historyOf, summaryOf } from './sample-runs.ts';

const LIMITS = { chunkEvents: 10, flushMs: 250, eventsPerRun: 100, bytesPerRun: 1_000_000 };

/** A writer whose timer fires when the test says so, and whose disk answers what the test says. */
function writing(limits: Partial<typeof LIMITS> = {}, written: Written | null = null) {
  const batches: Batch[] = [];
  const timers: (() => void)[] = [];
  const disk = { answer: OK as Result };
  const ports: WriterPorts = {
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
  };
  const writer = new RunWriter(summaryOf('a'), ports, written);
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

test('flushing writes what waits at once, durably, and the run stays open', async () => {
  const { writer, batches, timers, texts } = writing();
  await writer.begin();
  const history = historyOf(8);
  await writer.append(history.slice(0, 4));
  expect(await writer.flush()).toEqual(OK);
  expect(batches[1]).toMatchObject({ durability: 'strict', events: 4, summary: null, finished: false });
  timers[0]!();
  await settled();
  expect(batches, 'nothing waits any more').toHaveLength(2);
  await writer.append(history.slice(4));
  await writer.finish(summaryOf('a'));
  expect(batches[2]).toMatchObject({ fromChunk: 1, events: 8, finished: true });
  expect(texts().flat()).toEqual(history);
});

test('flushing makes durable what was written without, and only that', async () => {
  const { writer, batches } = writing();
  await writer.begin();
  await writer.append(historyOf(10));
  expect(batches[1]).toMatchObject({ durability: 'relaxed', events: 10 });
  expect(await writer.flush()).toEqual(OK);
  expect(batches[2]).toMatchObject({ durability: 'strict', chunks: [], events: 10 });
  expect(await writer.flush()).toEqual(OK);
  expect(batches, 'all of it is durable').toHaveLength(3);
});

test('flushes that are not awaited go as one, and one that failed is made good by the next', async () => {
  const { writer, batches, disk } = writing();
  await writer.begin();
  const history = historyOf(9);
  disk.answer = full('The run');
  await writer.append(history.slice(0, 3));
  expect(await writer.flush()).toMatchObject({ code: 'full' });
  disk.answer = OK;
  void writer.append(history.slice(3, 6));
  const first = writer.flush();
  void writer.append(history.slice(6));
  expect(await Promise.all([first, writer.flush()])).toEqual([OK, OK]);
  expect(batches.slice(2).map(({ events }) => events)).toEqual([9]);
});

test('a run that is gone on with is appended to, and its limits count what was there', async () => {
  const { writer, batches } = writing({}, { chunks: 3, events: 60, bytes: 9_000 });
  expect(await writer.append(historyOf(40))).toEqual(OK);
  expect(batches[0]).toMatchObject({ first: false, fromChunk: 3, events: 100, summary: null });
  expect(batches[0]!.bytes).toBeGreaterThan(9_000);
  expect(await writer.append(historyOf(4))).toMatchObject({ code: 'full' });
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
