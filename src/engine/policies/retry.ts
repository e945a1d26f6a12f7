/**
 * Retry with full jitter: a wait drawn uniformly from [0, min(cap, base × 2ⁿ)). Pure.
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
import { wholeBelow } from '../../base/keyed-random.ts';
import { durationMs, type Duration } from '../../base/units.ts';
import type { Failure } from '../../model/failure.ts';
import { checkFilter, matches, type ErrorFilter } from './error-filter.ts';

/** As an author writes it; a number is `times`. */
export type RetryOption =
  | number
  | {
      /** Further tries after the first, ≥ 0, on each model of the chain that is retried. */
      readonly times: number;
      /** Ceiling of the first wait. Default '500ms'. */
      readonly base?: Duration;
      /** Ceiling of any wait. Default '8s'. */
      readonly cap?: Duration;
      /** Which failures are tried again. Default: those marked retryable. */
      readonly on?: ErrorFilter;
    };

export interface Retry {
  readonly times: number;
  readonly baseMs: number;
  readonly capMs: number;
  readonly on: ErrorFilter | null;
}

const MOST = 50;

/** @throws {RangeError} naming the policy and the value. */
export function retryPolicy(option: RetryOption | undefined): Retry {
  const given = typeof option === 'number' ? { times: option } : (option ?? { times: 0 });
  if (!Number.isInteger(given.times) || given.times < 0 || given.times > MOST)
    throw new RangeError(`retry is ${given.times}; it must be a whole number from 0 to ${MOST}`);
  if (given.on) checkFilter(given.on, 'retry.on');
  const baseMs = durationMs(given.base ?? '500ms', 'retry.base');
  const capMs = durationMs(given.cap ?? '8s', 'retry.cap');
  if (capMs < baseMs)
    throw new RangeError(`retry.cap (${capMs} ms) is shorter than retry.base (${baseMs} ms)`);
  return { times: given.times, baseMs, capMs, on: given.on ?? null };
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
