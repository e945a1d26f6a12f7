/**
 * The bulkhead: so many calls under way at once, a line of bounded length for the rest. A pure reducer; `W` is whoever
 * waits, opaque here.
 *
 * H1. A place is held until the work has really ended, and handed to the first in line as it is left.
 * H2. Never more than `most` places are held, never more than `queue` wait.
 */
import { durationMs, type Duration } from '../../base/units.ts';
import { known, oneOf, whole, wordsFor } from './figures.ts';

/** As an author writes it; a number is `most`. */
export type BulkheadOption =
  | number
  | {
      /** Calls at once, ≥ 1. */
      readonly most: number;
      /** Calls that may wait for a place. Default 0: a call without a place fails at once. */
      readonly queue?: number;
      /** How long a call may wait. Default: as long as the step may take. */
      readonly wait?: Duration;
      /**
       * Whether the attempt's `timeout` runs while it waits: the time limiter outside the bulkhead, as resilience4j nests
       * them. Default false: it begins with the call.
       */
      readonly timed?: boolean;
    };

export interface Bulkhead {
  /** Steps with equal settings share one bulkhead a model and tenant. */
  readonly key: string;
  readonly most: number;
  readonly queue: number;
  readonly waitMs: number | null;
  readonly timed: boolean;
}

const MOST = 10_000;

/** @throws {RangeError} naming the policy and the value. */
export function bulkheadPolicy(option: BulkheadOption): Bulkhead {
  const given = typeof option === 'number' ? { most: option } : option;
  known(given, 'bulkhead', ['most', 'queue', 'wait', 'timed']);
  const most = whole(given.most, 'bulkhead.most', 1, MOST);
  const queue = whole(given.queue ?? 0, 'bulkhead.queue', 0, MOST);
  const waitMs = given.wait === undefined ? null : durationMs(given.wait, 'bulkhead.wait');
  if (waitMs !== null && queue === 0)
    throw new RangeError(`bulkhead.wait is '${given.wait}', but bulkhead.queue is 0: nobody could wait`);
  const timed = oneOf(given.timed ?? false, 'bulkhead.timed', [true, false]);
  return { key: `${most}/${queue}/${waitMs ?? ''}/${timed ? 't' : ''}`, most, queue, waitMs, timed };
}

export interface BulkheadState<W> {
  readonly held: number;
  /** First come first. */
  readonly line: readonly W[];
  /** Whether the last call that asked found no place. */
  readonly full: boolean;
}

const EMPTY: BulkheadState<never> = { held: 0, line: [], full: false };
export const newBulkhead = <W>(): BulkheadState<W> => EMPTY;

/** Asks for a place: held now, waited for in line, or refused. */
export function enter<W>(
  bulkhead: Bulkhead,
  state: BulkheadState<W>,
  who: W,
): { readonly state: BulkheadState<W>; readonly how: 'in' | 'waits' | 'full' } {
  const { held, line } = state;
  if (held < bulkhead.most) return { state: { held: held + 1, line, full: false }, how: 'in' };
  if (line.length >= bulkhead.queue) return { state: { held, line, full: true }, how: 'full' };
  return { state: { held, line: [...line, who], full: true }, how: 'waits' };
}

/** Gives a place back. `next` holds it now, if anybody waited. */
export function leave<W>(state: BulkheadState<W>): {
  readonly state: BulkheadState<W>;
  readonly next: W | null;
} {
  const [next, ...line] = state.line;
  if (next === undefined) return { state: { ...state, held: state.held - 1 }, next: null };
  return { state: { ...state, line }, next };
}

/** Leaves the line without having had a place. */
export const stepOut = <W>(state: BulkheadState<W>, who: W): BulkheadState<W> => ({
  ...state,
  line: state.line.filter((other) => other !== who),
});

/** That all its places are taken, in words. */
export const underWay = ({ most }: Bulkhead): string =>
  most === 1 ? 'a call is under way' : `${most} calls are under way`;

/** The bulkhead as a layer, in words. */
export const bulkheadWords = ({ most, queue, waitMs }: Bulkhead): string =>
  `bulkhead ${most}${queue === 0 ? '' : `, ${queue} in line${waitMs === null ? '' : ` for ${wordsFor(waitMs)}`}`}`;
