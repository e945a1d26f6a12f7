/** Torn strips where an idle stretch is folded away. */
import { seconds, span } from '../../history/projections/format.ts';
import { WEIGHT, type Measure } from '../marks/text-fit.ts';
import type { TimeScale } from './scale-layout.ts';

export interface FoldPlace {
  readonly key: string;
  readonly leftPx: number;
  readonly rightPx: number;
  /** '2.3 s idle, folded' or '3.38 s wait, folded', and where it ends; empty where it finds no room. */
  readonly label: string;
  readonly labelEndPx: number;
  readonly labelWidthPx: number;
}

const INSET = 0.28;

/** `waits` are the backoffs of the run: a fold in the midst of a single one names it. */
export function placeFolds(
  scale: TimeScale,
  waits: readonly { readonly fromMs: number; readonly toMs: number }[],
  sizePx: number,
  measure: Measure,
): readonly FoldPlace[] {
  let free = scale.fromPx;
  return scale.folds.map(({ fromMs, toMs }) => {
    const [from, to] = [scale.x(fromMs), scale.x(toMs)];
    const leftPx = Math.round(from + (to - from) * INSET) + 0.5;
    const rightPx = Math.round(to - (to - from) * INSET) + 0.5;
    const labelEndPx = leftPx - 7;
    const short = seconds(toMs - fromMs, 1);
    const [wait, another] = waits.filter((w) => w.fromMs < toMs && w.toMs > fromMs);
    const long = wait && !another ? `${span(wait.toMs - wait.fromMs)} wait, folded` : `${short} idle, folded`;
    const width = (text: string): number => Math.ceil(measure(text, sizePx, WEIGHT.text));
    const fits = (text: string): boolean => labelEndPx - width(text) >= free;
    const label = [long, `${short} idle, folded`, short].find(fits) ?? '';
    free = rightPx + 6;
    return { key: `${fromMs}-${toMs}`, leftPx, rightPx, label, labelEndPx, labelWidthPx: width(label) };
  });
}

const TEETH_PX = 6;
const BITE_PX = 3;

/** A torn edge from the top down, as an SVG path. */
export function tornEdge(xPx: number, topPx: number, bottomPx: number): string {
  let path = `M${xPx} ${topPx}`;
  for (let i = 0, y = topPx; y < bottomPx; i++, y += TEETH_PX)
    path += `l${i % 2 === 0 ? BITE_PX : -BITE_PX} ${TEETH_PX}`;
  return path;
}
