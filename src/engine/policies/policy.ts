/**
 * A step's policy: what an author writes, one vocabulary for every kind of step, checked and turned into numbers when it
 * is defined.
 *
 * Nesting, outermost first:
 *   dead letter ( deadline ( fallback ( region ( retry ( gate ( hedge ( budget ( breaker ( rate ( bulkhead ( attempt )))))))))))
 * Two layers can be told to stand elsewhere: a breaker `around: 'retry'` stands outside the retry, and with a bulkhead
 * that is `timed` the attempt's time-out stands outside it.
 */
import type { PolicyShown } from '../../history/events.ts';
import { breakerPolicy, breakerWords, type Breaker, type BreakerOption } from './breaker.ts';
import { budgetPolicy, budgetWords, type Budget, type BudgetOption } from './budget.ts';
import { bulkheadPolicy, bulkheadWords, type Bulkhead, type BulkheadOption } from './bulkhead.ts';
import { deadLetterPolicy, deadLetterWords, type DeadLetter, type DeadLetterOption } from './dead-letter.ts';
import type { AnyInput, FallbackOption } from './fallback.ts';
import { wordsFor } from './figures.ts';
import { gatePolicy, gateWords, type Gate, type GateOption } from './gate.ts';
import { hedgePolicy, hedgeWords, type Hedge, type HedgeOption } from './hedge.ts';
import { monitorPolicy, monitorWords, type Monitor, type MonitorOption } from './monitor.ts';
import { ratePolicy, rateWords, type Rate, type RateOption } from './rate.ts';
import { regionPolicy, type Region, type RegionOption } from './region.ts';
import { retryPolicy, retryWords, type Retry, type RetryOption } from './retry.ts';
import { routePolicy, type RouteOption } from './route.ts';
import { attemptWords, timeoutsPolicy, type TimeoutOptions, type Timeouts } from './timeouts.ts';

/** Options that every kind of step takes, over its output `O` and input `I`. */
export interface PolicyOptions<O, I = AnyInput> extends TimeoutOptions {
  /** Tries again on the same target. */
  readonly retry?: RetryOption;
  /** Tried in order when the target before it has failed for good. By default any failure but a total timeout. */
  readonly fallback?: FallbackOption<O, I>;
  /** Keeps calls away from a target that is unwell. */
  readonly breaker?: BreakerOption;
  /** Races a slow call with another one. */
  readonly hedge?: HedgeOption;
  /** So many calls at once. */
  readonly bulkhead?: BulkheadOption;
  /** So many calls and tokens in a span of time. */
  readonly rate?: RateOption;
  /** So many calls, tokens and dollars altogether. */
  readonly budget?: BudgetOption;
  /** Takes an output that is not good enough for a failure. */
  readonly gate?: GateOption<O, I>;
  /** Watches figures of the outputs over all runs of a world. */
  readonly monitor?: MonitorOption<O, I> | readonly MonitorOption<O, I>[];
  /** Asks only endpoints in the region that the input may go to. */
  readonly region?: RegionOption<I>;
  /** Asks the fastest or the cheapest of the chain's models first. Default: as listed. */
  readonly route?: RouteOption;
  /** Hands a case that nothing could finish to a person. */
  readonly deadLetter?: DeadLetterOption;
}

export interface Policy extends Timeouts {
  readonly retry: Retry;
  readonly breaker: Breaker | null;
  readonly hedge: Hedge | null;
  readonly bulkhead: Bulkhead | null;
  readonly rate: Rate | null;
  readonly budget: Budget | null;
  readonly gate: Gate | null;
  readonly monitors: readonly Monitor[];
  readonly region: Region | null;
  readonly route: RouteOption | null;
  readonly deadLetter: DeadLetter | null;
  /** The layers around an attempt in words, outermost first; known once the chain is. */
  readonly layers: readonly string[];
}

