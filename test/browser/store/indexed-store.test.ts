import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { IndexedStore, type IndexedStoreOptions } from '../../../src/store/indexed-store.ts';
import { UPGRADES } from '../../../src/store/schema.ts';
import type { Result } from '../../../src/store/store-failure.ts';
import { runOf, summaryOf, wall } from '../../unit/store/sample-runs.ts';
import { keep } from './contract.ts';
import { fillDisk, openRaw, tamper } from './raw-database.ts';

let name = '';
const stores: IndexedStore[] = [];

beforeEach(() => {
  name = crypto.randomUUID();
});
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
});

function newStore(options?: IndexedStoreOptions): IndexedStore {
  const store = new IndexedStore(options);
  stores.push(store);
  return store;
}
async function opened(options?: IndexedStoreOptions): Promise<IndexedStore> {
  const store = newStore(options);
  expect(await store.open(name)).toMatchObject({ ok: true });
  return store;
}
const listed = async (store: IndexedStore) => {
  const list = await store.list();
  if (!list.ok) throw new Error(list.message);
  return list;
};
const idsOf = async (store: IndexedStore): Promise<string[]> =>
  (await listed(store)).runs.map(({ id }) => id);

/** A clock that the test moves, timers and all. */
function handClock() {
  let nowMs = 0;
  const timers = new Map<() => void, number>();
  return {
    nowWall: () => wall(nowMs),
    after: (ms: number, then: () => void) => {
      timers.set(then, nowMs + ms);
      return () => void timers.delete(then);
    },
    advance: (ms: number) => {
      nowMs += ms;
      for (const [then, atMs] of timers) {
        if (atMs > nowMs) continue;
        timers.delete(then);
        then();
      }
    },
  };
}

describe('what is stored', () => {
  test('is chunks of a thousand events, numbered from 0, beside a summary and a ledger entry', async () => {
    const { history, summary } = runOf('a', 2_345);
    const store = await opened();
    await store.begin(summary);
    await store.append('a', history);
    await store.finish('a', summary);
    const raw = await openRaw(name);
    const chunks = (await raw.getAll('chunks')) as { run: string; no: number; events: string }[];
    expect(chunks.map(({ run, no, events }) => [run, no, (JSON.parse(events) as unknown[]).length])).toEqual([
      ['a', 0, 1_000],
      ['a', 1, 1_000],
      ['a', 2, 345],
    ]);
    expect(await raw.getAll('ledger')).toMatchObject([
      { id: 'a', chunks: 3, events: 2_345, removedWall: null },
    ]);
    expect(await raw.getAll('runs')).toEqual([summary]);
    raw.close();
  });

  test('holds events that waited 250 ms, though their run is not finished', async () => {
    const clock = handClock();
    const store = await opened(clock);
    const { history, summary } = runOf('a', 100);
    await store.begin(summary);
    await store.append('a', history);
    expect(await store.read('a')).toMatchObject({ ok: false, salvaged: { history: [] } });
    clock.advance(250);
    await expect
      .poll(() => store.read('a'))
      .toMatchObject({ ok: true, history, summary: { complete: false } });
  });

  test('outlasts the store that wrote it', async () => {
    const run = runOf('a', 1_500);
    const store = await opened();
    await keep(store, run);
    store.close();
    expect(await (await opened()).read('a')).toMatchObject({ ok: true, ...run });
  });

  test('is seen by another tab at once', async () => {
    const [one, other] = [await opened(), await opened()];
    const run = runOf('a', 100);
    await keep(one, run);
    expect(await other.read('a')).toMatchObject({ ok: true, ...run });
    expect(await other.begin(summaryOf('a')), 'an id is taken in every tab').toMatchObject({ code: 'taken' });
    await other.remove('a');
    expect(await idsOf(one)).toEqual([]);
  });
});

