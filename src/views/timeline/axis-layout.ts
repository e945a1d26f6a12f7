/** Round ticks on the time axis. */
import { WEIGHT, type Measure } from '../marks/text-fit.ts';
import type { TimeScale } from './scale-layout.ts';

export interface Tick {
  readonly ms: number;
  readonly xPx: number;
  readonly label: string;
  readonly widthPx: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS_MS = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((s) => s * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((m) => m * MINUTE),
  ...[1, 2, 6, 12, 24, 48, 120, 240].map((h) => h * HOUR),
];
const LEAST_GAP_PX = 50;

/** Ticks with their labels: the first carries the unit, the rest are bare numbers; none inside a fold. */
export function axisTicks(scale: TimeScale, sizePx: number, measure: Measure): readonly Tick[] {
  const shown = scale.folds.reduce((sum, f) => sum - (f.toMs - f.fromMs), scale.endMs);
  const room = scale.toPx - scale.fromPx;
  const widest = (stepMs: number): number =>
    measure(label(scale.endMs - (scale.endMs % stepMs), stepMs), sizePx, WEIGHT.text);
  const stepMs =
    STEPS_MS.find(
      (step) => (step / shown) * room >= Math.max(LEAST_GAP_PX * (sizePx / 12), widest(step) * 1.8),
    ) ??
    STEPS_MS.at(-1) ??
    HOUR;
  const ticks: Tick[] = [];
  for (let ms = 0; ms <= scale.endMs; ms += stepMs) {
    if (scale.folds.some((f) => ms > f.fromMs && ms < f.toMs)) continue;
    const text = label(ms, stepMs);
    ticks.push({ ms, xPx: scale.x(ms), label: text, widthPx: measure(text, sizePx, WEIGHT.text) });
  }
  return ticks;
}

function label(ms: number, stepMs: number): string {
  const [unitMs, unit] =
    stepMs >= HOUR
      ? [HOUR, 'h']
      : stepMs >= MINUTE
        ? [MINUTE, 'min']
        : stepMs >= 100
          ? [SECOND, 's']
          : [1, 'ms'];
  if (ms === 0) return `0\u00a0${unit}`;
  const digits = unitMs === SECOND && stepMs < SECOND ? 1 : 0;
  return (ms / unitMs).toFixed(digits);
}
