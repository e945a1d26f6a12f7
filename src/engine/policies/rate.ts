/**
 * Rate limits by request and by token: token buckets that are reserved from before a call and settled after it. A pure
 * reducer. When a call may go out is known as soon as it asks, so who waits needs a timer and no line; first come is first
 * served.
 *
 * L1. A bucket never holds more than `requests` (or `tokens`), however long nothing was asked.
 * L2. In any span of time no more requests go out than a full bucket and what flows in meanwhile, also when one that was
 *     promised a turn never takes it; of tokens, besides that, what calls from before had reserved and did not use.
 * L3. Levels are whole numbers (shares of a token by `perMs`), so that no rounding creeps in.
 */
import { durationMs, type Duration } from '../../base/units.ts';
import { known, whole, wordsFor } from './figures.ts';

/** As an author writes it: at least one of `requests` and `tokens`. */
export interface RateOption {
  /** Requests that may go out `per` span, ≥ 1; as many may go out at once. */
  readonly requests?: number;
  /** Tokens, in and out together, that may be used `per` span, ≥ 1. */
  readonly tokens?: number;
  /** The span. */
  readonly per: Duration;
  /** How long a call may wait for its turn. Default '0s': it fails at once. */
  readonly wait?: Duration;
}

export interface Rate {
  /** Steps with equal settings share one limit a model and tenant. */
  readonly key: string;
  readonly requests: number | null;
  readonly tokens: number | null;
  readonly perMs: number;
  readonly waitMs: number;
}

const MOST = 1_000_000_000;
const LONGEST_MS = 3_600_000;

/** @throws {RangeError} naming the policy and the value. */
export function ratePolicy(option: RateOption): Rate {
  known(option, 'rate', ['requests', 'tokens', 'per', 'wait']);
  const requests = option.requests === undefined ? null : whole(option.requests, 'rate.requests', 1, MOST);
  const tokens = option.tokens === undefined ? null : whole(option.tokens, 'rate.tokens', 1, MOST);
  if (requests === null && tokens === null)
    throw new RangeError('rate limits nothing; give it requests, tokens, or both');
  const perMs = durationMs(option.per, 'rate.per');
  if (perMs === 0 || perMs > LONGEST_MS)
    throw new RangeError(`rate.per is '${option.per}'; it must be above zero and at most an hour`);
  const waitMs = durationMs(option.wait ?? '0s', 'rate.wait');
  return { key: `${requests ?? ''}/${tokens ?? ''}/${perMs}/${waitMs}`, requests, tokens, perMs, waitMs };
}

interface Bucket {
  /** In shares of a request or token by `perMs`, as it will be at the last turn that was promised. Below zero it is owed. */
  readonly level: number;
  /** What can still be put back before that turn without running over at a turn on the way. */
  readonly room: number;
}

export interface RateState {
  readonly requests: Bucket;
  readonly tokens: Bucket;
  /** The last turn that was promised: past, or still to come. */
  readonly atMs: number;
  /** Whether the last call that asked could not go out at once. */
  readonly limits: boolean;
  /** Turns promised so far: names the last one. */
  readonly turns: number;
  /** What it would be without the last turn; null where that was given back already. */
  readonly without: RateState | null;
}

const full = (amount: number | null, perMs: number): Bucket => ({ level: (amount ?? 0) * perMs, room: 0 });

export const newRate = (rate: Rate, nowMs: number): RateState => ({
  requests: full(rate.requests, rate.perMs),
  tokens: full(rate.tokens, rate.perMs),
  atMs: nowMs,
  limits: false,
  turns: 0,
  without: null,
});

/** A bucket after so long, nothing taken. */
function flowed({ level, room }: Bucket, amount: number, sinceMs: number, perMs: number): Bucket {
  if (sinceMs <= 0) return { level, room };
  const most = amount * perMs;
  // after so long it is full whatever it was: keeps the product whole
  const isFull = amount > 0 && sinceMs >= (most - level) / amount + 1;
  return { level: isFull ? most : Math.min(most, level + amount * sinceMs), room };
}

/** The state at `ms`, if no later turn is promised. */
function upTo(rate: Rate, state: RateState, ms: number): RateState {
  const sinceMs = ms - state.atMs;
  if (sinceMs <= 0) return state;
  return {
    ...state,
    requests: flowed(state.requests, rate.requests ?? 0, sinceMs, rate.perMs),
    tokens: flowed(state.tokens, rate.tokens ?? 0, sinceMs, rate.perMs),
    atMs: ms,
  };
}

