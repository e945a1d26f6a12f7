/** Virtual time to px and back: one scale for lanes, rows, axis and playhead. A fold takes the same few px however long. */
import { bisectRight } from 'd3-array';
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

/** Folds that leave these moments open, with a little air on both sides: what happens at one is not folded away. */
export function aroundMoments(
  folds: readonly IdleFold[],
  moments: readonly number[],
  airMs: number,
): readonly IdleFold[] {
  return folds.flatMap((fold) => {
    const inside = moments.filter((ms) => ms > fold.fromMs && ms < fold.toMs).sort((a, b) => a - b);
    const starts = [fold.fromMs, ...inside.map((ms) => ms + airMs)];
    const stops = [...inside.map((ms) => ms - airMs), fold.toMs];
    return starts
      .map((fromMs, i) => ({ fromMs, toMs: stops[i] ?? fold.toMs }))
      .filter(({ fromMs, toMs }) => toMs > fromMs);
  });
}

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
  const beyond = (ms: number): number => toPx + (ms - end) * pxPerMs;
  return {
    x: (ms) => Math.round((ms > end ? beyond(ms) : along(domain, range, ms)) * 2) / 2,
    ms: (xPx) => Math.round(Math.min(end, Math.max(0, along(range, domain, xPx)))),
    folds: kept,
    fromPx,
    toPx,
    endMs: end,
  };
}

/** The value on `to` that lies where `at` lies on `from`; both rise, piece by piece in a straight line. */
function along(from: readonly number[], to: readonly number[], at: number): number {
  const i = Math.min(Math.max(bisectRight(from, at) - 1, 0), from.length - 2);
  const share = (at - from[i]!) / (from[i + 1]! - from[i]!);
  return to[i]! + share * (to[i + 1]! - to[i]!);
}

/** Where a text of that width may begin so that no fold tears it: where it was to, or right of the folds in its way. */
export function clearOfFolds(fromPx: number, widthPx: number, scale: TimeScale): number {
  let at = fromPx;
  for (const fold of scale.folds) {
    const [left, right] = [scale.x(fold.fromMs), scale.x(fold.toMs)];
    if (at < right && at + widthPx > left) at = right + FOLD_AIR_PX;
  }
  return at;
}
const FOLD_AIR_PX = 4;

/** Of a scale on which nothing has run, ms. */
const EMPTY_MS = 10_000;

/** The scale's end for a run that takes `runMs`: a little air behind it, on a round number. */
export function scaleEnd(runMs: number): number {
  if (runMs <= 0) return EMPTY_MS;
  const wanted = runMs * 1.04;
  const grid = 10 ** Math.max(1, Math.floor(Math.log10(Math.max(10, wanted))) - 1) / 2;
  return Math.ceil(wanted / grid) * grid;
}
