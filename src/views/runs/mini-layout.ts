/** A run shrunk to one line of bars: 180 × 24 px. Pure geometry. */
import type { MiniBar } from '../../session/kept-run.ts';

export const MINI = { widthPx: 180, heightPx: 24 } as const;
const MARGIN_PX = 3;
const THICKEST_PX = 10;

export interface PlacedBar {
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly kind: MiniBar['kind'];
}

/**
 * The bars, at least 2 px wide, on whole pixels. Attempts at once share the height; one that is alone has all of it, so
 * that what went wrong in a long step can be seen.
 */
export function layoutMini(bars: readonly MiniBar[]): PlacedBar[] {
  return overlapping(bars).flatMap((group) => {
    const rows = [...new Set(group.map(({ row }) => row))].sort((a, b) => a - b);
    const pitch = Math.min(THICKEST_PX + 1, Math.floor((MINI.heightPx - 2 * MARGIN_PX) / rows.length));
    const heightPx = Math.max(1, pitch - 1);
    const topPx = Math.floor((MINI.heightPx - (rows.length * pitch - 1)) / 2);
    return group.map(({ row, fromRatio, toRatio, kind }) => {
      const xPx = Math.min(MINI.widthPx - 2, Math.round(fromRatio * MINI.widthPx));
      const widthPx = Math.max(2, Math.round(toRatio * MINI.widthPx) - xPx);
      return { xPx, yPx: topPx + rows.indexOf(row) * pitch, widthPx, heightPx, kind };
    });
  });
}

/** Bars that overlap, directly or through others, in one group; those that only touch are apart. */
function overlapping(bars: readonly MiniBar[]): MiniBar[][] {
  const groups: MiniBar[][] = [];
  let endRatio = -1;
  for (const bar of [...bars].sort((a, b) => a.fromRatio - b.fromRatio)) {
    if (bar.fromRatio >= endRatio) groups.push([bar]);
    else groups.at(-1)!.push(bar);
    endRatio = Math.max(endRatio, bar.toRatio);
  }
  return groups;
}
