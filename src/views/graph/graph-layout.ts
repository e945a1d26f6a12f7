/**
 * The graph's whole geometry: ranks as columns on one optical axis, the outcome, right-angled edges. Depends on the
 * run's declarations and shape and on the sheet, never on the playhead: nothing moves while a run plays.
 */
import { INPUT, OUTCOME, type Graph } from '../../history/projections/graph.ts';
import {
  CAPTION_PX,
  columnForms,
  columnsFit,
  columnWidths,
  placeColumns,
  type ColumnForm,
} from './columns-layout.ts';
import { middleY, routeEdges, type Box, type EdgeLine, type Link } from './edges-layout.ts';
import { type NodeForm, type NodeShape, type Sheet } from './form-layout.ts';
import type { Density } from './ledger-layout.ts';
import { orderRanks } from './order-layout.ts';
import {
  DOCK_GAP_PX,
  dockLine,
  dockOf,
  pillWidth,
  placeOutcome,
  type OutcomePlace,
} from './outcome-layout.ts';

export interface NodePlace extends Box {
  readonly form: NodeForm;
  readonly density: Density;
}
export interface GraphLayout {
  /** What the drawing needs, px; more than the sheet where it has to scroll. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly nodes: readonly NodePlace[];
  readonly outcome: OutcomePlace;
  readonly lines: readonly EdgeLine[];
  /** Columns of several nodes: where a line about all of them stands. */
  readonly captions: readonly {
    readonly rank: number;
    readonly xPx: number;
    readonly baselinePx: number;
    readonly widthPx: number;
  }[];
}

const PAD_PX = 16;
const LEAD_PX = 14;
const BRIEF_BELOW_PX = 262;

export function layoutGraph(graph: Graph, shapes: ReadonlyMap<string, NodeShape>, sheet: Sheet): GraphLayout {
  const { present, tight } = sheet;
  const brief = !present && sheet.heightPx < BRIEF_BELOW_PX;
  const links = linksOf(graph);
  const ranks = ranksOf(graph, shapes, links);
  const skips = hasSkips(graph);
  const head = present ? 8 : 26;
  const foot = present ? 12 : 10;
  const room = sheet.heightPx - head - foot - (skips ? 2 * DOCK_GAP_PX.brief : 0);
  const forms = columnForms(ranks, room, present);

  const gapPx = present ? 36 : tight ? 24 : 28;
  const lead = present ? 0 : LEAD_PX;
  const inner = sheet.widthPx - 2 * PAD_PX - lead;
  const wanted = ranks.map((nodes, i) => columnWidths(nodes, forms[i] as ColumnForm, sheet));
  const pill = { ...pillWidth(sheet), fixed: true };
  const dock = dockOf({
    fits: columnsFit([...wanted, pill], inner, gapPx),
    last: ranks.at(-1)?.length ?? 0,
    ranks: ranks.length,
    skips: outcomeSkips(graph),
  });
  const places = placeColumns(
    dock === 'right' ? [...wanted, pill] : wanted,
    PAD_PX + lead,
    sheet.widthPx - PAD_PX,
    gapPx,
  );

  const nodes = ranks.flatMap((rank, i) => stackColumn(rank, i, forms[i] as ColumnForm, places.columns[i]));
  const outcome = placeOutcome(nodes, places.columns.at(-1), dock, pill.usualPx, present, brief);
  const lines = [
    ...entryLines(nodes, graph, lead),
    ...routeEdges([...nodes, outcome], links, present ? 0 : CAPTION_PX),
    ...(dock === 'right' ? [] : dockLine(nodes, outcome, links)),
  ];
  const captions = ranks.flatMap((rank, i) => {
    const at = places.columns[i];
    if (rank.length < 2 || present || !at) return [];
    const top = -Math.floor((forms[i] as ColumnForm).stackPx / 2);
    const next = places.columns[i + 1];
    // Where edges skip ranks, they may climb in the gap.
    return [
      {
        rank: i,
        xPx: at.xPx,
        baselinePx: top - 9,
        widthPx: next && !skips ? next.xPx - at.xPx - 8 : at.widthPx,
      },
    ];
  });
  const explained = graph.outcome.reason !== null || graph.outcome.outcome === 'failed';
  return settle({ nodes, outcome, lines, captions, explained }, sheet, head, foot, places.rightPx + PAD_PX);
}

const linksOf = (graph: Graph): Link[] => graph.edges.filter(({ from }) => from !== INPUT);

/** Columns of shapes, in the order that crosses the fewest edges. */
function ranksOf(
  graph: Graph,
  shapes: ReadonlyMap<string, NodeShape>,
  links: readonly Link[],
): NodeShape[][] {
  const named: string[][] = [];
  for (const node of graph.nodes) (named[node.rank] ??= []).push(node.step);
  return orderRanks(
    Array.from(named, (names) => (names as string[] | undefined) ?? []),
    links,
  ).map((names) => names.map((name) => shapes.get(name)).filter((shape) => shape !== undefined));
}

