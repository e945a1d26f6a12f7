/** A row's attempts, what held them back, and the waits between them, px. */
import { span } from '../../history/projections/format.ts';
import type { AttemptView, Hold, StepView } from '../../history/projections/run-view.ts';
import { WEIGHT, type Measure } from '../marks/text-fit.ts';
import type { TimeScale } from './scale-layout.ts';

/** 'frame': what ran inside it has rows of its own; 'person': it asks somebody and waits. */
export type AttemptForm = 'work' | 'frame' | 'person';

export interface AttemptPlace {
  readonly step: string;
  readonly attempt: AttemptView;
  readonly form: AttemptForm;
  readonly xPx: number;
  /** As long as the whole run knows it to be; null while it runs. */
  readonly widthPx: number | null;
  /** From the row's top: those that ran at once lie beside each other. */
  readonly track: number;
  readonly tracks: number;
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
/** How long a policy held an attempt back. */
export interface HoldPlace {
  readonly key: string;
  readonly policy: Hold['policy'];
  readonly fromMs: number;
  readonly fromPx: number;
  /** Null while it does. */
  readonly toPx: number | null;
}
/** Where a policy kept an attempt from starting. */
export interface RefusalPlace {
  readonly key: string;
  readonly atMs: number;
  readonly xPx: number;
  /** Whether its mark finds room before that; else a stroke stands for it. */
  readonly roomy: boolean;
  readonly title: string;
}

/** Of a refusal's mark, px. */
export const REFUSAL_PX = 12;

const LEAST_PX = 2;

export function placeAttempts(
  step: StepView,
  scale: TimeScale,
  form: AttemptForm = 'work',
): readonly AttemptPlace[] {
  const tracks = tracksOf(step.attempts);
  return step.attempts.map((attempt, i) => {
    const xPx = scale.x(attempt.startedMs);
    const widthPx =
      attempt.finishedMs === null ? null : Math.max(LEAST_PX, scale.x(attempt.finishedMs) - xPx);
    return { step: step.step, attempt, form, xPx, widthPx, ...(tracks[i] ?? ALONE) };
  });
}

const ALONE = { track: 0, tracks: 1 } as const;

/** Attempts that overlap, one after the other, share the row's height: a hedge lies under the call that it races. */
function tracksOf(
  attempts: readonly AttemptView[],
): readonly { readonly track: number; readonly tracks: number }[] {
  const out: { track: number; tracks: number }[] = [];
  let group: { track: number; tracks: number }[] = [];
  let ends: number[] = [];
  for (const { startedMs, finishedMs } of attempts) {
    if (ends.every((end) => end <= startedMs)) [group, ends] = [[], []];
    const free = ends.findIndex((end) => end <= startedMs);
    const track = free === -1 ? ends.length : free;
    ends[track] = finishedMs ?? Infinity;
    const place = { track, tracks: 1 };
    group.push(place);
    out.push(place);
    for (const one of group) one.tracks = ends.length;
  }
  return out;
}

/** The waits before a further try: dotted from bar to bar, their length in the middle where a fold leaves room. */
export function placeWaits(
  step: StepView,
  scale: TimeScale,
  sizePx: number,
  measure: Measure,
): readonly WaitPlace[] {
  return step.backoffs.flatMap(({ after, fromMs, delayMs }) => {
    const next = step.attempts.find((a) => a.attempt > after);
    const toMs = Math.min(next?.startedMs ?? Infinity, fromMs + delayMs);
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

/** What held attempts back, and what never started. */
export const placeHolds = (step: StepView, scale: TimeScale): readonly HoldPlace[] =>
  step.holds.flatMap(({ policy, fromMs, toMs }, i) => {
    const fromPx = scale.x(fromMs);
    const toPx = toMs === null ? null : scale.x(toMs);
    if (toPx !== null && toPx - fromPx < 1) return [];
    return [{ key: `${step.step} ${i}`, policy, fromMs, fromPx, toPx }];
  });

export const placeRefusals = (
  step: StepView,
  scale: TimeScale,
  words: (policy: StepView['refusals'][number]['policy']) => string,
): readonly RefusalPlace[] =>
  step.refusals.map(({ policy, target, atMs }, i) => {
    const xPx = scale.x(atMs);
    const before = step.attempts.findLast(({ startedMs }) => startedMs < atMs);
    const endPx = before ? scale.x(Math.min(before.finishedMs ?? atMs, atMs)) : scale.fromPx;
    return {
      key: `${step.step} ${i}`,
      atMs,
      xPx,
      roomy: xPx - endPx > REFUSAL_PX,
      title: `${target} was not asked: ${words(policy)}`,
    };
  });

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