/** @throws {RangeError} naming the policy and the value, when they contradict. */
export function policyOf<O, I>(options: PolicyOptions<O, I>): Policy {
  const { breaker, hedge, bulkhead, rate, budget, gate, monitor, region, route, deadLetter } = options;
  const monitors = (
    monitor === undefined ? [] : Array.isArray(monitor) ? monitor : [monitor]
  ) as readonly MonitorOption<O, I>[];
  const policy: Policy = {
    ...timeoutsPolicy(options),
    retry: retryPolicy(options.retry),
    breaker: breaker === undefined ? null : breakerPolicy(breaker),
    hedge: hedge === undefined ? null : hedgePolicy(hedge),
    bulkhead: bulkhead === undefined ? null : bulkheadPolicy(bulkhead),
    rate: rate === undefined ? null : ratePolicy(rate),
    budget: budget === undefined ? null : budgetPolicy(budget),
    gate: gate === undefined ? null : gatePolicy(gate),
    monitors: monitors.map((one) => monitorPolicy(one)),
    region: region === undefined ? null : regionPolicy(region),
    route: route === undefined ? null : routePolicy(route),
    deadLetter: deadLetter === undefined ? null : deadLetterPolicy(deadLetter),
    layers: [],
  };
  checkTogether(policy);
  return policy;
}

function checkTogether({ retry, hedge, bulkhead, rate, timeoutMs, totalTimeoutMs, monitors }: Policy): void {
  if (hedge && retry.times > 0 && !retry.budget)
    throw new RangeError(
      `hedge (${hedge.most} calls) with retry (${retry.times}) may send ${hedge.most * (retry.times + 1)} calls at once to a model in trouble; give retry a budget, retry: { times: ${retry.times}, budget: { ratio: 0.2 } }`,
    );
  if (hedge && timeoutMs !== null && hedge.afterMs >= timeoutMs)
    throw new RangeError(
      `hedge.after (${hedge.afterMs} ms) is not before timeout (${timeoutMs} ms): no second call would ever be sent`,
    );
  if (retry.budget && retry.times === 0 && !hedge)
    throw new RangeError('retry.budget limits nothing: retry is 0 and there is no hedge');
  if (bulkhead?.timed && timeoutMs === null)
    throw new RangeError('bulkhead.timed has no timeout that could run: give the step one');
  for (const [what, waitMs] of [
    ['bulkhead.wait', bulkhead?.waitMs ?? null],
    ['rate.wait', rate?.waitMs ?? null],
  ] as const)
    if (waitMs !== null && totalTimeoutMs !== null && waitMs > totalTimeoutMs)
      throw new RangeError(`${what} (${waitMs} ms) is longer than totalTimeout (${totalTimeoutMs} ms)`);
  const names = monitors.map(({ metric }) => metric);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new RangeError(`monitor watches '${twice}' twice`);
}

/** The layers around an attempt in words, outermost first. `chain`: the targets' names. `repair`: replies sent back. */
export function layersOf(policy: Policy, chain: readonly string[], repair = 0): readonly string[] {
  const { breaker, bulkhead, retry, totalTimeoutMs } = policy;
  const attempt = attemptWords(policy);
  const layers: (string | null)[] = [
    policy.deadLetter && deadLetterWords(policy.deadLetter),
    totalTimeoutMs === null ? null : `deadline ${wordsFor(totalTimeoutMs)}`,
    chain.length > 1 ? `fallback ${chain.slice(1).join(', ')}` : null,
    policy.route === null ? null : `route by ${policy.route}`,
    policy.region === null ? null : 'region',
    breaker?.around === 'retry' ? breakerWords(breaker) : null,
    retry.times === 0 ? null : retryWords(retry),
    repair === 0 ? null : `repair ${repair}`,
    policy.gate && gateWords(policy.gate),
    policy.hedge && hedgeWords(policy.hedge),
    policy.budget && budgetWords(policy.budget),
    breaker?.around === 'attempt' ? breakerWords(breaker) : null,
    policy.rate && rateWords(policy.rate),
    bulkhead?.timed ? attempt : null,
    bulkhead && bulkheadWords(bulkhead),
    bulkhead?.timed ? null : attempt,
    ...policy.monitors.map(monitorWords),
  ];
  return layers.filter((layer) => layer !== null);
}

/** The policy as the history declares it. */
export function shown(policy: Policy): PolicyShown {
  const { retry, timeoutMs, totalTimeoutMs, firstTokenMs, idleMs, layers } = policy;
  return {
    ...(timeoutMs === null ? {} : { timeoutMs }),
    ...(totalTimeoutMs === null ? {} : { totalTimeoutMs }),
    ...(firstTokenMs === null ? {} : { firstTokenMs }),
    ...(idleMs === null ? {} : { idleMs }),
    ...(retry.times === 0
      ? {}
      : { retries: retry.times, backoff: { baseMs: retry.baseMs, capMs: retry.capMs } }),
    ...(layers.length === 0 ? {} : { layers }),
  };
}
