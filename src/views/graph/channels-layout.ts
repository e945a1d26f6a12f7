/** Where an edge that skips ranks runs, so that it crosses no node: over, under or between them. */

/** A stretch that nodes of a column cover, px. */
export interface Cover {
  readonly topPx: number;
  readonly bottomPx: number;
}
/** A channel that is taken: a horizontal line over the gaps from one rank to another. */
export interface Taken {
  readonly yPx: number;
  readonly fromRank: number;
  readonly toRank: number;
}

const CLEAR_PX = 7;
const OUTSIDE_PX = 14;
const APART_PX = 8;

/**
 * The height of a channel from rank `fromRank` to `toRank`, px, past the columns between them: the free line with the
 * shortest way from `fromY` and to `toY`. Straight on where nothing stands in the way.
 */
export function channelY(
  columns: readonly (readonly Cover[])[],
  fromRank: number,
  toRank: number,
  fromY: number,
  toY: number,
  taken: readonly Taken[],
): number {
  const covers = columns.slice(fromRank + 1, toRank).flat();
  const others = taken.filter((t) => t.fromRank < toRank && fromRank < t.toRank);
  const isFree = (y: number): boolean =>
    covers.every((c) => y < c.topPx - CLEAR_PX + 1 || y > c.bottomPx + CLEAR_PX - 1) &&
    others.every((t) => Math.abs(t.yPx - y) >= APART_PX);
  const below = Math.max(fromY, ...covers.map((c) => c.bottomPx + OUTSIDE_PX));
  const above = Math.min(fromY, ...covers.map((c) => c.topPx - OUTSIDE_PX));
  const between = gapsOf(covers);
  const outside: number[] = [];
  for (let n = 0; n < others.length + 1; n++) outside.push(below + n * APART_PX, above - n * APART_PX);
  const free = [fromY, toY, ...between, ...outside].filter(isFree);
  const cost = (y: number): number =>
    Math.abs(y - fromY) + Math.abs(y - toY) + (y === fromY || y === toY ? 0 : 6);
  return free.reduce((best, y) => (cost(y) < cost(best) ? y : best), free[0] ?? below);
}

/** The middles of the gaps between covers that are wide enough for a line. */
function gapsOf(covers: readonly Cover[]): number[] {
  const sorted = [...covers].sort((a, b) => a.topPx - b.topPx);
  const middles: number[] = [];
  let bottom = sorted[0]?.bottomPx ?? 0;
  for (const cover of sorted.slice(1)) {
    if (cover.topPx - bottom >= 2 * CLEAR_PX) middles.push(Math.floor((cover.topPx + bottom) / 2) + 0.5);
    bottom = Math.max(bottom, cover.bottomPx);
  }
  return middles;
}
