/**
 * A step's policy: what an author writes, checked and turned into numbers when it is defined.
 * Nesting, outermost first: total timeout, fallback chain, retry, attempt timeout.
 */
import { durationMs, type Duration } from '../../base/units.ts';
import type { PolicyShown } from '../../history/events.ts';
import { checkFilter, type ErrorFilter } from './error-filter.ts';
import { retryPolicy, type Retry, type RetryOption } from './retry.ts';

/** A link of a fallback chain: another model, or a value that ends the chain. */
export type FallbackLink<O> =
  | string
  | { readonly model: string; readonly on?: ErrorFilter }
  | { readonly value: O; readonly on?: ErrorFilter };

/** Options that every kind of step takes. */
export interface PolicyOptions<O> {
  /** How long one attempt may take. */
  readonly timeout?: Duration;
  /** How long all attempts, waits and fallbacks together may take. */
  readonly totalTimeout?: Duration;
  readonly retry?: RetryOption;
  /** Tried in order when the target before it has failed for good. By default any failure but a total timeout. */
  readonly fallback?: FallbackLink<O> | readonly FallbackLink<O>[];
}

export interface Policy {
  readonly timeoutMs: number | null;
  readonly totalTimeoutMs: number | null;
  readonly retry: Retry;
}

/** @throws {RangeError} naming the policy and the value, when they contradict. */
export function policyOf(options: PolicyOptions<never>): Policy {
  const timeoutMs = options.timeout === undefined ? null : durationMs(options.timeout, 'timeout');
  const totalTimeoutMs =
    options.totalTimeout === undefined ? null : durationMs(options.totalTimeout, 'totalTimeout');
  if (timeoutMs === 0) throw new RangeError('timeout is zero: nothing could ever answer in time');
  if (timeoutMs !== null && totalTimeoutMs !== null && timeoutMs > totalTimeoutMs)
    throw new RangeError(
      `timeout (${timeoutMs} ms an attempt) is longer than totalTimeout (${totalTimeoutMs} ms)`,
    );
  return { timeoutMs, totalTimeoutMs, retry: retryPolicy(options.retry) };
}

/** The chain as links with their filters, in order. */
export function fallbackLinks<O>(
  fallback: PolicyOptions<O>['fallback'],
): readonly (
  { readonly model: string; readonly on?: ErrorFilter } | { readonly value: O; readonly on?: ErrorFilter }
)[] {
  if (fallback === undefined) return [];
  const list = (Array.isArray(fallback) ? fallback : [fallback]) as readonly FallbackLink<O>[];
  const links = list.map((link) => (typeof link === 'string' ? { model: link } : link));
  links.forEach((link, i) => {
    if (link.on) checkFilter(link.on, `fallback[${i}].on`);
    if ('value' in link && i < links.length - 1 && !link.on)
      throw new RangeError(
        `fallback[${i}] is a value and always answers, so fallback[${i + 1}] could never be reached`,
      );
  });
  return links;
}

/** The policy as the history declares it. */
export function shown(policy: Policy): PolicyShown {
  const { retry } = policy;
  return {
    ...(policy.timeoutMs === null ? {} : { timeoutMs: policy.timeoutMs }),
    ...(policy.totalTimeoutMs === null ? {} : { totalTimeoutMs: policy.totalTimeoutMs }),
    ...(retry.times === 0
      ? {}
      : { retries: retry.times, backoff: { baseMs: retry.baseMs, capMs: retry.capMs } }),
  };
}
