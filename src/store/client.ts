/**
 * The page's end of the store. It owns the worker and its start, and what is done without one; the work is
 * IndexedStore's in the worker, MemoryStore's in the page.
 *
 * 1. Nothing starts before the first call.
 * 2. Where the worker does not start, or the browser keeps nothing, the same calls are answered from memory, and the
 *    status says that nothing outlasts the page.
 * 3. The choice is made once, by the first call. Another tab in the way is no reason to choose memory: it goes away.
 */
import { releaseProxy, wrap } from 'comlink';
import type { IndexedStore } from './indexed-store.ts';
import { STORE_LIMITS } from './limits.ts';
import { MemoryStore } from './memory-store.ts';
import type { StoreApi } from './store-api.ts';
import { refuse, type Result, type StoreFailure } from './store-failure.ts';

export interface StoreStatus {
  /** 'unopened': nothing was asked yet. 'memory': nothing is kept after a reload. 'blocked': another tab is in the way. */
  readonly place: 'unopened' | 'browser' | 'memory' | 'blocked';
  /** Why, and what to try, for the visitor; '' while all is well. */
  readonly message: string;
}

export interface StoreOptions {
  /** Of the database. Default 'rehearsal'. */
  readonly name?: string;
  /** Told at once and at each change. */
  readonly onStatus?: (status: StoreStatus) => void;
  /** How the worker begins; tests hand in another. */
  readonly startWorker?: () => Worker;
  /** Wall ms that the worker may take to answer first. Default: STORE_LIMITS.startMs. */
  readonly startMs?: number;
}

export interface PageStore extends StoreApi {
  readonly status: StoreStatus;
  /** Asks the browser not to clear the site by itself; Firefox asks the visitor. False where it refuses. */
  persist(): Promise<boolean>;
  /** Lets go of the worker. Runs that are being written stay as not complete. */
  close(): Promise<void>;
}

interface Target {
  readonly store: StoreApi;
  readonly close: () => Promise<void>;
}

/** Opens the store; cheap, since the worker starts with the first call. */
export function openStore(options: StoreOptions = {}): PageStore {
  let status: StoreStatus = { place: 'unopened', message: '' };
  const say = (place: StoreStatus['place'], message = ''): void => {
    if (status.place === place && status.message === message) return;
    status = { place, message };
    options.onStatus?.(status);
  };
  let target: Promise<Target> | null = null;
  const ask = async <R extends { readonly ok: true } | StoreFailure>(
    call: (store: StoreApi) => Promise<R>,
  ): Promise<R> => {
    const { store } = await (target ??= start(options, say));
    const answer = await call(store);
    if (status.place !== 'memory') {
      if (!answer.ok && answer.code === 'blocked') say('blocked', answer.message);
      else if (answer.ok) say('browser');
    }
    return answer;
  };
  options.onStatus?.(status);
  return {
    get status() {
      return status;
    },
    begin: (summary) => ask((store) => store.begin(summary)),
    append: (id, events) => ask((store) => store.append(id, events)),
    flush: (id) => ask((store) => store.flush(id)),
    resume: (id, events) => ask((store) => store.resume(id, events)),
    finish: (id, summary) => ask((store) => store.finish(id, summary)),
    list: (page) => ask((store) => store.list(page)),
    read: (id) => ask((store) => store.read(id)),
    remove: (id) => ask((store) => store.remove(id)),
    restore: (id) => ask((store) => store.restore(id)),
    saveDraft: (key, text) => ask((store) => store.saveDraft(key, text)),
    readDraft: (key) => ask((store) => store.readDraft(key)),
    usage: () => ask((store) => store.usage()),
    persist: askToPersist,
    async close() {
      await (await target)?.close();
    },
  };
}

async function start(
  options: StoreOptions,
  say: (place: StoreStatus['place'], message?: string) => void,
): Promise<Target> {
  const { name, startWorker = storeWorker, startMs = STORE_LIMITS.startMs } = options;
  let opened: Result;
  let worker: Worker | null = null;
  try {
    const started = (worker = startWorker());
    const remote = wrap<IndexedStore>(started);
    opened = await Promise.race([remote.open(name), failing(started), tooLate(startMs)]);
    if (opened.ok || opened.code === 'blocked') {
      const close = async (): Promise<void> => {
        await remote.close();
        remote[releaseProxy]();
        started.terminate();
      };
      return { store: remote, close };
    }
  } catch (error) {
    opened = noWorker(error instanceof Error ? error.message : '');
  }
  worker?.terminate();
  say('memory', opened.message);
  return { store: new MemoryStore(), close: async () => undefined };
}

const storeWorker = (): Worker =>
  new Worker(new URL('../../workers/store.worker.ts', import.meta.url), { type: 'module', name: 'store' });

const failing = (worker: Worker): Promise<StoreFailure> =>
  new Promise((resolve) => {
    worker.addEventListener(
      'error',
      (event) => {
        event.preventDefault(); // The status says it.
        resolve(noWorker(event.message));
      },
      { once: true },
    );
  });

const tooLate = (ms: number): Promise<StoreFailure> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(noWorker(`it did not answer within ${ms} ms`)), ms);
  });

const noWorker = (why: string | undefined): StoreFailure =>
  refuse(
    'broken',
    `The part of the page that keeps runs did not start${why ? ` (${why})` : ''}. Everything works until the page is ` +
      'reloaded, and nothing is kept after that. Reload the page to try again.',
  );

/** The worker's type of it knows no `persist`: only pages may ask. */
type Persisting = { readonly persist?: () => Promise<boolean> };

async function askToPersist(): Promise<boolean> {
  const storage = navigator.storage as (StorageManager & Persisting) | undefined;
  return (await storage?.persist?.().catch(() => false)) ?? false;
}
