/**
 * The circuit breaker, as a pure reducer over an exact log of timestamps: no buckets that expire early, no timer.
 * Sources: M. Nygard, "Release It!", 2007; the half-open lease answers resilience4j#903, generations answer Polly#217.
 *
 * B1. closed → open → half-open → closed or open; nothing else.
 * B2. A result counts only in the generation that admitted it: a straggler from before a change is ignored, so two
 *     failures of one moment trip once.
 * B3. Half-open admits one probe at a time. A probe whose lease runs out is replaced, and its result then ignored.
 */
import { durationMs, type Duration } from '../../base/units.ts';
import type { FailureCode } from '../../model/failure.ts';
import { checkFilter, type ErrorFilter } from './error-filter.ts';
import { known, oneOf, share, whole, wordsFor } from './figures.ts';
import { add, after, EMPTY_LOG, size, type TimeLog } from './time-log.ts';

interface BreakerTimes {
  /** Failures and calls count for so long after they ended. */
  readonly within: Duration;
  /** How long calls are kept away. Default '30s'. */
  readonly open?: Duration;
  /** How long a probe may take before another is let out. Default: as long as `open`. */
  readonly lease?: Duration;
  /** Which failures count; an answer that is merely wrong does not. Default: what says that the endpoint is unwell. */
  readonly on?: ErrorFilter;
  /** What is one sample: each attempt (the breaker stands inside the retry), or a series of retries. Default 'attempt'. */
  readonly around?: 'attempt' | 'retry';
}

/** As an author writes it: so many failures, or a share of so many calls. */
export type BreakerOption =
  | (BreakerTimes & {
      /** Trips at this many failures, ≥ 1. */
      readonly failures: number;
    })
  | (BreakerTimes & {
      /** Trips when this share of the calls failed, the very share included. Above 0, at most 1. */
      readonly ratio: number;
      /** Calls that there must be before a share of them says anything, ≥ 1. */
      readonly of: number;
    });

export interface Breaker {
  /** Steps with equal settings share one breaker a model and tenant. */
  readonly key: string;
  readonly ratio: number | null;
  /** Failures that trip it; with `ratio`, the calls that there must be. */
  readonly least: number;
  readonly withinMs: number;
  readonly openMs: number;
  readonly leaseMs: number;
  readonly on: ErrorFilter;
  readonly around: 'attempt' | 'retry';
}

/** The endpoint is unwell. A wrong answer, a bad request or a key that is refused says nothing of the kind. */
const UNWELL: readonly (FailureCode | 'timeout')[] = [
  'timeout',
  'rate_limited',
  'server_error',
  'overloaded',
  'unavailable',
  'connection_lost',
  'cut',
  'thrown',
];

const MOST = 10_000;

/** @throws {RangeError} naming the policy and the value. */
export function breakerPolicy(option: BreakerOption): Breaker {
  const byRatio = 'ratio' in option;
  known(option, 'breaker', [
    ...(byRatio ? ['ratio', 'of'] : ['failures']),
    ...['within', 'open', 'lease', 'on', 'around'],
  ]);
  const ratio = byRatio ? share(option.ratio, 'breaker.ratio') : null;
  const least = byRatio
    ? whole(option.of, 'breaker.of', 1, MOST)
    : whole(option.failures, 'breaker.failures', 1, MOST);
  const withinMs = durationMs(option.within, 'breaker.within');
  if (withinMs === 0) throw new RangeError('breaker.within is zero: no failure would ever count');
  const openMs = durationMs(option.open ?? '30s', 'breaker.open');
  if (openMs === 0) throw new RangeError('breaker.open is zero: it would keep no call away');
  const leaseMs = option.lease === undefined ? openMs : durationMs(option.lease, 'breaker.lease');
  if (leaseMs === 0) throw new RangeError('breaker.lease is zero: no probe could ever answer in time');
  const on = option.on ?? UNWELL;
  checkFilter(on, 'breaker.on');
  const around = oneOf(option.around ?? 'attempt', 'breaker.around', ['attempt', 'retry']);
  const key = `${ratio ?? 'n'}/${least}/${withinMs}/${openMs}/${leaseMs}/${around}/${on.join()}`;
  return { key, ratio, least, withinMs, openMs, leaseMs, on, around };
}

