/** A row's attempts and the waits between them, px. */
import { span } from '../../history/projections/format.ts';
import type { AttemptView, StepView } from '../../history/projections/run-view.ts';
import { WEIGHT, type Measure } from '../marks/text-fit.ts';
import type { TimeScale } from './scale-layout.ts';

export interface AttemptPlace {
  readonly step: string;
  readonly attempt: AttemptView;
  readonly xPx: number;
  /** As long as the whole run knows it to be; null while it runs. */
  readonly widthPx: number | null;
}
export interface WaitPlace {
  readonly key: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly fromPx: number;
  readonly toPx: number;
  /** Its length, where there is room for it; empty otherwise. */
  readonly label: string;
  readonly labelPx: number;
  readonly labelWidthPx: number;
}

const LEAST_PX = 2;

export const placeAttempts = (step: StepView, scale: TimeScale): readonly AttemptPlace[] =>
  step.attempts.map((attempt) => {
    const xPx = scale.x(attempt.startedMs);
    const widthPx =
      attempt.finishedMs === null ? null : Math.max(LEAST_PX, scale.x(attempt.finishedMs) - xPx);
    return { step: step.step, attempt, xPx, widthPx };
  });

/** The waits before a further try: dotted from bar to bar, their length in the middle where a fold leaves room. */
export function placeWaits(
  step: StepView,
  scale: TimeScale,
  sizePx: number,
  measure: Measure,
): readonly WaitPlace[] {
  return step.backoffs.flatMap(({ after, fromMs, delayMs }) => {
    const next = step.attempts.find((a) => a.attempt > after);
    const toMs = next?.startedMs ?? fromMs + delayMs;
    const fromPx = scale.x(fromMs) + 3;
    const toPx = scale.x(toMs) - 2;
    if (toPx - fromPx < 3) return [];
    const text = span(delayMs);
    const width = Math.ceil(measure(text, sizePx, WEIGHT.text));
    const [left, right] = widestPiece(fromPx, toPx, scale);
    const fits = right - left >= width + 22;
    const middle = Math.round((left + right) / 2);
    return [
      {
        key: `${step.step} ${after}`,
        fromMs,
        toMs,
        fromPx,
        toPx,
        label: fits ? text : '',
        labelPx: middle,
        labelWidthPx: fits ? width : 0,
      },
    ];
  });
}

/** What folds leave of a stretch, at its widest. */
function widestPiece(fromPx: number, toPx: number, scale: TimeScale): readonly [number, number] {
  const cuts = scale.folds
    .map((f) => [scale.x(f.fromMs), scale.x(f.toMs)] as const)
    .filter(([from, to]) => to > fromPx && from < toPx);
  const starts = [fromPx, ...cuts.map(([, to]) => to)];
  const stops = [...cuts.map(([from]) => from), toPx];
  const pieces = starts.map((from, i) => [from, stops[i] ?? toPx] as const);
  return pieces.reduce((best, piece) => (piece[1] - piece[0] > best[1] - best[0] ? piece : best));
}

/** What a bar says inside itself: mark and words, the mark alone, or nothing. */
export function barLabel(
  words: string,
  widthPx: number,
  sizePx: number,
  measure: Measure,
): { readonly mark: boolean; readonly words: string; readonly widthPx: number } {
  const full = Math.ceil(measure(words, sizePx, WEIGHT.value)) + sizePx + 8;
  if (full + 4 <= widthPx) return { mark: true, words, widthPx: full };
  return { mark: widthPx >= sizePx + 4, words: '', widthPx: sizePx + 3 };
}
