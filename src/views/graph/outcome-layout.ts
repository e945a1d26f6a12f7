/** Where the outcome's pill stands: a column of its own, or over or under the last one where the sheet is narrow. */
import { OUTCOME } from '../../history/projections/graph.ts';
import { WEIGHT, typeSizes } from '../marks/text-fit.ts';
import type { Box, EdgeLine, Link } from './edges-layout.ts';
import { INSET, type Sheet } from './form-layout.ts';

export type Dock = 'right' | 'above' | 'below';

export interface DockFacts {
  /** Whether all columns and the pill fit side by side at their usual width. */
  readonly fits: boolean;
  /** Nodes in the last rank. */
  readonly last: number;
  readonly ranks: number;
  /** Whether an edge from an earlier rank leads to the outcome. */
  readonly skips: boolean;
}

/** A pill over the last node is reached from that node alone; under it, a line from further left gets there too. */
export function dockOf({ fits, last, ranks, skips }: DockFacts): Dock {
  if (fits || last !== 1 || ranks < 2) return 'right';
  return skips ? 'below' : 'above';
}

const PILL_PX = { usual: 28, brief: 22, present: 40 } as const;
/** Between a pill and the node it is docked to, px. */
export const DOCK_GAP_PX = { usual: 18, brief: 10, present: 20 } as const;

/** Height of a pill on a sheet, px. */
const pillHeight = (present: boolean, brief: boolean): number =>
  present ? PILL_PX.present : brief ? PILL_PX.brief : PILL_PX.usual;

export interface OutcomePlace extends Box {
  readonly dock: Dock;
  /** Where the words stand that say why, px: centred on, or starting at, this point. */
  readonly reason: {
    readonly xPx: number;
    readonly baselinePx: number;
    readonly widthPx: number;
    readonly centred: boolean;
  };
}

/** A pill is at most this much wider than it asks to be, px. */
const PILL_GROWTH_PX = 20;

/** The width a pill asks for and the least it can live with, px. */
export function pillWidth(sheet: Sheet): { usualPx: number; leastPx: number } {
  const type = typeSizes(sheet.present);
  const wanted = Math.ceil(sheet.measure('reply at 00.00 s', type.name, WEIGHT.name)) + 2 * INSET + 12;
  const least = Math.ceil(sheet.measure('reply', type.name, WEIGHT.name)) + 44;
  return { usualPx: Math.max(sheet.tight ? 96 : 120, wanted), leastPx: Math.max(88, least) };
}

/** A docked pill shares the last column, and its rank: edges from further back reach it there. */
export function placeOutcome(
  nodes: readonly Box[],
  last: { readonly xPx: number; readonly widthPx: number } | undefined,
  dock: Dock,
  usualPx: number,
  present: boolean,
  brief: boolean,
): OutcomePlace {
  const heightPx = pillHeight(present, brief);
  const gap = present ? DOCK_GAP_PX.present : brief ? DOCK_GAP_PX.brief : DOCK_GAP_PX.usual;
  const at = nodes.at(-1);
  const rank = (at?.rank ?? -1) + (dock === 'right' ? 1 : 0);
  const column = last ?? { xPx: 0, widthPx: usualPx };
  const widthPx = Math.min(column.widthPx, usualPx + PILL_GROWTH_PX);
  const xPx = column.xPx + (dock === 'right' ? 0 : Math.round((column.widthPx - widthPx) / 2));
  const box = { id: OUTCOME, rank, xPx, widthPx, heightPx, dock };
  const centre = xPx + Math.round(widthPx / 2);
  const centred = (yPx: number, baselinePx: number, room: number): OutcomePlace => ({
    ...box,
    yPx,
    reason: { xPx: centre, baselinePx, widthPx: room, centred: true },
  });
  if (dock === 'right' || !at)
    return centred(-Math.floor(heightPx / 2), Math.ceil(heightPx / 2) + 17, widthPx);
  if (dock === 'above') return centred(at.yPx - gap - heightPx, at.yPx - gap - heightPx - 7, widthPx + 24);
  // Its middle is a channel: it has to pass under every column on the way, and says why where it is furthest from one.
  const passed = nodes.filter((node) => node.rank > 0 && node.rank < at.rank);
  const bottom = (node: Box): number => node.yPx + node.heightPx;
  const lowest = Math.max(...nodes.map((node) => (node.rank < at.rank ? bottom(node) : -Infinity)));
  const yPx = Math.max(bottom(at) + gap, Math.round(lowest + 14 - heightPx / 2));
  const lowestOf = (rank: number): number =>
    Math.max(...passed.filter((node) => node.rank === rank).map(bottom));
  const over = passed.toSorted((a, b) => lowestOf(a.rank) - lowestOf(b.rank))[0] ?? at;
  const reason = { xPx: over.xPx, baselinePx: yPx + heightPx / 2 - 6, widthPx: over.widthPx, centred: false };
  return { ...box, yPx, reason };
}

/** Into a pill over or under the last column, straight from its node. */
export function dockLine(nodes: readonly Box[], outcome: OutcomePlace, links: readonly Link[]): EdgeLine[] {
  const last = nodes.at(-1);
  if (!last || !links.some(({ from, to }) => from === last.id && to === OUTCOME)) return [];
  const up = outcome.dock === 'above';
  const x = outcome.xPx + Math.round(outcome.widthPx / 2) + 0.5;
  const points = [
    { x, y: up ? last.yPx : last.yPx + last.heightPx },
    { x, y: up ? outcome.yPx + outcome.heightPx : outcome.yPx },
  ];
  return [
    {
      key: `dock ${last.id}`,
      part: 'head',
      from: [last.id],
      to: [OUTCOME],
      points,
      arrow: up ? 'up' : 'down',
    },
  ];
}
