import type { History } from '../history/events.ts';
import { newestFirst } from '../store/run-summary.ts';
import type { PageStore } from '../store/client.ts';
import type { StoreApi } from '../store/store-api.ts';
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

  /** Keeps a run; one like the newest is not kept twice. Resolves to the id under which it is, null if it is not. */
  async keep(run: KeptRun, history: History): Promise<string | null> {
    const mine = ++this.#keeping;
    const settle = (saving: Saving): void => {
      if (mine === this.#keeping) this.saving = saving;
    };
    settle('saving');
    await this.open();
    const done = this.place === 'memory' ? 'held' : 'saved';
    const [newest] = this.list;
    if (newest && sameRun(newest, run)) {
      settle(done);
      return newest.summary.id;
    }
    const { summary } = run;
    const begun = await this.#store.begin({ ...summary, complete: false });
    const appended = begun.ok ? await this.#store.append(summary.id, history) : begun;
    const finished = appended.ok ? await this.#store.finish(summary.id, summary) : appended;
    if (!finished.ok) {
      this.notice = finished.message;
      settle('failed');
      return null;
    }
    const { removed = [], notice = '' } = finished as Partial<{ removed: readonly string[]; notice: string }>;
    this.list = [run, ...this.list.filter((kept) => !removed.includes(kept.summary.id))];
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
    this.list = [...this.list, removed].sort((a, b) => newestFirst(a.summary, b.summary));
  }

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
