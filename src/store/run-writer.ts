/**
 * One run on its way into the store. It owns the buffer and the order of the writes; how a batch becomes records is
 * run-records.ts's.
 *
 * 1. Events are written in the order in which they were appended, one batch at a time, and none twice.
 * 2. What a failed batch held stays here and goes with the next one.
 * 3. Nothing waits longer than `flushMs` for its first try, and no more than `chunkEvents` wait unwritten while
 *    batches succeed.
 * 4. A limit that was met stays met: what was written stands as a run that is not complete.
 * 5. `flush` resolves to success only when everything appended before it has been flushed to the disk.
 */
import type { Event } from '../history/events.ts';
import type { StoreLimits } from './limits.ts';
import type { RunSummary } from './run-summary.ts';
import { OK, refuse, type Result, type StoreFailure } from './store-failure.ts';
import { storedBytes } from './stored-bytes.ts';

/** What one transaction is to make durable. */
export interface Batch {
  /** As it shall stand; null leaves it as it is. */
  readonly summary: RunSummary | null;
  /** Whether these are the run's first records. */
  readonly first: boolean;
  readonly fromChunk: number;
  /** JSON lists of events. */
  readonly chunks: readonly string[];
  /** Of the whole run, with this batch. */
  readonly events: number;
  readonly bytes: number;
  readonly durability: 'relaxed' | 'strict';
  /** Whether the run ends with this batch. */
  readonly finished: boolean;
}

export interface WriterPorts {
  readonly save: (batch: Batch) => Promise<Result>;
  /** Calls back once after that many wall ms; what it answers cancels. */
  readonly after: (ms: number, then: () => void) => () => void;
  readonly limits: Pick<StoreLimits, 'chunkEvents' | 'flushMs' | 'eventsPerRun' | 'bytesPerRun'>;
}

/** How far a run is written. */
export interface Written {
  readonly chunks: number;
  readonly events: number;
  /** Of its events. */
  readonly bytes: number;
}

export class RunWriter {
  readonly #ports: WriterPorts;
  readonly #summary: RunSummary;
  #waiting: Event[] = [];
  /** Chunks that are not known to be written. */
  readonly #sealed: { readonly text: string; readonly events: number }[] = [];
  #written: Written & { readonly begun: boolean };
  /** Events that are known to be flushed. */
  #durable: number;
  #appended: number;
  #bytes: number;
  #cancelFlush: (() => void) | null = null;
  #queue: Promise<Result> = Promise.resolve(OK);
  #failure: StoreFailure | null = null;
  #limitMet: StoreFailure | null = null;
  #givenUp: StoreFailure | null = null;

  /** @param written of a run that is gone on with; null for a new one. */
  constructor(summary: RunSummary, ports: WriterPorts, written: Written | null = null) {
    this.#summary = summary;
    this.#ports = ports;
    const { chunks, events, bytes } = written ?? { chunks: 0, events: 0, bytes: 0 };
    this.#written = { begun: written !== null, chunks, events, bytes };
    this.#durable = this.#appended = events;
    this.#bytes = bytes;
  }

  begin(): Promise<Result> {
    return this.#write('relaxed', null);
  }

  /** Resolves at once while events wait for company; to the batch's result when they make a chunk. */
  async append(events: readonly Event[]): Promise<Result> {
    const { limits } = this.#ports;
    if (this.#limitMet) return this.#limitMet;
    if (this.#appended + events.length > limits.eventsPerRun)
      return this.#meet(`${limits.eventsPerRun} events`);
    this.#appended += events.length;
    for (const event of events) this.#waiting.push(event);
    if (this.#waiting.length >= limits.chunkEvents) return this.#send('relaxed');
    this.#cancelFlush ??= this.#ports.after(limits.flushMs, () => void this.#send('relaxed'));
    return this.#failure ?? OK;
  }

  /** Writes what waits, durably. */
  flush(): Promise<Result> {
    return this.#send('strict');
  }

  /** Writes the rest and the final summary, durably. May be called again after a failure. */
  async finish(summary: RunSummary): Promise<Result> {
    this.#seal();
    const written = await this.#write('strict', this.#limitMet ? { ...summary, complete: false } : summary);
    return this.#limitMet ?? written;
  }

  /** Writes nothing more. */
  giveUp(): void {
    this.#cancelFlush?.();
    this.#givenUp = this.#limitMet = refuse(
      'missing',
      `The run of "${this.#summary.scenarioTitle}" is no longer written: it was removed, or too many were begun after it. Run it again.`,
    );
    this.#waiting = [];
    this.#sealed.length = 0;
  }

  async #send(durability: Batch['durability']): Promise<Result> {
    this.#seal();
    const written = await this.#write(durability, null);
    return this.#limitMet ?? written;
  }

  #seal(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = null;
    const { chunkEvents, bytesPerRun } = this.#ports.limits;
    for (let at = 0; at < this.#waiting.length; at += chunkEvents) {
      const events = this.#waiting.slice(at, at + chunkEvents);
      const text = JSON.stringify(events);
      this.#bytes += storedBytes(text);
      if (this.#bytes > bytesPerRun) {
        this.#meet(`${bytesPerRun} bytes`);
        break;
      }
      this.#sealed.push({ text, events: events.length });
    }
    this.#waiting = [];
  }

  #write(durability: Batch['durability'], summary: RunSummary | null): Promise<Result> {
    this.#queue = this.#queue.then(() => this.#writeNow(durability, summary));
    return this.#queue;
  }

  async #writeNow(durability: Batch['durability'], summary: RunSummary | null): Promise<Result> {
    if (this.#givenUp) return this.#givenUp;
    const sealed = [...this.#sealed];
    const before = this.#written;
    // An earlier batch in the queue may have taken everything along.
    const flushed = durability === 'relaxed' || this.#durable === before.events;
    if (before.begun && sealed.length === 0 && summary === null && flushed) return this.#failure ?? OK;
    const after = {
      begun: true,
      chunks: before.chunks + sealed.length,
      events: sealed.reduce((sum, { events }) => sum + events, before.events),
      bytes: sealed.reduce((sum, { text }) => sum + storedBytes(text), before.bytes),
    };
    const answer = await this.#ports.save({
      summary: summary ?? (before.begun ? null : { ...this.#summary, complete: false }),
      first: !before.begun,
      fromChunk: before.chunks,
      chunks: sealed.map(({ text }) => text),
      events: after.events,
      bytes: after.bytes,
      durability,
      finished: summary !== null,
    });
    this.#failure = answer.ok ? null : answer;
    if (answer.ok) {
      this.#written = after;
      if (durability === 'strict') this.#durable = after.events;
      this.#sealed.splice(0, sealed.length);
    }
    return answer;
  }

  #meet(limit: string): StoreFailure {
    this.#limitMet = refuse(
      'full',
      `The run of "${this.#summary.scenarioTitle}" is not kept whole: a run may have at most ${limit}. ` +
        'What came before is kept; run a shorter workload.',
    );
    return this.#limitMet;
  }
}
