/**
 * The Host port: everything that the engine asks of the world around it. The engine awaits nothing else.
 *
 * 1. `now` is the time stamped on the wake that resumed us: it never changes within a turn.
 * 2. One wake, then quiescence, then the next. A turn belongs to the run it woke.
 * 3. At the same millisecond replies wake before sleeps, and sleeps before time-outs.
 * 4. An operation outside its run's turn, or after the world's end, throws Misuse by name.
 */
import type { RunId, VirtualMs } from '../base/units.ts';
import type { EventBody } from '../history/events.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Received, Usage } from '../model/reply.ts';
import type { Request } from '../model/request.ts';

/** What a call came to, or had come to when it was cancelled. */
export interface CallResult {
  readonly received: Received;
  /** As billed. */
  readonly usage: Usage;
  readonly costNanoUsd: number;
  /** Whole ms that the call waited for capacity. */
  readonly queuedMs: number;
  /** Whether a fault struck it. */
  readonly injected: boolean;
}

/** Revokes a timer. Idempotent; its wake never comes afterwards. */
export type CancelTimer = () => void;
/** Gives up a call: its settlement never comes afterwards. Says what had been received by now. */
export type CancelCall = () => CallResult;

/** Orders wakes of one millisecond: replies first, then sleeps, then time-outs. */
export type WakeOrder = 'reply' | 'sleep' | 'timeout';

export interface Host {
  readonly now: VirtualMs;
  /** Keys every draw. */
  readonly seed: number;
  /** Appends to the history. */
  emit(run: RunId, event: EventBody): void;
  /** Wakes the run after `delayMs` (whole, ≥ 0). */
  timer(run: RunId, delayMs: number, order: 'sleep' | 'timeout', wake: () => void): CancelTimer;
  /** From outside a turn: gives the run a turn as soon as possible. How code that came back late is told so. */
  defer(run: RunId, wake: () => void): void;
  /** Sends a request; wakes the run once, when the reply has ended. */
  call(identity: CallIdentity, request: Request, settled: (result: CallResult) => void): CancelCall;
}
