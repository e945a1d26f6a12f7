/**
 * Retry with full jitter: a wait drawn uniformly from [0, min(cap, base × 2ⁿ)). Pure.
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * Y1. A wait that the endpoint asked for (`Retry-After`) is honoured or the try is not made: never earlier.
 * Y2. A wait that the endpoint asked for and that would end beyond the step's deadline is not begun: it fails now. A drawn
 *     wait is begun, and the deadline ends it.
 */
import { wholeBelow } from '../../base/keyed-random.ts';
import { durationMs, type Duration } from '../../base/units.ts';
import type { RetryDenied } from '../../history/events.ts';
import type { Failure } from '../../model/failure.ts';
import { checkFilter, matches, type ErrorFilter } from './error-filter.ts';
import { known, whole, wordsFor } from './figures.ts';
import {
  retryBudgetPolicy,
  retryBudgetWords,
  type RetryBudget,
  type RetryBudgetOption,
} from './retry-budget.ts';

/** As an author writes it; a number is `times`. */
export type RetryOption =
  | number
  | {
      /** Further tries after the first, ≥ 0, on each target of the chain. */
      readonly times: number;
      /** Ceiling of the first wait. Default '500ms'. */
      readonly base?: Duration;
      /** Ceiling of any wait. Default '8s'. */
      readonly cap?: Duration;
      /** Which failures are tried again. Default: those marked retryable. */
      readonly on?: ErrorFilter;
      /**
       * What to do when the endpoint says how long to wait: wait so long, give this target up, or wait up to `cap` and
       * give up beyond it. Beyond the step's deadline it is given up in any case. Default 'honour'.
       */
      readonly retryAfter?: 'honour' | 'fail' | { readonly cap: Duration };
      /** How much of all calls may be tries again. Default: no limit. */
      readonly budget?: RetryBudgetOption;
    };

export interface Retry {
  readonly times: number;
  readonly baseMs: number;
  readonly capMs: number;
  readonly on: ErrorFilter | null;
  /** The longest wait asked for that is honoured; 0: none is. */
  readonly retryAfterMs: number;
  readonly budget: RetryBudget | null;
}

const MOST = 50;

/** @throws {RangeError} naming the policy and the value. */
export function retryPolicy(option: RetryOption | undefined): Retry {
  const given = typeof option === 'number' ? { times: option } : (option ?? { times: 0 });
  known(given, 'retry', ['times', 'base', 'cap', 'on', 'retryAfter', 'budget']);
  whole(given.times, 'retry', 0, MOST);
  if (given.on) {
    checkFilter(given.on, 'retry.on');
    if (given.on.includes('circuit_open'))
      throw new RangeError(
        "retry.on names 'circuit_open': a breaker keeps calls away, and is not asked again; use a fallback",
      );
  }
  const baseMs = durationMs(given.base ?? '500ms', 'retry.base');
  const capMs = durationMs(given.cap ?? '8s', 'retry.cap');
  if (capMs < baseMs)
    throw new RangeError(`retry.cap (${capMs} ms) is shorter than retry.base (${baseMs} ms)`);
  return {
    times: given.times,
    baseMs,
    capMs,
    on: given.on ?? null,
    retryAfterMs: longestAsked(given.retryAfter ?? 'honour'),
    budget: given.budget ? retryBudgetPolicy(given.budget) : null,
  };
}

function longestAsked(mode: 'honour' | 'fail' | { readonly cap: Duration }): number {
  if (mode === 'honour') return Infinity;
  if (mode === 'fail') return 0;
  if (typeof mode !== 'object')
    throw new RangeError(`retry.retryAfter is '${String(mode)}'; it is 'honour', 'fail' or { cap: '60s' }`);
  known(mode, 'retry.retryAfter', ['cap']);
  return durationMs(mode.cap, 'retry.retryAfter.cap');
}

/** Whether this failure is worth another try on the same target. */
export const retries = (policy: Retry, failure: Failure): boolean =>
  policy.on ? matches(policy.on, failure) : failure.retryable;

/**
 * The wait before the next try, whole ms. `tried` is how many tries this target has had, from 1. A wait that the
 * endpoint asked for (`Retry-After`) is never undercut.
 */
export function backoffMs(
  policy: Retry,
  failure: Failure,
  tried: number,
  seed: number,
  identity: string,
): number {
  let ceiling = policy.baseMs;
  for (let n = 1; n < tried && ceiling < policy.capMs; n++) ceiling *= 2;
  const jittered = wholeBelow(seed, 'backoff', identity, Math.max(1, Math.min(policy.capMs, ceiling)));
  return Math.max(jittered, failure.retryAfterMs ?? 0);
}

/** Why a wait that the endpoint asked for is not waited for; null: it is. The deadline is whole ms, null for none. */
export function denied(
  policy: Retry,
  failure: Failure,
  delayMs: number,
  nowMs: number,
  deadlineMs: number | null,
): RetryDenied['reason'] | null {
  const askedMs = failure.retryAfterMs ?? 0; // '0' asks for nothing
  if (askedMs === 0) return null;
  if (askedMs > policy.retryAfterMs) return 'retry-after';
  return deadlineMs !== null && nowMs + delayMs >= deadlineMs ? 'deadline' : null;
}

/** The retry as a layer, in words. */
export const retryWords = ({ times, baseMs, capMs, budget }: Retry): string =>
  `retry ${times}, ${wordsFor(baseMs)} to ${wordsFor(capMs)}${budget ? `, ${retryBudgetWords(budget)}` : ''}`;
