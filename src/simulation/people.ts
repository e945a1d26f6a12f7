/**
 * What people do in a world, and who waits for it. An answer is kept until somebody asks for it, and given once.
 *
 * The kinds of intervention: one with a `signal` answers it with `value`; 'cancel' ends the run that it names; every other
 * is the simulation's own (a fault clicked in).
 */
import type { Json } from '../base/json.ts';
import { runId, type RunId } from '../base/units.ts';
import type { CancelSignal } from '../engine/host.ts';
import type { RunHandle } from '../engine/run.ts';
import { failure } from '../model/failure.ts';
import type { Clock } from './clock.ts';

export interface Intervention {
  readonly kind: string;
  readonly value: Json;
}

type Received = (value: Json) => void;

export class People {
  private readonly clock: Clock;
  private readonly runs: ReadonlyMap<RunId, RunHandle>;
  private readonly other: ((intervention: Intervention) => void) | undefined;
  private readonly warn: (message: string) => void;
  private readonly waiting = new Map<string, { readonly run: RunId; readonly received: Received }>();
  private readonly early = new Map<string, Json>();
  /** Who waited for a signal last: an answer that comes too late is told to them. */
  private readonly known = new Map<string, { readonly run: RunId; readonly received: Received }>();

  constructor(
    clock: Clock,
    runs: ReadonlyMap<RunId, RunHandle>,
    other: ((intervention: Intervention) => void) | undefined,
    warn: (message: string) => void,
  ) {
    this.warn = warn;
    this.clock = clock;
    this.runs = runs;
    this.other = other;
  }

  /** How many waits are open. */
  get awaited(): number {
    return this.waiting.size;
  }

  /** Somebody waits for `signal`: a wake of the run brings the answer, also one that was there before. */
  await(run: RunId, signal: string, received: Received): CancelSignal {
    this.known.set(signal, { run, received });
    const early = this.early.get(signal);
    if (early !== undefined) {
      this.early.delete(signal);
      const wake = this.clock.schedule(run, 0, 'reply', () => received(early));
      return () => wake.cancel();
    }
    this.waiting.set(signal, { run, received });
    return () => {
      if (this.waiting.get(signal)?.received === received) this.waiting.delete(signal);
    };
  }

  deliver({ kind, value }: Intervention): void {
    const { signal, run, value: answer } = (value ?? {}) as { signal?: Json; run?: Json; value?: Json };
    if (typeof signal === 'string') this.answer(signal, answer ?? null);
    else if (kind === 'cancel' && typeof run === 'string') this.cancel(runId(run));
    else this.other?.({ kind, value });
  }

  private answer(signal: string, value: Json): void {
    const known = this.known.get(signal);
    if (!known) {
      this.early.set(signal, value);
      return;
    }
    this.waiting.delete(signal);
    if (this.runs.get(known.run)?.finished) {
      this.warn(`${signal} was answered when its run had ended: that answer changes nothing`);
      return;
    }
    this.clock.schedule(known.run, 0, 'reply', () => known.received(value));
  }

  private cancel(run: RunId): void {
    this.clock.schedule(run, 0, 'reply', () => {
      const why = failure('cancelled', 'a person cancelled the run', { retryable: false });
      this.runs.get(run)?.giveUp('cancelled', why);
    });
  }
}
