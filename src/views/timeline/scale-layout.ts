/** Virtual time to px and back: one scale for lanes, rows, axis and playhead. A fold takes the same few px however long. */
import { scaleLinear } from 'd3-scale';
import type { IdleFold } from '../../history/projections/lanes.ts';

export interface TimeScale {
  /** Px of a time, on a half pixel; beyond both ends it goes on. */
  readonly x: (ms: number) => number;
  /** Whole ms of a place, within the scale. */
  readonly ms: (xPx: number) => number;
  readonly folds: readonly IdleFold[];
  readonly fromPx: number;
  readonly toPx: number;
  readonly endMs: number;
}

/** Folds that overlap nothing of what is asked to stay visible, in order. */
export const openFolds = (
  folds: readonly IdleFold[],
  busy: readonly { readonly fromMs: number; readonly toMs: number }[],
): readonly IdleFold[] =>
  folds.filter((fold) => busy.every(({ fromMs, toMs }) => toMs <= fold.fromMs || fromMs >= fold.toMs));

/** A scale from 0 to `endMs` (≥ 1) between two places, px. A fold that would be narrower unfolded stays open. */
export function timeScale(
  endMs: number,
  fromPx: number,
  toPx: number,
  folds: readonly IdleFold[],
  foldPx: number,
): TimeScale {
  const end = Math.max(1, endMs);
  const plain = (toPx - fromPx) / end;
  const kept = folds.filter(
    (f) => f.fromMs > 0 && f.toMs < end && (f.toMs - f.fromMs) * plain > foldPx * 1.5,
  );
  const folded = kept.reduce((sum, f) => sum + f.toMs - f.fromMs, 0);
  const pxPerMs = (toPx - fromPx - kept.length * foldPx) / (end - folded);
  const domain = [0];
  const range = [fromPx];
  let x = fromPx;
  let at = 0;
  for (const { fromMs, toMs } of kept) {
    x += (fromMs - at) * pxPerMs;
    domain.push(fromMs, toMs);
    range.push(x, x + foldPx);
    x += foldPx;
    at = toMs;
  }
  domain.push(end);
  range.push(toPx);
  const linear = scaleLinear(domain, range);
  const beyond = (ms: number): number => toPx + (ms - end) * pxPerMs;
  return {
    x: (ms) => Math.round((ms > end ? beyond(ms) : linear(ms)) * 2) / 2,
    ms: (xPx) => Math.round(Math.min(end, Math.max(0, linear.invert(xPx)))),
    folds: kept,
    fromPx,
    toPx,
    endMs: end,
  };
}

/** Of a scale on which nothing has run, ms. */
const EMPTY_MS = 10_000;

/** The scale's end for a run that takes `runMs`: a little air behind it, on a round number. */
export function scaleEnd(runMs: number): number {
  if (runMs <= 0) return EMPTY_MS;
  const wanted = runMs * 1.04;
  const grid = 10 ** Math.max(1, Math.floor(Math.log10(Math.max(10, wanted))) - 1) / 2;
  return Math.ceil(wanted / grid) * grid;
}