export type BreakerState =
  | {
      readonly is: 'closed';
      readonly generation: number;
      readonly failed: TimeLog;
      /** Kept for a ratio alone. */
      readonly ended: TimeLog;
    }
  | { readonly is: 'open'; readonly generation: number; readonly untilMs: number }
  | { readonly is: 'half-open'; readonly generation: number; readonly leaseUntilMs: number };

const closed = (generation: number): BreakerState => ({
  is: 'closed',
  generation,
  failed: EMPTY_LOG,
  ended: EMPTY_LOG,
});

export const newBreaker = (): BreakerState => closed(0);

export interface Admission {
  readonly state: BreakerState;
  /** What the result must be recorded with; null: the call is kept away. */
  readonly generation: number | null;
}

/** Asks whether a call may go out now, whole ms. */
export function admit(breaker: Breaker, state: BreakerState, nowMs: number): Admission {
  if (state.is === 'closed') return { state, generation: state.generation };
  const untilMs = state.is === 'open' ? state.untilMs : state.leaseUntilMs;
  if (nowMs < untilMs) return { state, generation: null };
  const generation = state.generation + 1;
  return { state: { is: 'half-open', generation, leaseUntilMs: nowMs + breaker.leaseMs }, generation };
}

/** What a call's end says of its endpoint; 'nothing': it was given up, or never went out. */
export type Verdict = 'well' | 'unwell' | 'nothing';

/** Takes in the end of a call that was admitted in `generation`, at the moment of its end. */
export function record(
  breaker: Breaker,
  state: BreakerState,
  generation: number,
  verdict: Verdict,
  nowMs: number,
): BreakerState {
  if (generation !== state.generation || state.is === 'open') return state;
  if (state.is === 'half-open') {
    // a probe that said nothing makes room for another at once
    if (verdict === 'nothing') return { ...state, leaseUntilMs: Math.min(state.leaseUntilMs, nowMs) };
    return verdict === 'well' ? closed(generation + 1) : opened(breaker, generation, nowMs);
  }
  if (verdict === 'nothing' || (verdict === 'well' && breaker.ratio === null)) return state;
  const floorMs = nowMs - breaker.withinMs;
  const kept = after(state.failed, floorMs);
  const failed = verdict === 'unwell' ? add(kept, nowMs) : kept;
  const ended = breaker.ratio === null ? EMPTY_LOG : add(after(state.ended, floorMs), nowMs);
  const trips =
    breaker.ratio === null
      ? size(failed) >= breaker.least
      : size(ended) >= breaker.least && size(failed) / size(ended) >= breaker.ratio;
  return trips ? opened(breaker, generation, nowMs) : { is: 'closed', generation, failed, ended };
}

const opened = (breaker: Breaker, generation: number, nowMs: number): BreakerState => ({
  is: 'open',
  generation: generation + 1,
  untilMs: nowMs + breaker.openMs,
});

/** Why the breaker went from one state to the next, in words. */
export function becauseOf(breaker: Breaker, from: BreakerState, to: BreakerState): string {
  if (to.is === 'closed') return 'the probe was answered';
  if (to.is === 'half-open')
    return from.is === 'open'
      ? `${wordsFor(breaker.openMs)} have passed, so one probe may go out`
      : `the probe before gave no answer within its lease of ${wordsFor(breaker.leaseMs)}, so another may go out`;
  if (from.is === 'half-open') return 'the probe failed';
  return breaker.ratio === null
    ? `${breaker.least} ${breaker.least === 1 ? 'failure' : 'failures'} within ${wordsFor(breaker.withinMs)}`
    : `at least ${percent(breaker.ratio)} of the calls of ${wordsFor(breaker.withinMs)} failed`;
}

const percent = (ratio: number): string => `${Math.round(ratio * 1000) / 10} %`;

/** The breaker as a layer, in words. */
export const breakerWords = (breaker: Breaker): string =>
  breaker.ratio === null
    ? `breaker ${breaker.least} failures in ${wordsFor(breaker.withinMs)}, open ${wordsFor(breaker.openMs)}`
    : `breaker ${percent(breaker.ratio)} of ${breaker.least} in ${wordsFor(breaker.withinMs)}, open ${wordsFor(breaker.openMs)}`;
