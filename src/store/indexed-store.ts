/**
 * The store on IndexedDB: what the worker exposes. It owns the runs that are being written and which are spared by the
 * limits; the records are run-records.ts's, the connection is database.ts's, reading back is stored-run.ts's.
 *
 * 1. `finish` resolves to success only when every event and the summary are durable.
 * 2. A run leaves by `remove`, or because a limit was met by a run that finished; then the oldest leave, never one that
 *    is being written, that finished last or that was read last: the page shows one of these.
 * 3. A full disk clears what was removed and tries once more. It never costs a run that is on the list.
 */
import type { WallMs } from '../base/units.ts';
import type { Event } from '../history/events.ts';
import { noticeOf } from './beyond-limits.ts';
import { Database } from './database.ts';
import { STORE_LIMITS, type StoreLimits } from './limits.ts';
import {
  countRecords,
  listRecords,
  markRemoved,
  readLedger,
  readRecords,
  saveBatch,
  tidyRecords,
  writtenOf,
} from './run-records.ts';
import type { RunSummary } from './run-summary.ts';
import { parseSummary } from './run-summary-schema.ts';
import { RunWriter, type Batch, type Written } from './run-writer.ts';
import type { Upgrade } from './schema.ts';
import type { Finished, Listed, ListOptions, ReadFailure, ReadRun, StoreApi, Usage } from './store-api.ts';
import { closed, goneOn, notBegun, OK, refuse, type Result } from './store-failure.ts';
import { openStoredRun, unreadable } from './stored-run.ts';

export interface IndexedStoreOptions {
  readonly limits?: Partial<StoreLimits>;
  readonly upgrades?: readonly Upgrade[];
  /** The machine's clock. */
  readonly nowWall?: () => WallMs;
  /** Calls back once after that many wall ms; what it answers cancels. */
  readonly after?: (ms: number, then: () => void) => () => void;
}

export class IndexedStore implements StoreApi {
  readonly #limits: StoreLimits;
  readonly #upgrades: readonly Upgrade[] | undefined;
  readonly #nowWall: () => WallMs;
  readonly #after: NonNullable<IndexedStoreOptions['after']>;
  readonly #writers = new Map<string, RunWriter>();
  #database: Database;
  #lastFinished = '';
  #lastRead = '';

  constructor({ limits, upgrades, nowWall = systemWall, after = afterTimeout }: IndexedStoreOptions = {}) {
    this.#limits = { ...STORE_LIMITS, ...limits };
    this.#upgrades = upgrades;
    this.#nowWall = nowWall;
    this.#after = after;
    this.#database = new Database(undefined, upgrades);
  }

  /** Opens the database of that name, which is otherwise 'rehearsal' and opened by the first call. */
  async open(name?: string): Promise<Result> {
    this.#database.close();
    this.#database = new Database(name, this.#upgrades);
    const opened = await this.#database.connect();
    if (!opened.ok) return opened;
    void this.#tidy();
    return OK;
  }

