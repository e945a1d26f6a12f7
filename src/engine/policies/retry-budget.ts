/**
 * Retry budgets: how much of the load may be tries again, over all calls of a model and tenant. Pure reducers.
 * Sources: gRPC A6 "client retries" (tokens: a failure costs one, a success gives some back, tries stop at half);
 * Finagle's RetryBudget (a ratio of the calls of the last seconds, and a few besides).
 */
import { durationMs, type Duration } from '../../base/units.ts';
import { known, share, whole, wordsFor } from './figures.ts';
import { add, after, EMPTY_LOG, size, type TimeLog } from './time-log.ts';

/** As an author writes it: by tokens, or by ratio. */
export type RetryBudgetOption =
  | {
      /** Tokens of a full budget, ≥ 1: a failure costs one, and at half of them no try is made again. */
      readonly tokens: number;
      /** What a success gives back, above 0, at most 1, three decimals. Default 0.1. */
      readonly refund?: number;
    }
  | {
      /** Tries again for each call, above 0, at most 1. */
      readonly ratio: number;
      /** Tries again that are always allowed in a window, ≥ 0. Default 3. */
      readonly least?: number;
      /** The window. Default '10s'. */
      readonly within?: Duration;
    };

export type RetryBudget = { readonly key: string } & (
  | { readonly by: 'tokens'; readonly fullMilli: number; readonly refundMilli: number }
  | { readonly by: 'ratio'; readonly ratio: number; readonly least: number; readonly withinMs: number }
);

/** @throws {RangeError} naming the policy and the value. */
export function retryBudgetPolicy(option: RetryBudgetOption): RetryBudget {
  if ('tokens' in option) {
    known(option, 'retry.budget', ['tokens', 'refund']);
    const fullMilli = whole(option.tokens, 'retry.budget.tokens', 1, 1000) * 1000;
    const refundMilli = Math.round(share(option.refund ?? 0.1, 'retry.budget.refund') * 1000);
    return { key: `t${fullMilli}/${refundMilli}`, by: 'tokens', fullMilli, refundMilli };
  }
  known(option, 'retry.budget', ['ratio', 'least', 'within']);
  const ratio = share(option.ratio, 'retry.budget.ratio');
  const least = whole(option.least ?? 3, 'retry.budget.least', 0, 1000);
  const withinMs = durationMs(option.within ?? '10s', 'retry.budget.within');
  if (withinMs === 0) throw new RangeError('retry.budget.within is zero: no call would ever count');
  return { key: `r${ratio}/${least}/${withinMs}`, by: 'ratio', ratio, least, withinMs };
}

export type RetryBudgetState =
  | { readonly by: 'tokens'; readonly milli: number }
  | { readonly by: 'ratio'; readonly calls: TimeLog; readonly again: TimeLog };

export const newRetryBudget = (budget: RetryBudget): RetryBudgetState =>
  budget.by === 'tokens'
    ? { by: 'tokens', milli: budget.fullMilli }
    : { by: 'ratio', calls: EMPTY_LOG, again: EMPTY_LOG };

/** Takes in that an attempt ended. `first`: it was no try again and no hedge. */
export function noteEnd(
  budget: RetryBudget,
  state: RetryBudgetState,
  end: { readonly ok: boolean; readonly first: boolean },
  nowMs: number,
): RetryBudgetState {
  if (budget.by === 'tokens' && state.by === 'tokens') {
    const milli = end.ok
      ? Math.min(budget.fullMilli, state.milli + budget.refundMilli)
      : Math.max(0, state.milli - 1000);
    return { by: 'tokens', milli };
  }
  if (budget.by !== 'ratio' || state.by !== 'ratio' || !end.first) return state;
  return { ...state, calls: add(after(state.calls, nowMs - budget.withinMs), nowMs) };
}

/** Asks to try once more; null: no. */
export function spend(budget: RetryBudget, state: RetryBudgetState, nowMs: number): RetryBudgetState | null {
  if (budget.by === 'tokens' && state.by === 'tokens')
    return state.milli * 2 > budget.fullMilli ? state : null;
  if (budget.by !== 'ratio' || state.by !== 'ratio') return null;
  const floorMs = nowMs - budget.withinMs;
  const [calls, again] = [after(state.calls, floorMs), after(state.again, floorMs)];
  const beyond = size(again) + 1 - budget.least;
  if (beyond > 0 && !(size(calls) > 0 && beyond / size(calls) <= budget.ratio)) return null;
  return { by: 'ratio', calls, again: add(again, nowMs) };
}

/** The retry budget in words. */
export const retryBudgetWords = (budget: RetryBudget): string =>
  budget.by === 'tokens'
    ? `budget of ${budget.fullMilli / 1000} tokens`
    : `budget of ${Math.round(budget.ratio * 1000) / 10} % in ${wordsFor(budget.withinMs)}`;
