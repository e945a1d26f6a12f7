/**
 * One live run on its way into the store, from the first event on. It owns when what the run does may be seen; how
 * events become durable is the store's.
 *
 * 1. Output commit: neither a call nor a picture leaves before the events that led to it are durable. So whatever anyone
 *    has seen of a run is there when it is gone on with.
 * 2. One flush at a time. What comes meanwhile goes together with the next.
 * 3. A store that fails holds nothing up: the run goes on, and says that it cannot be gone on with.
 * 4. A run that another tab has gone on with is refused: then nothing leaves.
 */
import type { Event } from '../history/events.ts';
import type { RunSummary } from '../store/run-summary.ts';
import type { Finished, StoreApi } from '../store/store-api.ts';
import type { Result, StoreFailure } from '../store/store-failure.ts';

export interface LiveRunOptions {
  readonly store: Pick<StoreApi, 'begin' | 'append' | 'flush' | 'resume' | 'finish'>;
  /** As it shall be listed until it is finished. */
  readonly summary: RunSummary;
  /** Events that are in the store already: the run is gone on with from there. 0 for a new one. */
  readonly from: number;
  /** The first `events` are durable, or never will be. */
  readonly onDurable: (events: number) => void;
  /** The store keeps no more of it (3), or it is not this page's any more (4). */
  readonly onFailure: (failure: StoreFailure, refused: boolean) => void;
}

export class LiveRun {
  readonly id: string;
  readonly #options: LiveRunOptions;
  #fresh: Event[] = [];
  #recorded: number;
  #durable: number;
  #opened = false;
  #committing: Promise<void> | null = null;
  #failure: StoreFailure | null = null;
  #refused = false;
  #waiting: { readonly events: number; readonly act: () => void }[] = [];
  /** Calls that have not left yet. */
  readonly #calls = new Set<number>();

  constructor(options: LiveRunOptions) {
    this.#options = options;
    this.id = options.summary.id;
    this.#recorded = this.#durable = options.from;
  }

  /** Events that may be seen: durable, or of a run that is not kept. */
  get shown(): number {
    return this.#durable;
  }

  /** Events that were taken over, and those that were there before. */
  get recorded(): number {
    return this.#recorded;
  }

  /** Takes over the next events of the run. */
  append(events: readonly Event[]): void {
    for (const event of events) this.#fresh.push(event);
    this.#recorded += events.length;
    this.#committing ??= this.#commit().finally(() => (this.#committing = null));
  }

  /** Calls `act` once the first `events` events may be seen: at once if they may already. Never, if refused. */
  after(events: number, act: () => void): void {
    if (this.#refused) return;
    if (events <= this.#durable) act();
    else this.#waiting.push({ events, act });
  }

  /** Lets call `call` leave once the first `events` events may be seen, unless it is given up by then. */
  call(call: number, events: number, leave: () => void): void {
    this.#calls.add(call);
    this.after(events, () => {
      if (this.#calls.delete(call)) leave();
    });
  }

  /** A call is given up. @returns whether it has left: then who was asked is to be told */
  drop(call: number): boolean {
    return !this.#calls.delete(call);
  }

  /** Writes the rest and the final summary. */
  async finish(summary: RunSummary): Promise<Result<Finished>> {
    await this.#committing;
    if (this.#failure && (this.#refused || !this.#opened)) return this.#failure;
    return this.#options.store.finish(this.id, summary);
  }

  async #commit(): Promise<void> {
    while (this.#fresh.length > 0) {
      const events = this.#fresh.splice(0);
      const written = await this.#write(events);
      if (!written.ok) this.#fail(written);
      if (this.#refused) return;
      this.#durable += events.length;
      this.#release();
    }
  }

  async #write(events: readonly Event[]): Promise<Result> {
    const { store, summary, from } = this.#options;
    if (!this.#opened) {
      if (this.#failure) return this.#failure;
      const opened = await (from > 0 ? store.resume(this.id, from) : store.begin(summary));
      // a run that could not begin for want of room is begun by its next batch
      if (!opened.ok && (from > 0 || opened.code !== 'full')) return opened;
      this.#opened = true;
    }
    // both are on their way before either is awaited
    const appended = store.append(this.id, events);
    if (this.#failure) return appended;
    const [, flushed] = await Promise.all([appended, store.flush(this.id)]);
    return flushed;
  }

  #fail(failure: StoreFailure): void {
    if (this.#failure) return;
    this.#failure = failure;
    this.#refused = this.#options.from > 0 && !this.#opened;
    this.#options.onFailure(failure, this.#refused);
  }

  #release(): void {
    const due = this.#waiting.filter(({ events }) => events <= this.#durable);
    this.#waiting = this.#waiting.filter(({ events }) => events > this.#durable);
    this.#options.onDurable(this.#durable);
    for (const { act } of due) act();
  }
}