describe('a run that was never finished', () => {
  const { history, summary } = runOf('a', 2_000);
  const cut = 1_300;
  beforeEach(async () => {
    const store = await opened();
    await store.begin({ ...summary, verdict: 'under way' });
    await store.append('a', history.slice(0, 1_000));
    await store.append('a', history.slice(1_000, cut));
    expect(await store.flush('a')).toEqual({ ok: true });
    store.close();
  });

  test('is taken up by another store and stands as one in the end', async () => {
    const store = await opened();
    expect(await store.read('a')).toMatchObject({ ok: true, summary: { complete: false } });
    expect(await store.resume('a', cut)).toEqual({ ok: true });
    await store.append('a', history.slice(cut));
    expect(await store.finish('a', summary)).toMatchObject({ ok: true });
    expect(await store.read('a')).toMatchObject({ ok: true, history, summary });
    expect(await (await opened()).resume('a', 2_000)).toMatchObject({ code: 'taken' });
    const raw = await openRaw(name);
    const [entry] = (await raw.getAll('ledger')) as { bytes: number }[];
    raw.close();
    const whole = await opened();
    await whole.begin({ ...summary, id: 'b' });
    await whole.append('b', history);
    await whole.finish('b', { ...summary, id: 'b' });
    const again = await openRaw(name);
    const other = (await again.get('ledger', 'b')) as { bytes: number };
    again.close();
    // one list more: a comma became a pair of brackets, of two bytes a character
    expect(entry!.bytes).toBe(other.bytes + 2);
  });

  test('is not taken up by who knows another length of it', async () => {
    const store = await opened();
    for (const events of [cut - 1, cut + 1])
      expect(await store.resume('a', events)).toMatchObject({ code: 'taken', message: /another tab/ });
    expect(await store.append('a', history.slice(cut))).toMatchObject({ code: 'missing' });
  });

  test('is gone on with by one store alone, whichever is first', async () => {
    const [one, other] = [await opened(), await opened()];
    expect(await one.resume('a', cut)).toEqual({ ok: true });
    expect(await other.resume('a', cut)).toEqual({ ok: true });
    await one.append('a', history.slice(cut));
    expect(await one.flush('a')).toEqual({ ok: true });
    await other.append('a', history.slice(cut, cut + 10));
    expect(await other.flush('a')).toMatchObject({ ok: false, code: 'taken' });
    expect(await one.finish('a', summary)).toMatchObject({ ok: true });
    expect(await other.read('a')).toMatchObject({ ok: true, history, summary });
  });
});

describe('a record of a broken shape', () => {
  const good = runOf('good', 100, { startedWall: wall(1) });
  const bad = runOf('bad', 2_500, { startedWall: wall(2) });
  let store: IndexedStore;
  beforeEach(async () => {
    store = await opened();
    await keep(store, good);
    await keep(store, bad);
  });
  afterEach(async () => {
    expect(await store.read('good'), 'the rest is untouched').toMatchObject({
      ok: true,
      history: good.history,
    });
  });

  test('in a history is named, and the events before it are handed out', async () => {
    await tamper(name, 'chunks', ['bad', 1], (chunk) => ({ ...chunk, events: '[{"seq"' }));
    const read = await store.read('bad');
    expect(read).toMatchObject({ ok: false, code: 'broken', salvaged: { summary: bad.summary } });
    if (read.ok) return;
    expect(read.message).toContain(
      'The run of "Support triage" (bad) cannot be opened whole. Its record 1 is no list',
    );
    expect(read.salvaged?.history).toEqual(bad.history.slice(0, (read.salvaged?.history.length ?? 0) || 1));
  });

  test('that is missing is named', async () => {
    await tamper(name, 'chunks', ['bad', 0], () => undefined);
    const read = await store.read('bad');
    expect(read.ok || read.message).toContain('record 0 is missing');
  });

  test('in the list is named beside the runs that can be read, and can be removed', async () => {
    await tamper(name, 'runs', 'bad', (summary) => ({ ...summary, verdict: 7 }));
    const list = await listed(store);
    expect(list.runs.map(({ id }) => id)).toEqual(['good']);
    expect(list.broken).toMatchObject([{ id: 'bad' }]);
    expect(list.broken[0]?.message).toContain(
      'Run bad cannot be opened whole. Its summary says verdict, which is not text',
    );
    expect(await store.read('bad')).toMatchObject({
      ok: false,
      salvaged: { summary: null, history: bad.history },
    });
    await store.remove('bad');
    expect((await listed(store)).broken).toEqual([]);
  });

  test('in the ledger hides no run', async () => {
    await tamper(name, 'ledger', 'bad', ({ id }) => ({ id, startedWall: 'noon', bytes: null }));
    expect(await idsOf(store)).toEqual(['good', 'bad']);
    expect(await store.usage()).toMatchObject({ ok: true, runs: 2 });
  });

  test('of a draft reads as no draft', async () => {
    await store.saveDraft('triage', '{}');
    const raw = await openRaw(name);
    await raw.put('drafts', { key: 'triage', text: 7 });
    raw.close();
    expect(await store.readDraft('triage')).toEqual({ ok: true, text: null });
  });
});

