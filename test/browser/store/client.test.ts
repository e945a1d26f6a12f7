import { afterEach, describe, expect, test } from 'vitest';
import { openStore, type PageStore, type StoreOptions, type StoreStatus } from '../../../src/store/client.ts';
import { runOf, summaryOf } from '../../unit/store/sample-runs.ts';
import { keep } from './contract.ts';
import { openRaw } from './raw-database.ts';

const stores: PageStore[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

const workerUrl = new URL('../../../workers/store.worker.ts', import.meta.url);

/** A store of its own, with what its status has been. */
function opened(options: StoreOptions = {}) {
  const statuses: StoreStatus[] = [];
  const store = openStore({
    name: crypto.randomUUID(),
    onStatus: (status) => statuses.push(status),
    ...options,
  });
  stores.push(store);
  return { store, places: () => statuses.map(({ place }) => place) };
}

const workerOf = (script: string): Worker =>
  new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), { type: 'module' });

test('nothing starts before the first call, and one worker serves them all', async () => {
  let started = 0;
  const startWorker = (): Worker => {
    started += 1;
    return new Worker(workerUrl, { type: 'module' });
  };
  const { store, places } = opened({ startWorker });
  expect(started).toBe(0);
  expect(store.status).toEqual({ place: 'unopened', message: '' });
  await Promise.all([store.list(), store.usage(), store.readDraft('triage')]);
  expect(started).toBe(1);
  expect(places()).toEqual(['unopened', 'browser']);
});

test('what one visit saved, the next one reads', async () => {
  const name = crypto.randomUUID();
  const run = runOf('a', 3_000);
  const first = openStore({ name });
  await keep(first, run);
  await first.close();
  const { store } = opened({ name });
  expect(await store.read('a')).toMatchObject({ ok: true, ...run });
});

test('the browser is asked whether it will keep the site, and its answer is told', async () => {
  const { store } = opened();
  const asked = await store.persist();
  expect(await store.usage()).toMatchObject({ ok: true, place: 'browser', persisted: asked, runs: 0 });
});

describe('without a place to keep anything', () => {
  test.each<[string, StoreOptions, RegExp]>([
    [
      'the worker cannot be made',
      {
        startWorker: () => {
          throw new DOMException('Access is denied.', 'SecurityError');
        },
      },
      /did not start \(Access is denied\.\)/,
    ],
    [
      'its script is not there',
      { startWorker: () => new Worker('/no-such-worker.js', { type: 'module' }) },
      /did not start/,
    ],
    ['its script fails', { startWorker: () => workerOf('throw new Error("no luck")') }, /no luck/],
    ['it never answers', { startWorker: () => workerOf(''), startMs: 20 }, /did not answer within 20 ms/],
    [
      'the browser has no IndexedDB',
      { startWorker: () => workerOf(`import '${without('indexedDB')}'; import '${workerUrl.href}';`) },
      /private window/,
    ],
  ])('because %s, everything works and the status says for how long', async (_why, options, message) => {
    const { store, places } = opened(options);
    const run = runOf('a', 2_500);
    await keep(store, run);
    expect(await store.read('a')).toMatchObject({ ok: true, ...run });
    expect(await store.list()).toMatchObject({ ok: true, runs: [{ id: 'a' }] });
    expect(await store.usage()).toMatchObject({ ok: true, place: 'memory' });
    expect(places()).toEqual(['unopened', 'memory']);
    expect(store.status.message).toMatch(message);
    expect(store.status.message).toContain('until the page is reloaded');
  });
});

/** A module that takes a global away before the next one looks for it. */
function without(global: string): string {
  const script = `Object.defineProperty(self, '${global}', { value: undefined });`;
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
}

test('a newer version in another tab is told with every call, and is no reason to keep runs in memory', async () => {
  const name = crypto.randomUUID();
  const newer = await openRaw(name, 99);
  const { store, places } = opened({ name });
  const begun = await store.begin(summaryOf('a'));
  expect(begun).toMatchObject({ ok: false, code: 'blocked', message: /Reload this page/ });
  expect(store.status).toEqual({ place: 'blocked', message: begun.ok ? '' : begun.message });
  newer.close();
  await new Promise((resolve) => (indexedDB.deleteDatabase(name).onsuccess = resolve));
  expect(await store.finish('a', summaryOf('a'))).toMatchObject({ ok: true });
  expect(places()).toEqual(['unopened', 'blocked', 'browser']);
});

test('the page itself never touches the database', async () => {
  const { store } = opened();
  const forbidden = new Proxy({}, { get: () => expect.unreachable('the page reached for IndexedDB') });
  Object.defineProperty(globalThis, 'indexedDB', { value: forbidden, configurable: true });
  try {
    const run = runOf('a', 2_500);
    await keep(store, run);
    expect(await store.read('a')).toMatchObject({ ok: true, ...run });
  } finally {
    delete (globalThis as { indexedDB?: unknown }).indexedDB;
  }
});
