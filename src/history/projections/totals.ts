/** What one run came to, in numbers. */
import { isWasted, type RunView } from './run-view.ts';

/** A run's outcome as the screen says it. 'recovered': it returned, though something in it had failed. */
export type RunWord =
  'succeeded' | 'recovered' | 'escalated' | 'failed' | 'cancelled' | 'stalled' | 'running';

export interface Totals {
  readonly word: RunWord;
  /** From the run's start to its end, or to the last thing known of it; whole ms. */
  readonly virtualMs: number;
  /** Attempts that sent a request. */
  readonly calls: number;
  readonly failedCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costNanoUsd: number;
  /** The part of the cost that went to attempts which failed or were cancelled. */
  readonly wastedNanoUsd: number;
}

/** Adds up one run. */
export function totalsOf(run: RunView): Totals {
  const sum = { calls: 0, failedCalls: 0, inputTokens: 0, outputTokens: 0, costNanoUsd: 0, wastedNanoUsd: 0 };
  for (const step of run.steps) {
    for (const attempt of step.attempts) {
      if (attempt.request) {
        sum.calls++;
        if (attempt.outcome === 'failed') sum.failedCalls++;
      }
      sum.inputTokens += attempt.usage?.inputTokens ?? 0;
      sum.outputTokens += attempt.usage?.outputTokens ?? 0;
      sum.costNanoUsd += attempt.costNanoUsd;
      if (isWasted(attempt)) sum.wastedNanoUsd += attempt.costNanoUsd;
    }
  }
  return { word: wordOf(run), virtualMs: lastKnownMs(run) - run.startedMs, ...sum };
}

/** The run's outcome in one word. */
export function wordOf(run: RunView): RunWord {
  if (!run.finished) return 'running';
  if (run.finished.outcome !== 'returned') return run.finished.outcome;
  return run.steps.some((s) => s.state === 'failed' || s.attempts.some((a) => a.outcome === 'failed'))
    ? 'recovered'
    : 'succeeded';
}

/** When the run ended, or the latest time that anything is known of it. */
export function lastKnownMs(run: RunView): number {
  if (run.finishedMs !== null) return run.finishedMs;
  let last: number = run.startedMs;
  const see = (ms: number | null): void => {
    if (ms !== null && ms > last) last = ms;
  };
  for (const step of run.steps) {
    see(step.startedMs);
    see(step.finishedMs);
    for (const attempt of step.attempts) {
      see(attempt.startedMs);
      see(attempt.finishedMs);
      for (const strike of attempt.strikes) see(strike.atMs);
    }
    for (const backoff of step.backoffs) see(backoff.fromMs);
    for (const fallback of step.fallbacks) see(fallback.atMs);
  }
  for (const warning of run.warnings) see(warning.atMs);
  for (const log of run.logs) see(log.atMs);
  return last;
}
