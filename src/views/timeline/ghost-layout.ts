/** The run without its faults, under the run as it was. */
import { faultWords } from '../../history/projections/fault-words.ts';
import { seconds } from '../../history/projections/format.ts';
import type { PlannedFault } from '../../history/projections/planned-fault.ts';
import type { RunView, StepView } from '../../history/projections/run-view.ts';
import { WEIGHT, type Measure } from '../marks/text-fit.ts';
import type { TimeScale } from './scale-layout.ts';

export interface GhostBar {
  readonly step: string;
  readonly xPx: number;
  readonly widthPx: number;
}

/** Steps that would have run at other times. */
export function ghostBars(run: RunView, ghost: RunView, scale: TimeScale): readonly GhostBar[] {
  const own = new Map(run.steps.map((step) => [step.step, step]));
  const same = (a: StepView, b: StepView | undefined): boolean =>
    b !== undefined &&
    a.startedMs === b.startedMs &&
    a.finishedMs === b.finishedMs &&
    a.attempts.length === b.attempts.length;
  return ghost.steps.flatMap((step) => {
    if (step.startedMs === null || step.finishedMs === null || step.state === 'skipped') return [];
    if (same(step, own.get(step.step))) return [];
    const xPx = scale.x(step.startedMs);
    return [{ step: step.step, xPx, widthPx: Math.max(2, scale.x(step.finishedMs) - xPx) }];
  });
}

export interface Dimension {
  readonly ghostPx: number;
  readonly endPx: number;
  /** Between the arrowheads; empty when nothing was lost. */
  readonly words: string;
  readonly wordsPx: number;
  readonly wordsWidthPx: number;
  /** Where the words stand: between the arrows, or right of them where those are too close. */
  readonly inside: boolean;
  readonly flag: string;
  readonly flagWidthPx: number;
}

/** The time between the two ends, as a draughtsman would write it; null while one of them is unknown. */
export function ghostDimension(
  run: RunView,
  ghost: RunView,
  plan: readonly PlannedFault[],
  scale: TimeScale,
  sizePx: number,
  measure: Measure,
): Dimension | null {
  if (run.finishedMs === null || ghost.finishedMs === null) return null;
  const lostMs = run.finishedMs - ghost.finishedMs;
  const [only] = plan;
  const cause = plan.length === 1 && only ? faultWords(only.kind).noun : 'the faults';
  const words =
    lostMs === 0 ? '' : `${seconds(Math.abs(lostMs), 1)} ${lostMs > 0 ? 'lost to' : 'shorter with'} ${cause}`;
  const ghostPx = scale.x(ghost.finishedMs) + 0.5;
  const endPx = scale.x(run.finishedMs);
  const wordsWidthPx = Math.ceil(measure(words, sizePx, WEIGHT.text));
  const flag = `without: ${seconds(ghost.finishedMs, 1)}`;
  const [left, right] = longestPiece(Math.min(ghostPx, endPx), Math.max(ghostPx, endPx), scale);
  const inside = right - left >= wordsWidthPx + 40;
  return {
    ghostPx,
    endPx,
    words,
    wordsPx: inside
      ? (left + right) / 2
      : Math.min(Math.max(ghostPx, endPx) + 8 + wordsWidthPx / 2, scale.toPx - wordsWidthPx / 2),
    wordsWidthPx,
    inside,
    flag,
    flagWidthPx: Math.ceil(measure(flag, sizePx, WEIGHT.value)) + 12,
  };
}

function longestPiece(fromPx: number, toPx: number, scale: TimeScale): readonly [number, number] {
  let [left, best] = [fromPx, [fromPx, fromPx] as readonly [number, number]];
  const take = (right: number): void => {
    if (right - left > best[1] - best[0]) best = [left, right];
  };
  for (const fold of scale.folds) {
    const [from, to] = [scale.x(fold.fromMs), scale.x(fold.toMs)];
    if (from < fromPx || to > toPx) continue;
    take(from);
    left = to;
  }
  take(toPx);
  return best;
}