/** What a call was promised: the how-manieth turn, and when. */
export interface Turn {
  readonly turn: number;
  readonly atMs: number;
}

export type Reservation =
  | { readonly state: RateState; readonly ok: true; readonly waitMs: number; readonly turn: Turn }
  /** Nothing was taken. `waitMs`: how long it would have taken; null: it could never go out. */
  | { readonly state: RateState; readonly ok: false; readonly waitMs: number | null };

/** Asks to send a call of so many tokens (estimated) now or after a wait that the policy allows. */
export function reserve(rate: Rate, before: RateState, tokens: number, nowMs: number): Reservation {
  if (rate.tokens !== null && tokens > rate.tokens)
    return { state: { ...before, limits: true }, ok: false, waitMs: null };
  const promised = before.atMs > nowMs; // a turn before this one's
  const from = upTo(rate, before, nowMs);
  const outMs =
    from.atMs +
    Math.max(
      rate.requests === null ? 0 : untilPaid(from.requests.level - rate.perMs, rate.requests),
      rate.tokens === null ? 0 : untilPaid(from.tokens.level - tokens * rate.perMs, rate.tokens),
    );
  const waitMs = outMs - nowMs;
  const limits = waitMs > 0;
  if (waitMs > rate.waitMs) return { state: { ...before, limits }, ok: false, waitMs };
  const at = upTo(rate, from, outMs);
  const take = (bucket: Bucket, amount: number | null, need: number): Bucket => {
    if (amount === null) return bucket;
    const room = limits ? amount * rate.perMs - bucket.level : 0;
    return {
      level: bucket.level - need * rate.perMs,
      room: promised ? Math.min(bucket.room, room) : room,
    };
  };
  const turn = before.turns + 1;
  const state: RateState = {
    requests: take(at.requests, rate.requests, 1),
    tokens: take(at.tokens, rate.tokens, tokens),
    atMs: outMs,
    limits,
    turns: turn,
    without: { ...before, limits, turns: turn, without: null },
  };
  return { state, ok: true, waitMs, turn: { turn, atMs: outMs } };
}

/**
 * A call never took its turn. The last turn is undone. Of one before others' comes back what leaves theirs where they are,
 * and nothing once its time has passed: what flowed in since has taken its place.
 */
export function giveBack(
  rate: Rate,
  before: RateState,
  { turn, atMs }: Turn,
  tokens: number,
  nowMs: number,
): RateState {
  if (turn === before.turns && before.without) return before.without;
  return atMs > nowMs ? putBack(rate, before, 1, tokens, nowMs) : before;
}

/** A call has ended: what it used takes the place of what was reserved. */
export const settle = (
  rate: Rate,
  before: RateState,
  reserved: number,
  used: number,
  nowMs: number,
): RateState => putBack(rate, before, 0, reserved - used, nowMs);

/** Puts back what was not used; below zero, takes what was used besides. */
function putBack(rate: Rate, before: RateState, requests: number, tokens: number, nowMs: number): RateState {
  const promised = before.atMs > nowMs;
  const state = upTo(rate, before, nowMs);
  const put = ({ level, room }: Bucket, amount: number | null, more: number): Bucket => {
    if (amount === null) return { level, room };
    const shares = more * rate.perMs;
    if (!promised) return { level: Math.min(amount * rate.perMs, level + shares), room };
    const back = Math.min(shares, room);
    return { level: level + back, room: room - back };
  };
  return {
    ...state,
    requests: put(state.requests, rate.requests, requests),
    tokens: put(state.tokens, rate.tokens, tokens),
    without: before.without && putBack(rate, before.without, requests, tokens, nowMs),
  };
}

/** Whole ms until a level that is owed is zero again. */
function untilPaid(level: number, amount: number): number {
  if (level >= 0) return 0;
  const rest = -level % amount;
  return (-level - rest) / amount + (rest > 0 ? 1 : 0);
}

/** The rate limit as a layer, in words. */
export const rateWords = ({ requests, tokens, perMs, waitMs }: Rate): string => {
  const what = [
    requests === null ? '' : `${requests} requests`,
    tokens === null ? '' : `${tokens} tokens`,
  ].filter((text) => text !== '');
  return `rate ${what.join(' and ')} per ${wordsFor(perMs)}${waitMs === 0 ? '' : `, wait ${wordsFor(waitMs)}`}`;
};