  async begin(summary: RunSummary): Promise<Result> {
    const parsed = parseSummary(summary);
    if (!parsed.ok) return misfit(summary, parsed.message);
    const { id } = summary;
    if (this.#writers.has(id))
      return refuse('taken', `Run ${id} is being written already. Begin it under a fresh id.`);
    const begun = await this.#write(parsed.summary, null).begin();
    if (!begun.ok && begun.code === 'taken') this.#writers.delete(id);
    return begun;
  }

  async append(id: string, events: readonly Event[]): Promise<Result> {
    return this.#writers.get(id)?.append(events) ?? notBegun(`Run ${id}`);
  }

  async flush(id: string): Promise<Result> {
    return this.#writers.get(id)?.flush() ?? notBegun(`Run ${id}`);
  }

  async resume(id: string, events: number): Promise<Result> {
    const found = await readLedger(this.#database, id);
    if (!found.ok) return found;
    const parsed = parseSummary(found.summary);
    if (!parsed.ok) return unreadable(`Run ${id}`, `Its summary ${parsed.message}`);
    if (found.entry.finished) return closed(`Run ${id}`);
    if (found.entry.events !== events || this.#writers.has(id)) return goneOn(`Run ${id}`);
    this.#write(parsed.summary, writtenOf(parsed.summary, found.entry));
    return OK;
  }

  async finish(id: string, summary: RunSummary): Promise<Result<Finished>> {
    const writer = this.#writers.get(id);
    if (!writer) return notBegun(`Run ${id}`);
    const parsed = parseSummary(summary);
    if (!parsed.ok) return misfit(summary, parsed.message);
    const written = await writer.finish({ ...parsed.summary, id });
    if (!written.ok) return written;
    this.#writers.delete(id);
    this.#lastFinished = id;
    const tidied = await this.#tidy();
    const removed = tidied.ok ? tidied.removed : [];
    const { runs, bytes } = this.#limits;
    return { ok: true, removed, notice: noticeOf(removed, `${runs} runs or ${Math.round(bytes / 1e6)} MB`) };
  }

  async list({ limit = this.#limits.listed, before }: ListOptions = {}): Promise<Result<Listed>> {
    const listed = await listRecords(this.#database, Math.min(limit, this.#limits.listed), before);
    if (!listed.ok) return listed;
    const runs: RunSummary[] = [];
    const broken: { id: string; message: string }[] = [];
    for (const { id, summary } of listed.records) {
      const parsed = parseSummary(summary);
      if (parsed.ok) runs.push(parsed.summary);
      else broken.push({ id, message: unreadable(`Run ${id}`, `Its summary ${parsed.message}`).message });
    }
    return { ok: true, runs, broken, more: listed.more };
  }

  async read(id: string): Promise<({ readonly ok: true } & ReadRun) | ReadFailure> {
    const found = await readRecords(this.#database, id);
    if (!found.ok) return found;
    this.#lastRead = id;
    return openStoredRun(id, found.stored);
  }

  async remove(id: string): Promise<Result> {
    const writer = this.#writers.get(id);
    writer?.giveUp();
    this.#writers.delete(id);
    const removed = await markRemoved(this.#database, id, this.#nowWall());
    // A run that could never be written is gone with its writer.
    return writer && !removed.ok && removed.code === 'missing' ? OK : removed;
  }

  restore(id: string): Promise<Result> {
    return markRemoved(this.#database, id, null);
  }

  async saveDraft(key: string, text: string): Promise<Result> {
    if (text.length > this.#limits.draftChars)
      return refuse(
        'full',
        `Your edits are not kept: they have ${text.length} characters, and at most ${this.#limits.draftChars} are. ` +
          'Save the scenario to a file instead.',
      );
    return this.#withRoom(() =>
      this.#database.write('Your latest edit', ['drafts'], 'relaxed', async (tx) => {
        tx.objectStore('drafts')
          .put({ key, text })
          .catch(() => undefined);
        return OK;
      }),
    );
  }

  readDraft(key: string): Promise<Result<{ readonly text: string | null }>> {
    return this.#database.read('Reading your edits', ['drafts'], async (tx) => {
      const found = (await tx.objectStore('drafts').get(key)) as { readonly text?: unknown } | undefined;
      return { ok: true, text: typeof found?.text === 'string' ? found.text : null };
    });
  }

  async usage(): Promise<Result<Usage>> {
    const counted = await countRecords(this.#database);
    if (!counted.ok) return counted;
    const { runs, bytes } = counted;
    const site = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
    const persisted = await navigator.storage.persisted().catch(() => null);
    const [siteBytes, quotaBytes] = [site.usage ?? null, site.quota ?? null];
    return { ok: true, place: 'browser', runs, bytes, siteBytes, quotaBytes, persisted };
  }

  /** Closes the connection. Runs that are being written stay as not complete. */
  close(): void {
    for (const writer of this.#writers.values()) writer.giveUp();
    this.#writers.clear();
    this.#database.close();
  }

  #write(summary: RunSummary, written: Written | null): RunWriter {
    this.#giveUpOldest();
    const save = (batch: Batch): Promise<Result> => this.#save(summary, batch);
    const writer = new RunWriter(summary, { save, after: this.#after, limits: this.#limits }, written);
    this.#writers.set(summary.id, writer);
    return writer;
  }

  #save(summary: RunSummary, batch: Batch): Promise<Result> {
    return this.#withRoom(() => saveBatch(this.#database, summary, batch));
  }

  async #withRoom(write: () => Promise<Result>): Promise<Result> {
    const written = await write();
    if (written.ok || written.code !== 'full') return written;
    const tidied = await this.#tidy(Infinity as WallMs);
    return tidied.ok && tidied.cleared > 0 ? write() : written;
  }

  #tidy(untilWall = (this.#nowWall() - this.#limits.undoMs) as WallMs): ReturnType<typeof tidyRecords> {
    const spared = new Set([...this.#writers.keys(), this.#lastFinished, this.#lastRead]);
    return tidyRecords(this.#database, untilWall, this.#limits, spared);
  }

  #giveUpOldest(): void {
    const [oldest] = this.#writers;
    if (!oldest || this.#writers.size < this.#limits.openRuns) return;
    oldest[1].giveUp();
    this.#writers.delete(oldest[0]);
  }
}

const misfit = ({ scenarioTitle }: RunSummary, message: string): Result<never> =>
  refuse(
    'broken',
    `The run of "${scenarioTitle}" is not kept: its summary ${message}. Shorten it and run again.`,
  );

const systemWall = (): WallMs => Date.now() as WallMs;

function afterTimeout(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}
