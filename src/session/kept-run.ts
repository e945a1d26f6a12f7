/** A run as the Runs list keeps it: enough to show its row and to open it again, code and all. */
import type { VirtualMs, WallMs } from '../base/units.ts';
import { isWasted, type RunView } from '../history/projections/run-view.ts';
import type { RunWord, Totals } from '../history/projections/totals.ts';
import type { WorldInputs } from '../sandbox/messages.ts';
import { readScenario } from './scenario-text.ts';
import type { Bar, RunSummary } from '../store/run-summary.ts';
import type { Project } from './project.ts';
import type { Code, ComputedWorld } from './sandbox-driver.ts';

/** One attempt in the miniature timeline; parallel ones lie on rows of their own. Times are shares of the run, 0–1. */
export interface MiniBar {
  readonly row: number;
  readonly fromRatio: number;
  readonly toRatio: number;
  readonly kind: (typeof MINI_KINDS)[number];
}
const MINI_KINDS = ['success', 'failure', 'recovered', 'cancelled'] as const;
/** Bars in a miniature at most: what its width can show. */
const MINI_BARS = 60;

/** What the page needs beside the summary to open a run as it was. */
interface Reopen {
  readonly example: string;
  readonly scenarioId: string;
  readonly title: string;
  readonly code: Code;
  readonly inputs: WorldInputs;
  readonly tookMs: number;
}

export interface KeptRun extends Reopen {
  readonly summary: RunSummary;
  readonly word: RunWord;
  readonly mini: readonly MiniBar[];
}

/** What to keep of a world that was just computed. */
export function keptRun(
  id: string,
  startedWall: WallMs,
  world: ComputedWorld,
  project: Project,
  seen: { readonly verdict: string; readonly totals: Totals; readonly run: RunView },
): KeptRun {
  const { code, inputs, tookMs } = world;
  const { example, scenarioId, title } = project;
  const reopen: Reopen = { example, scenarioId, title, code, inputs, tookMs };
  const mini = miniature(seen.run);
  return {
    ...reopen,
    word: seen.totals.word,
    mini,
    summary: {
      id,
      startedWall,
      scenarioTitle: project.scenarioTitle,
      scenarioJson: project.scenarioText,
      reopenJson: JSON.stringify(reopen),
      seed: inputs.seed,
      outcome: seen.totals.word,
      verdict: seen.verdict,
      virtualMs: seen.totals.virtualMs as VirtualMs,
      costNanoUsd: seen.totals.costNanoUsd,
      events: world.history.length,
      hash: world.hash,
      complete: world.hash !== null,
      parent: null,
      bars: mini.map(({ row, fromRatio, toRatio, kind }): Bar => [fromRatio, toRatio, `${kind} ${row}`]),
    },
  };
}

/** Reads a stored summary; null for one that this page did not write, or no longer understands. */
export function readKept(summary: RunSummary): KeptRun | null {
  let found: unknown;
  try {
    found = JSON.parse(summary.reopenJson);
  } catch {
    return null;
  }
  if (!isReopen(found) || !('scenario' in readScenario(summary.scenarioJson))) return null;
  return { ...found, summary, word: summary.outcome as RunWord, mini: summary.bars.map(miniBar) };
}

/** Whether two kept runs are the same run of the same thing: keeping both would say nothing more. */
export const sameRun = (a: KeptRun, b: KeptRun): boolean =>
  a.summary.hash !== null &&
  a.summary.hash === b.summary.hash &&
  a.summary.scenarioJson === b.summary.scenarioJson &&
  a.example === b.example &&
  a.scenarioId === b.scenarioId &&
  JSON.stringify([a.inputs, a.code]) === JSON.stringify([b.inputs, b.code]);

/** The run's attempts as bars. */
export function miniature(run: RunView): MiniBar[] {
  const endMs = run.finishedMs ?? Math.max(0, ...run.steps.map(({ finishedMs }) => finishedMs ?? 0));
  const share = (ms: number): number =>
    endMs > run.startedMs ? Math.min(1, Math.max(0, (ms - run.startedMs) / (endMs - run.startedMs))) : 0;
  const attempts = run.steps
    .flatMap((step) => step.attempts)
    .sort((a, b) => a.startedMs - b.startedMs)
    .slice(0, MINI_BARS);
  const rowEnds: number[] = [];
  return attempts.map((attempt) => {
    const toMs = attempt.finishedMs ?? endMs;
    let row = rowEnds.findIndex((rowEnd) => rowEnd <= attempt.startedMs);
    if (row < 0) row = rowEnds.length;
    rowEnds[row] = toMs;
    const kind = !isWasted(attempt)
      ? attempt.attempt > 1
        ? 'recovered'
        : 'success'
      : attempt.outcome === 'failed'
        ? 'failure'
        : 'cancelled';
    return { row, fromRatio: share(attempt.startedMs), toRatio: share(toMs), kind };
  });
}

function miniBar([fromRatio, toRatio, drawn]: Bar): MiniBar {
  const [kind, row] = drawn.split(' ');
  return {
    fromRatio,
    toRatio,
    row: Number(row) || 0,
    kind: MINI_KINDS.find((known) => known === kind) ?? 'success',
  };
}

function isReopen(value: unknown): value is Reopen {
  if (typeof value !== 'object' || value === null) return false;
  const { example, scenarioId, title, code, inputs, tookMs } = value as Record<string, unknown>;
  const { files, entry } = (code ?? {}) as Record<string, unknown>;
  const isFile = (file: unknown): boolean =>
    typeof file === 'object' &&
    file !== null &&
    typeof (file as Record<string, unknown>)['path'] === 'string' &&
    typeof (file as Record<string, unknown>)['text'] === 'string';
  const { faults } = ((inputs ?? {}) as { faults?: { faults?: unknown } }).faults ?? {};
  return (
    [example, scenarioId, title, entry].every((text) => typeof text === 'string') &&
    typeof tookMs === 'number' &&
    Array.isArray(files) &&
    files.length > 0 &&
    files.every(isFile) &&
    Array.isArray(faults)
  );
}
