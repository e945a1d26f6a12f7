/**
 * The Host port: everything that the engine asks of the world around it. The engine awaits nothing else.
 *
 * 1. `now` is the time stamped on the wake that resumed us: it never changes within a turn.
 * 2. One wake, then quiescence, then the next. A turn belongs to the run it woke.
 * 3. At the same millisecond replies wake before sleeps, and sleeps before time-outs.
 * 4. An operation outside its run's turn, or after the world's end, throws Misuse by name.
 */
import type { Json } from '../base/json.ts';
import type { RunId, VirtualMs } from '../base/units.ts';
import type { EventBody } from '../history/events.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Price } from '../model/price.ts';
import type { Received, Usage } from '../model/reply.ts';
import type { Request } from '../model/request.ts';

/** What a call came to, or had come to when it was cancelled or timed out. */
export interface CallResult {
  readonly received: Received;
  /** As billed. */
  readonly usage: Usage;
  readonly costNanoUsd: number;
  /** Whole ms that the call waited for capacity. */
  readonly queuedMs: number;
  /** Whether a fault struck it. */
  readonly injected: boolean;
  /** Which of the caller's limits ended it, if one did. */
  readonly timedOut: 'attempt' | 'first-token' | 'idle' | null;
}

/** How long a caller waits, and what else it wants to know of a call. */
export interface CallOptions {
  /** From the request to the end of the reply, whole ms. */
  readonly attemptMs: number | null;
  /** From the request to the first content. */
  readonly firstTokenMs: number | null;
  /** Between two parts with content; keepalives do not count. */
  readonly idleMs: number | null;
  /** Called in a wake of the run for each part with text. Absent: the reply is wanted whole. */
  readonly onText?: (text: string) => void;
  /**
   * Called once, when the endpoint's work has really ended: it may outlive a caller that gave up. No turn of any run.
   * `late`: what it cost beyond what its result said.
   */
  readonly released?: (late?: LateBill) => void;
}

/** What a call cost after its caller had given it up. */
export interface LateBill {
  readonly usage: Usage;
  readonly costNanoUsd: number;
}

/** What is known of an endpoint before it is asked. */
export interface EndpointFacts {
  readonly vendor: string;
  readonly version: string;
  /** Null: unknown. */
  readonly region: string | null;
  readonly price: Price;
  readonly contextTokens: number;
}

/** A place that the runs of a world share; what lies in it is immutable and replaced as a whole. */
export interface Cell<T> {
  value: T;
}

/** A timer that was set. */
export interface Timer {
  /** Idempotent; its wake never comes afterwards. */
  cancel(): void;
}
/** No longer listens. Idempotent; its wake never comes afterwards. */
export type CancelSignal = () => void;
/** Gives up a call: its settlement never comes afterwards. Says what had been received by now. */
export type CancelCall = () => CallResult;

/** Orders wakes of one millisecond: replies first, then sleeps, then time-outs. */
export type WakeOrder = 'reply' | 'sleep' | 'timeout';

export interface Host {
  readonly now: VirtualMs;
  /** Whose turn it is; null between turns. */
  readonly turn: RunId | null;
  /** Keys every draw. */
  readonly seed: number;
  /** Appends to the history. */
  emit(run: RunId, event: EventBody): void;
  /** Wakes the run after `delayMs` (whole, ≥ 0). */
  timer(run: RunId, delayMs: number, order: 'sleep' | 'timeout', wake: () => void): Timer;
  /**
   * Calls `then` at the end of this turn of the run, when all its code has come to rest, with what was thrown in the run
   * and handled by nobody. What cannot be told to be the run's own is the world's to tell.
   */
  rest(run: RunId, then: (unhandled: readonly unknown[]) => void): void;
  /** From outside a turn: gives the run a turn as soon as possible. How code that came back late is told so. */
  defer(run: RunId, wake: () => void): void;
  /** Sends a request; wakes the run once, when the reply has ended or a limit of `options` is met. */
  call(
    identity: CallIdentity,
    request: Request,
    settled: (result: CallResult) => void,
    options?: CallOptions,
  ): CancelCall;
  /** Null for a model that no endpoint is cast for. */
  facts(model: string): EndpointFacts | null;
  /** The place of that key, made by `initial` when it is first asked for. State of policies and of sessions lies there. */
  shared<T>(key: string, initial: () => T): Cell<T>;
  /** Wakes the run once, when a person answers `signal` (unique in the world). */
  signal(run: RunId, signal: string, received: (value: Json) => void): CancelSignal;
}
