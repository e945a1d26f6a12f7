/**
 * Hedging: a slow call is raced by another one. Pure; what it sends is ../hedge.ts.
 * Source: gRPC A6 "hedging": the first success wins and cancels the rest; a failure that is worth another try sends the
 * next now; a failure that is not ends them all; a wait that the endpoint asks for (pushback) stops sending more.
 */
import { durationMs, type Duration } from '../../base/units.ts';
import type { Failure } from '../../model/failure.ts';
import { known, whole, wordsFor } from './figures.ts';

/** As an author writes it. */
export interface HedgeOption {
  /** How long to wait for an answer before the next call is sent. */
  readonly after: Duration;
  /** Calls of one try at most, the first included, 2 to 5. Default 2. */
  readonly most?: number;
}

export interface Hedge {
  readonly afterMs: number;
  readonly most: number;
}

/** @throws {RangeError} naming the policy and the value. */
export function hedgePolicy(option: HedgeOption): Hedge {
  known(option, 'hedge', ['after', 'most']);
  return {
    afterMs: durationMs(option.after, 'hedge.after'),
    most: whole(option.most ?? 2, 'hedge.most', 2, 5),
  };
}

/** One try under way. */
export interface Race {
  /** Calls sent so far. */
  readonly sent: number;
  /** Of these, under way. */
  readonly open: number;
  /** Whether no more are sent: the endpoint pushed back, or would not take one. */
  readonly stopped: boolean;
}

export const NO_RACE: Race = { sent: 0, open: 0, stopped: false };

export const sent = (race: Race): Race => ({ ...race, sent: race.sent + 1, open: race.open + 1 });

export const mayHedge = (hedge: Hedge, race: Race): boolean => !race.stopped && race.sent < hedge.most;

/** What a failed call means for the race: send the next now, wait for those under way, or end it with a failure. */
export function lost(
  hedge: Hedge,
  race: Race,
  failure: Failure,
  worthAnother: boolean,
): { readonly race: Race; readonly next: 'send' | 'wait' | 'end' } {
  const stopped = race.stopped || (failure.retryAfterMs ?? 0) > 0;
  const left: Race = { sent: race.sent, open: race.open - 1, stopped };
  if (!worthAnother) return { race: left, next: 'end' };
  if (mayHedge(hedge, left)) return { race: left, next: 'send' };
  return { race: left, next: left.open > 0 ? 'wait' : 'end' };
}

/** The hedge as a layer, in words. */
export const hedgeWords = ({ afterMs, most }: Hedge): string => `hedge ${most} after ${wordsFor(afterMs)}`;
