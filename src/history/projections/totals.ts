/** What runs came to, in numbers. */
import type { Usage } from '../../model/reply.ts';
import { judgedRuns } from './lives.ts';
import { isFailed, isWasted, leftWaiting, waitingFor, type RunView, type WorldView } from './run-view.ts';

/**
 * A run's outcome as the screen says it. 'recovered': it returned, though something in it had failed. 'waiting': nothing
 * goes on until a person answers.
 */
export type RunWord =
  'succeeded' | 'recovered' | 'escalated' | 'failed' | 'cancelled' | 'stalled' | 'running' | 'waiting';

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
  /**
   * The part of the cost that bought nothing: attempts that failed, were cancelled or scored too low, and what calls
   * cost after nobody waited for them any more.
   */
  readonly wastedNanoUsd: number;
}

type Sums = { -readonly [K in Exclude<keyof Totals, 'word' | 'virtualMs'>]: number };

const none = (): Sums => ({
  calls: 0,
  failedCalls: 0,
  inputTokens: 0,
  outputTokens: 0,
  costNanoUsd: 0,
  wastedNanoUsd: 0,
});

/** Adds up one run. */
export function totalsOf(run: RunView): Totals {
  const sums = none();
  addRun(sums, run);
  return { word: wordOf(run), virtualMs: lastKnownMs(run) - run.startedMs, ...sums };
}

/**
 * Adds up all runs of a world, lost lives included, whose cost is waste; `word` is that of the first that did not go well,
 * else of the first. Null before a run started.
 */
export function totalsOfWorld(world: Pick<WorldView, 'runs'>): Totals | null {
  const judged = judgedRuns(world);
  if (judged.length === 0) return null;
  const sums = none();
  for (const run of world.runs) {
    const before = { ...sums };
    addRun(sums, run);
    if (!judged.includes(run))
      sums.wastedNanoUsd = before.wastedNanoUsd + sums.costNanoUsd - before.costNanoUsd;
  }
  const words = judged.map(wordOf);
  const fromMs = Math.min(...world.runs.map(({ startedMs }) => startedMs));
  return {
    word: words.find((word) => !WELL.has(word)) ?? words[0] ?? 'running',
    virtualMs: Math.max(...world.runs.map(lastKnownMs)) - fromMs,
    ...sums,
  };
}
const WELL: ReadonlySet<RunWord> = new Set<RunWord>(['succeeded', 'recovered', 'escalated']);

function addRun(sums: Sums, run: RunView): void {
  for (const step of run.steps)
    for (const attempt of step.attempts) {
      if (attempt.request) {
        sums.calls++;
        if (attempt.outcome === 'failed') sums.failedCalls++;
      }
      if (attempt.usage) addUsage(sums, attempt.usage);
      sums.costNanoUsd += attempt.costNanoUsd;
      if (isWasted(attempt)) sums.wastedNanoUsd += attempt.costNanoUsd;
      if (attempt.late) addLate(sums, attempt.late);
    }
  for (const late of run.late) addLate(sums, late);
}

function addUsage(sums: Sums, { inputTokens, outputTokens }: Usage): void {
  sums.inputTokens += inputTokens;
  sums.outputTokens += outputTokens;
}

function addLate(sums: Sums, late: { readonly usage: Usage; readonly costNanoUsd: number }): void {
  addUsage(sums, late.usage);
  sums.costNanoUsd += late.costNanoUsd;
  sums.wastedNanoUsd += late.costNanoUsd;
}

/** The run's outcome in one word. */
export function wordOf(run: RunView): RunWord {
  if (!run.finished) return onlyWaits(run) ? 'waiting' : 'running';
  if (leftWaiting(run)) return 'waiting';
  if (run.finished.outcome !== 'returned') return run.finished.outcome;
  return run.steps.some((s) => s.state === 'failed' || s.state === 'recovered' || s.attempts.some(isFailed))
    ? 'recovered'
    : 'succeeded';
}

/** Whether a person is waited for, and no attempt is under way. */
const onlyWaits = ({ waits, steps }: RunView): boolean =>
  waits.some(({ endedMs }) => endedMs === null) &&
  steps.every((step) => waitingFor(step) !== null || step.attempts.every(({ outcome }) => outcome !== null));

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
      see(attempt.score?.atMs ?? null);
      see(attempt.parts.at(-1)?.atMs ?? null);
      for (const strike of attempt.strikes) see(strike.atMs);
    }
    for (const backoff of step.backoffs) see(backoff.fromMs);
    for (const fallback of step.fallbacks) see(fallback.atMs);
    for (const hold of step.holds) see(hold.toMs ?? hold.fromMs);
    for (const refusal of step.refusals) see(refusal.atMs);
  }
  for (const wait of run.waits) see(wait.answeredMs ?? wait.sinceMs);
  for (const write of run.writes) see(write.atMs);
  for (const warning of run.warnings) see(warning.atMs);
  for (const log of run.logs) see(log.atMs);
  return last;
}
