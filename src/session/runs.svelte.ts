import type { History } from '../history/events.ts';
import type { PageStore } from '../store/client.ts';
import { newestFirst, type RunSummary } from '../store/run-summary.ts';
import type { Finished, StoreApi } from '../store/store-api.ts';
import type { Result } from '../store/store-failure.ts';
import { readKept, sameRun, type KeptRun } from './kept-run.ts';

/**
 * How it stands with the shown run. 'held': kept until the page is reloaded, since this browser keeps nothing for it;
 * 'saved' is said only when the store acknowledged every event.
 */
export type Saving = 'idle' | 'saving' | 'saved' | 'held' | 'failed';

/** What the runs need of the store. */
export type RunStore = StoreApi & Pick<PageStore, 'status'>;

/** A run of which only the id can be read. */
export interface BrokenRun {
  readonly id: string;
  readonly message: string;
}

/** The runs that are kept. */
export class Runs {
  list: readonly KeptRun[] = $state.raw([]);
  broken: readonly BrokenRun[] = $state.raw([]);
  state: 'opening' | 'ready' | 'failed' = $state('opening');
  /** Where runs are kept; 'memory' lasts until the page is reloaded. */
  place: 'browser' | 'memory' = $state('browser');
  /** What the store last complained of or wants known; '' for nothing. */
  notice = $state('');
  saving: Saving = $state('idle');
  /** Taken off the list last: it can be brought back. */
  removed: KeptRun | null = $state.raw(null);

  readonly #store: RunStore;
  #opened: Promise<void> | null = null;

  constructor(store: RunStore) {
    this.#store = store;
  }

  /** Reads the list, once. */
  open(): Promise<void> {
    this.#opened ??= this.#read();
    return this.#opened;
  }

  /** Reads the list again, after what was in the way is gone. */
  retry(): Promise<void> {
    this.#opened = null;
    this.state = 'opening';
    return this.open();
  }

  /** A live run has begun, and is written from now on. */
  begun(run: KeptRun): void {
    this.#keeping++;
    this.saving = 'saving';
    void this.open().then(() => {
      if (!this.list.some(({ summary }) => summary.id === run.summary.id)) this.#place(run);
    });
  }

  /**
   * Keeps a run; one like the newest is not kept twice. Resolves to the id under which it is, null if it is not.
   * @param finish of a live run, which stands in the store already but for its end
   */
  async keep(
    run: KeptRun,
    history: History,
    finish?: (summary: RunSummary, history: History) => Promise<Result<Finished>>,
  ): Promise<string | null> {
    const mine = ++this.#keeping;
    const settle = (saving: Saving): void => {
      if (mine === this.#keeping) this.saving = saving;
    };
    settle('saving');
    await this.open();
    const done = this.place === 'memory' ? 'held' : 'saved';
    const [newest] = this.list;
    if (!finish && newest && sameRun(newest, run)) {
      settle(done);
      return newest.summary.id;
    }
    const { summary } = run;
    const finished = await (finish ?? this.#write)(summary, history);
    if (!finished.ok) {
      this.notice = finished.message;
      settle('failed');
      return null;
    }
    const { removed, notice } = finished;
    this.list = this.list.filter((kept) => !removed.includes(kept.summary.id));
    this.#place(run);
    if (notice !== '') this.notice = notice;
    settle(done);
    return summary.id;
  }
  #keeping = 0;

  /** A stored run says that it is kept, whatever is still being written. */
  reopened(): void {
    this.#keeping++;
    this.saving = this.place === 'memory' ? 'held' : 'saved';
  }

  /** Nothing of what is on the screen is kept yet. */
  changed(): void {
    this.#keeping++;
    this.saving = 'idle';
  }

  async read(id: string): Promise<History | null> {
    const read = await this.#store.read(id);
    if (read.ok) return read.history;
    this.notice = read.message;
    return 'salvaged' in read && read.salvaged.history.length > 0 ? read.salvaged.history : null;
  }

  async remove(id: string): Promise<void> {
    const removed = await this.#store.remove(id);
    if (!removed.ok) {
      this.notice = removed.message;
      return;
    }
    this.removed = this.list.find((run) => run.summary.id === id) ?? null;
    this.list = this.list.filter((run) => run.summary.id !== id);
    this.broken = this.broken.filter((run) => run.id !== id);
  }

  async undo(): Promise<void> {
    const { removed } = this;
    if (!removed) return;
    const restored = await this.#store.restore(removed.summary.id);
    if (!restored.ok) {
      this.notice = restored.message;
      return;
    }
    this.removed = null;
    this.#place(removed);
  }

  /** Puts a run into its place in the list, over what stood there of it. */
  #place(run: KeptRun): void {
    const others = this.list.filter(({ summary }) => summary.id !== run.summary.id);
    this.list = [run, ...others].sort((a, b) => newestFirst(a.summary, b.summary));
  }

  readonly #write = async (summary: RunSummary, history: History): Promise<Result<Finished>> => {
    const begun = await this.#store.begin({ ...summary, complete: false });
    const appended = begun.ok ? await this.#store.append(summary.id, history) : begun;
    return appended.ok ? this.#store.finish(summary.id, summary) : appended;
  };

  async #read(): Promise<void> {
    const listed = await this.#store.list();
    if (!listed.ok) {
      this.notice = listed.message;
      this.state = 'failed';
      return;
    }
    const usage = await this.#store.usage();
    if (usage.ok) this.place = usage.place;
    if (this.place === 'memory') this.notice = this.#store.status.message;
    const readable = listed.runs.map((summary) => ({ summary, run: readKept(summary) }));
    this.list = readable.flatMap(({ run }) => (run ? [run] : []));
    this.broken = [
      ...listed.broken,
      ...readable.flatMap(({ summary, run }) =>
        run ? [] : [{ id: summary.id, message: 'It was kept by another version of this page.' }],
      ),
    ];
    this.state = 'ready';
  }
}