describe('a full disk', () => {
  let makeRoom = (): void => undefined;
  afterEach(() => makeRoom());

  test('is told although the request fires nothing, and finishing again succeeds once there is room', async () => {
    const store = await opened();
    const old = runOf('old', 100);
    await keep(store, old);
    const { history, summary } = runOf('new', 2_500);
    await store.begin(summary);
    makeRoom = fillDisk('chunks');
    const appended = await store.append('new', history);
    expect(appended).toMatchObject({ ok: false, code: 'full' });
    expect(appended.ok || appended.message).toMatch(
      /The run of "Support triage" \(new\) could not be saved: .* Remove runs/,
    );
    expect(await store.finish('new', summary)).toMatchObject({ ok: false, code: 'full' });
    expect(await store.list()).toMatchObject({ runs: [{ id: 'new', complete: false }, { id: 'old' }] });
    makeRoom();
    expect(await store.finish('new', summary)).toMatchObject({ ok: true });
    expect(await store.read('new')).toMatchObject({ ok: true, history, summary });
    expect(await store.read('old')).toMatchObject({ ok: true, ...old });
  });

  test('leaves a run to be finished whose very beginning found no room', async () => {
    const store = await opened();
    const { history, summary } = runOf('a', 100);
    makeRoom = fillDisk('runs');
    expect(await store.begin(summary)).toMatchObject({ ok: false, code: 'full' });
    await store.append('a', history);
    makeRoom();
    expect(await store.finish('a', summary)).toMatchObject({ ok: true });
    expect(await store.read('a')).toMatchObject({ ok: true, history, summary });
  });

  test('clears what was removed before it is told, and nothing else', async () => {
    const store = await opened();
    await keep(store, runOf('kept', 100));
    await keep(store, runOf('removed', 100));
    await store.remove('removed');
    makeRoom = fillDisk('drafts');
    expect(await store.saveDraft('triage', '{}')).toMatchObject({ ok: false, code: 'full' });
    expect(await store.restore('removed')).toMatchObject({ ok: false, code: 'missing' });
    expect(await idsOf(store)).toEqual(['kept']);
  });
});

describe('a limit', () => {
  test('of runs lets the oldest leave, says so, and spares what is shown', async () => {
    const store = await opened({ limits: { runs: 3 } });
    for (const at of [1, 2, 3]) await keep(store, runOf(`run ${at}`, 8, { startedWall: wall(at) }));
    await store.read('run 1');
    const { history, summary } = runOf('run 4', 8, { startedWall: wall(4) });
    await store.begin(summary);
    await store.append('run 4', history);
    expect(await store.finish('run 4', summary)).toEqual({
      ok: true,
      removed: ['run 2'],
      notice: 'The oldest run was removed: at most 3 runs or 200 MB are kept.',
    });
    expect(await idsOf(store)).toEqual(['run 4', 'run 3', 'run 1']);
    const raw = await openRaw(name);
    expect(await raw.count('chunks')).toBe(3);
    raw.close();
  });

  test('of bytes lets the oldest leave', async () => {
    const store = await opened({ limits: { bytes: 250_000 } });
    const kept: string[] = [];
    for (const at of [1, 2, 3, 4]) {
      const { history, summary } = runOf(`run ${at}`, 300, { startedWall: wall(at) });
      await store.begin(summary);
      await store.append(summary.id, history);
      const finished = await store.finish(summary.id, summary);
      if (!finished.ok) throw new Error(finished.message);
      kept.push(summary.id);
      for (const id of finished.removed) expect(kept.shift()).toBe(id);
    }
    expect(kept.length).toBeLessThan(4);
    expect(await idsOf(store)).toEqual([...kept].reverse());
    expect(await store.usage()).toMatchObject({ runs: kept.length });
  });

  test('of events of one run keeps what came before, as not complete', async () => {
    const store = await opened({ limits: { eventsPerRun: 1_000 } });
    const { history, summary } = runOf('a', 1_500);
    await store.begin(summary);
    await store.append('a', history.slice(0, 900));
    expect(await store.append('a', history.slice(900))).toMatchObject({ ok: false, code: 'full' });
    expect(await store.finish('a', summary)).toMatchObject({ ok: false, code: 'full' });
    expect(await store.read('a')).toMatchObject({
      ok: true,
      history: history.slice(0, 900),
      summary: { complete: false },
    });
  });

  test('of runs written at a time gives the first one up', async () => {
    const store = await opened({ limits: { openRuns: 2 } });
    for (const id of ['a', 'b', 'c']) await store.begin(summaryOf(id));
    expect(await store.finish('a', summaryOf('a'))).toMatchObject({ ok: false, code: 'missing' });
    expect(await store.finish('c', summaryOf('c'))).toMatchObject({ ok: true });
  });

  test('of a summary is told by field before anything is written', async () => {
    const store = await opened();
    const begun = await store.begin(summaryOf('a', { scenarioTitle: 'x'.repeat(1_001) }));
    expect(begun).toMatchObject({ ok: false, code: 'broken' });
    expect(begun.ok || begun.message).toContain('says scenarioTitle, which is longer than 1000 characters');
    expect(await idsOf(store)).toEqual([]);
  });

  test('of a draft is told', async () => {
    const store = await opened({ limits: { draftChars: 10 } });
    expect(await store.saveDraft('triage', 'x'.repeat(11))).toMatchObject({ ok: false, code: 'full' });
  });

  test('of an hour clears a removed run, so that it can no longer be restored', async () => {
    const clock = handClock();
    const store = await opened(clock);
    await keep(store, runOf('a', 100));
    await store.remove('a');
    clock.advance(3_600_000);
    await keep(store, runOf('b', 100));
    expect(await store.restore('a')).toMatchObject({ ok: false, code: 'missing' });
    expect(await store.begin(summaryOf('a')), 'nothing of it is left').toMatchObject({ ok: true });
  });
});

