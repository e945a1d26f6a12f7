/** A run as the Runs list keeps it: enough to show its row and to open it again, code and all. */
import type { VirtualMs, WallMs } from '../base/units.ts';
import { isWasted, type RunView } from '../history/projections/run-view.ts';
import type { RunWord, Totals } from '../history/projections/totals.ts';
import type { WorldInputs } from '../sandbox/messages.ts';
import { readScenario } from './scenario-text.ts';
import type { Bar, RunSummary } from '../store/run-summary.ts';
import type { Project } from './project.ts';
import type { Code, ComputedWorld, Wish } from './sandbox-driver.ts';

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

/** What a run was forked from, and what was to be otherwise. */
export interface ForkOf {
  /** When the run that it was forked from was begun. */
  readonly parentWall: WallMs | null;
  /** The first event that may differ. */
  readonly fromSeq: number;
  /** What models are to have said instead, by call. */
  readonly replies: Readonly<Record<string, string>>;
  /** In words: 'answer said otherwise'. */
  readonly what: string;
}

/** What a world is made from, without the histories that it may be computed from: those are stored by themselves. */
export type PlainInputs = Omit<WorldInputs, 'replay' | 'resume'>;

/** What the page needs beside the summary to open a run as it was. */
interface Reopen {
  readonly example: string;
  readonly scenarioId: string;
  readonly title: string;
  readonly code: Code;
  readonly inputs: PlainInputs;
  readonly tookMs: number;
  readonly fork?: ForkOf;
}

export interface KeptRun extends Reopen {
  readonly summary: RunSummary;
  readonly word: RunWord;
  readonly mini: readonly MiniBar[];
}

/** The outcome of a live run in the list until it is finished: whatever becomes of its tab, it stands there as this. */
const UNFINISHED = 'unfinished';

/** Whether a run over HTTP was begun and not finished: it can be gone on with. */
export const isUnfinished = ({ summary }: Pick<KeptRun, 'summary'>): boolean =>
  summary.outcome === UNFINISHED;

/** Where a run stands among others. */
export interface Kept {
  readonly id: string;
  readonly startedWall: WallMs;
  /** The run that it was forked from, and how. */
  readonly parent?: { readonly id: string | null; readonly fork: ForkOf } | undefined;
}

/** What to keep of a world that was just computed. */
export function keptRun(
  { id, startedWall, parent }: Kept,
  world: ComputedWorld,
  project: Project,
  seen: { readonly verdict: string; readonly totals: Totals; readonly run: RunView },
): KeptRun {
  const reopen = reopenOf(world, project, world.tookMs, parent?.fork);
  const mini = miniature(seen.run);
  return {
    ...reopen,
    word: seen.totals.word,
    mini,
    summary: {
      id,
      startedWall,
      ...documentsOf(reopen, project),
      outcome: seen.totals.word,
      verdict: seen.verdict,
      virtualMs: seen.totals.virtualMs as VirtualMs,
      costNanoUsd: seen.totals.costNanoUsd,
      events: world.history.length,
      hash: world.hash,
      complete: world.hash !== null,
      parent: parent?.id ?? null,
      bars: mini.map(({ row, fromRatio, toRatio, kind }): Bar => [fromRatio, toRatio, `${kind} ${row}`]),
    },
  };
}

/** What to keep of a live run that begins: all that is needed to go on with it. */
export function begunRun({ id, startedWall, parent }: Kept, wish: Wish, project: Project): KeptRun {
  const reopen = reopenOf(wish, project, 0, parent?.fork);
  return {
    ...reopen,
    word: 'running',
    mini: [],
    summary: {
      id,
      startedWall,
      ...documentsOf(reopen, project),
      outcome: UNFINISHED,
      verdict: '',
      virtualMs: 0 as VirtualMs,
      costNanoUsd: 0,
      events: 0,
      hash: null,
      complete: false,
      parent: parent?.id ?? null,
      bars: [],
    },
  };
}

function reopenOf(
  { code, inputs }: Wish,
  project: Project,
  tookMs: number,
  fork: ForkOf | undefined,
): Reopen {
  const { replay: _, resume: __, ...plain } = inputs;
  const { example, scenarioId, title } = project;
  return { example, scenarioId, title, code, inputs: plain, tookMs, ...(fork && { fork }) };
}

const documentsOf = (reopen: Reopen, project: Project) => ({
  scenarioTitle: project.scenarioTitle,
  scenarioJson: project.scenarioText,
  reopenJson: JSON.stringify(reopen),
  seed: reopen.inputs.seed,
});

/** Reads a stored summary; null for one that this page did not write, or no longer understands. */
export function readKept(summary: RunSummary): KeptRun | null {
  let found: unknown;
  try {
    found = JSON.parse(summary.reopenJson);
  } catch {
    return null;
  }
  if (!isReopen(found) || !('scenario' in readScenario(summary.scenarioJson))) return null;
  const word = summary.outcome === UNFINISHED ? 'running' : (summary.outcome as RunWord);
  return { ...found, summary, word, mini: summary.bars.map(miniBar) };
}

/** Whether two kept runs are the same run of the same thing: keeping both would say nothing more. */
export const sameRun = (a: KeptRun, b: KeptRun): boolean =>
  a.summary.hash !== null &&
  a.summary.hash === b.summary.hash &&
  a.summary.scenarioJson === b.summary.scenarioJson &&
  a.summary.parent === b.summary.parent &&
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
  const { example, scenarioId, title, code, inputs, tookMs, fork } = value as Record<string, unknown>;
  const { files, entry, program } = (code ?? {}) as Record<string, unknown>;
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
    (program === undefined || typeof program === 'string') &&
    Array.isArray(faults) &&
    (fork === undefined || isForkOf(fork))
  );
}

function isForkOf(value: unknown): value is ForkOf {
  if (typeof value !== 'object' || value === null) return false;
  const { fromSeq, replies, what } = value as Record<string, unknown>;
  return (
    Number.isSafeInteger(fromSeq) &&
    typeof what === 'string' &&
    typeof replies === 'object' &&
    replies !== null &&
    Object.values(replies).every((text) => typeof text === 'string')
  );
}
