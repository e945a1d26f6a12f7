/**
 * The port of the store: what the page may ask for. IndexedStore (in the worker), MemoryStore and the page's client
 * implement it, and one contract suite holds all of them to it. No promise rejects for an operating error: failures are
 * values.
 */
import type { Event, History } from '../history/events.ts';
import type { ListPlace, RunSummary } from './run-summary.ts';
import type { Result, StoreFailure } from './store-failure.ts';

export interface ListOptions {
  /** Summaries at most. Default and ceiling: STORE_LIMITS.listed. */
  readonly limit?: number;
  /** Only what comes after this place in the list, which need not be there any more. */
  readonly before?: ListPlace;
}

export interface Listed {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Runs of this page of the list whose summary cannot be read: said by name, and still removable. */
  readonly broken: readonly { readonly id: string; readonly message: string }[];
  /** Whether older ones follow. */
  readonly more: boolean;
}

export interface ReadRun {
  readonly summary: RunSummary;
  /** Checked: no projection of it throws. A run that was never finished gives what was written of it. */
  readonly history: History;
}

/** With code 'broken', what could still be read: a prefix of the history, and the summary if that is whole. */
export interface ReadFailure extends StoreFailure {
  readonly salvaged?: { readonly summary: RunSummary | null; readonly history: History };
}

export interface Finished {
  /** Older runs that a limit made leave, oldest first. */
  readonly removed: readonly string[];
  /** The same in a sentence for the visitor; '' if none left. */
  readonly notice: string;
}

export interface Usage {
  /** Where runs are kept: 'memory' lasts until the page is reloaded. */
  readonly place: 'browser' | 'memory';
  readonly runs: number;
  /** Of runs, as the store counts them. 0 in memory. */
  readonly bytes: number;
  /** The browser's own estimates for the whole site: a hint that lags behind. Null where it gives none. */
  readonly siteBytes: number | null;
  readonly quotaBytes: number | null;
  /** Whether the browser promised not to clear the site by itself. Null where it does not say. */
  readonly persisted: boolean | null;
}

export interface StoreApi {
  /** Announces a run; from then on it is listed as not complete. After a failure the run may still be appended to and finished. */
  begin(summary: RunSummary): Promise<Result>;
  /** Takes over the next events of a run, in order. Written at 1,000 events or after 250 ms; resolves at once unless a chunk is written. */
  append(id: string, events: readonly Event[]): Promise<Result>;
  /** Writes what was appended so far; resolves when all of it is durable. */
  flush(id: string): Promise<Result>;
  /**
   * Takes up a run that was begun and never finished, whoever began it: `append` and `finish` go on from there.
   * `events`: how many of its history the caller knows; where there are others, nothing is taken up ('taken').
   */
  resume(id: string, events: number): Promise<Result>;
  /**
   * Writes what is left and the final summary; resolves when all of it is durable. After a failure nothing is lost: the
   * same call may be made again once the cause is gone.
   */
  finish(id: string, summary: RunSummary): Promise<Result<Finished>>;
  list(options?: ListOptions): Promise<Result<Listed>>;
  read(id: string): Promise<({ readonly ok: true } & ReadRun) | ReadFailure>;
  /** Takes a run off the list. `restore` brings it back, within the hour and as long as there is room. */
  remove(id: string): Promise<Result>;
  restore(id: string): Promise<Result>;
  /** Keeps a text under a key, over what was there. */
  saveDraft(key: string, text: string): Promise<Result>;
  readDraft(key: string): Promise<Result<{ readonly text: string | null }>>;
  usage(): Promise<Result<Usage>>;
}