describe('another version', () => {
  const v2 = [...UPGRADES, () => undefined];

  test('that is older and open in another tab is named, and waited for', async () => {
    (await opened()).close();
    const older = await openRaw(name);
    const store = newStore({ upgrades: v2 });
    const blocked = await store.open(name);
    expect(blocked).toMatchObject({ ok: false, code: 'blocked' });
    expect(blocked.ok || blocked.message).toContain('Close or reload that tab');
    expect(await store.list()).toMatchObject({ ok: false, code: 'blocked' });
    older.close();
    await expect.poll(async () => (await store.list()).ok).toBe(true);
  });

  test('that is newer takes over at once, keeps every run, and the older tab is told to reload', async () => {
    const older = await opened();
    const run = runOf('a', 100);
    await keep(older, run);
    const newer = await opened({ upgrades: v2 });
    expect(await newer.read('a')).toMatchObject({ ok: true, ...run });
    const told = await older.list();
    expect(told).toMatchObject({ ok: false, code: 'blocked' });
    expect(told.ok || told.message).toContain('Reload this page');
  });

  test('upgrades in order, each step once', async () => {
    await opened();
    const taken: number[] = [];
    const step = (to: number) => () => void taken.push(to);
    const newer = newStore({ upgrades: [...UPGRADES, step(2), step(3)] });
    expect(await newer.open(name)).toMatchObject({ ok: true });
    expect(taken).toEqual([2, 3]);
  });
});

test('a database that was deleted under the store is made anew, and the run on its way says that it is lost', async () => {
  const store = await opened();
  const { history, summary } = runOf('a', 1_500);
  await store.begin(summary);
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = resolve;
    request.onerror = reject;
  });
  await store.append('a', history);
  expect(await store.finish('a', summary)).toMatchObject({ ok: false, code: 'missing' });
  await keep(store, runOf('b', 8));
  expect(await idsOf(store)).toEqual(['b']);
});

describe('a browser that keeps nothing', () => {
  const realm: { indexedDB?: unknown } = globalThis;
  afterEach(() => {
    delete realm.indexedDB;
  });

  test.each([
    ['has no IndexedDB', undefined],
    [
      'forbids it',
      {
        open: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      },
    ],
  ])('is told when it %s', async (_how, found) => {
    Object.defineProperty(realm, 'indexedDB', { value: found, configurable: true });
    const store = newStore();
    const answers: Result[] = [await store.open(name), await store.list(), await store.begin(summaryOf('a'))];
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, code: 'private' });
  });
});