function rankMap(graph: Graph): Map<string, number> {
  const rank = new Map(graph.nodes.map((node) => [node.step, node.rank]));
  return rank.set(OUTCOME, graph.outcome.rank);
}

function hasSkips(graph: Graph): boolean {
  const rank = rankMap(graph);
  return graph.edges.some(
    ({ from, to }) => from !== INPUT && (rank.get(to) ?? 0) - (rank.get(from) ?? 0) > 1,
  );
}

function outcomeSkips(graph: Graph): boolean {
  const rank = rankMap(graph);
  return graph.edges.some(({ from, to }) => to === OUTCOME && graph.outcome.rank - (rank.get(from) ?? 0) > 1);
}

function stackColumn(
  rank: readonly NodeShape[],
  index: number,
  form: ColumnForm,
  at: { readonly xPx: number; readonly widthPx: number } | undefined,
): NodePlace[] {
  let y = -Math.floor(form.stackPx / 2);
  return rank.map((shape, i) => {
    const heightPx = form.heightsPx[i] ?? 0;
    const box: NodePlace = {
      id: shape.step,
      rank: index,
      xPx: at?.xPx ?? 0,
      yPx: y,
      widthPx: at?.widthPx ?? 0,
      heightPx,
      form: form.forms[i] ?? 'card',
      density: form.density,
    };
    y += heightPx + form.gapPx;
    return box;
  });
}

/** From the run's input into the first rank. */
function entryLines(nodes: readonly NodePlace[], graph: Graph, lead: number): EdgeLine[] {
  const entered = new Set(graph.edges.filter(({ from }) => from === INPUT).map(({ to }) => to));
  const first = nodes.filter((node) => node.rank === 0 && entered.has(node.id));
  if (lead === 0 || first.length === 0) return [];
  const ids = first.map((node) => node.id);
  const ys = first.map(middleY);
  const right = Math.min(...first.map((node) => node.xPx));
  const x = right - lead + 4.5;
  const lone = first.length === 1;
  const stubs = first.map((node): EdgeLine => ({
    key: `entry ${node.id}`,
    part: 'head',
    from: [INPUT],
    to: [node.id],
    points: [
      { x, y: middleY(node) },
      { x: node.xPx, y: middleY(node) },
    ],
    arrow: lone ? 'right' : null,
  }));
  if (lone) return stubs;
  const points = [
    { x, y: Math.min(...ys) - 0.75 },
    { x, y: Math.max(...ys) + 0.75 },
  ];
  return [{ key: 'entry', part: 'bus', from: [INPUT], to: ids, points, arrow: null }, ...stubs];
}

type Drawn = Pick<GraphLayout, 'nodes' | 'outcome' | 'lines' | 'captions'> & { readonly explained: boolean };

/** Over a pill, the line that says why, px. */
const REASON_PX = 18;

/** Of the air that is left, this share goes above: the eye's middle lies higher than the ruler's. */
const ABOVE = 0.42;

/** Moves everything from the axis at 0 onto the sheet, and says how large the drawing is. */
function settle(drawn: Drawn, sheet: Sheet, head: number, foot: number, rightPx: number): GraphLayout {
  const boxes = [...drawn.nodes, drawn.outcome];
  const ys = drawn.lines.flatMap(({ points }) => points.map((p) => p.y));
  const reason = drawn.outcome.dock === 'above' && drawn.explained ? drawn.outcome.yPx - REASON_PX : Infinity;
  const top = Math.min(
    reason,
    ...boxes.map((b) => b.yPx),
    ...ys,
    ...drawn.captions.map((c) => c.baselinePx - CAPTION_PX / 2),
  );
  const bottom = Math.max(...boxes.map((b) => b.yPx + b.heightPx), ...ys);
  const air = Math.max(0, sheet.heightPx - head - foot - (bottom - top));
  const dy = Math.round(head - top + air * ABOVE);
  const moved = <T extends { readonly yPx: number }>(box: T): T => ({ ...box, yPx: box.yPx + dy });
  return {
    widthPx: Math.max(sheet.widthPx, Math.ceil(rightPx)),
    heightPx: Math.max(sheet.heightPx, Math.ceil(bottom + dy + foot)),
    nodes: drawn.nodes.map(moved),
    outcome: {
      ...moved(drawn.outcome),
      reason: { ...drawn.outcome.reason, baselinePx: drawn.outcome.reason.baselinePx + dy },
    },
    lines: drawn.lines.map((line) => ({
      ...line,
      points: line.points.map(({ x, y }) => ({ x, y: y + dy })),
    })),
    captions: drawn.captions.map((c) => ({ ...c, baselinePx: c.baselinePx + dy })),
  };
}
