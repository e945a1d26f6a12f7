/** A breaker's strip under its lane: how it stood, stretch by stretch. */
import type { BreakerSpan } from '../../history/projections/lane-world.ts';
import { WEIGHT, type Measure } from '../marks/text-fit.ts';
import { clearOfFolds, type TimeScale } from './scale-layout.ts';

export interface BreakerPlace {
  readonly key: string;
  readonly state: string;
  readonly fromMs: number;
  readonly fromPx: number;
  readonly toPx: number;
  /** What the state asks for beside its mark, px; Infinity where a fold would tear it. */
  readonly wordsPx: number;
  readonly title: string;
}

/** Of the mark before the word, and of the air around both, px at 12 px type. */
const MARK_PX = 22;

export function placeBreaker(
  spans: readonly BreakerSpan[],
  scale: TimeScale,
  sizePx: number,
  measure: Measure,
): readonly BreakerPlace[] {
  return spans.map(({ state, fromMs, toMs, because }) => {
    const fromPx = scale.x(Math.min(fromMs, scale.endMs));
    const toPx = Math.max(fromPx + 2, scale.x(Math.min(toMs ?? Infinity, scale.endMs)));
    const wordsPx = measure(state, sizePx, WEIGHT.text) + MARK_PX * (sizePx / 12);
    return {
      key: `${fromMs} ${state}`,
      state,
      fromMs,
      fromPx,
      toPx,
      wordsPx: clearOfFolds(fromPx, wordsPx, scale) === fromPx ? wordsPx : Infinity,
      title: because === '' ? `breaker ${state}` : `breaker ${state}: ${because}`,
    };
  });
}
