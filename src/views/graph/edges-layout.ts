/**
 * Right-angled edges. Edges that leave the same nodes for the same rank share a bus; each bus and each arrival has a
 * track of its own in the gap between two columns, so that no two run on one another.
 */
import { channelY, type Cover, type Taken } from './channels-layout.ts';

export interface Box {
  readonly id: string;
  readonly rank: number;
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
/** A line that changes as one: 'stub' out of a node, 'bus' that several share, 'head' into a node. */
export interface EdgeLine {
  readonly key: string;
  readonly part: 'stub' | 'bus' | 'head';
  /** The edges it belongs to. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly points: readonly Point[];
  /** Which way an arrowhead at the last point looks; null: none. */
  readonly arrow: 'right' | 'up' | 'down' | null;
}
export interface Link {
  readonly from: string;
  readonly to: string;
}

/** Nodes whose edges go to the same places share one. */
interface Junction {
  readonly rank: number;
  readonly sources: readonly Box[];
  readonly near: Box[];
  readonly far: { readonly box: Box; readonly channelPx: number; arrivalPx: number | null }[];
  trackPx: number | null;
}

const ARROW_ROOM_PX = 12;
const STUB_LEAST_PX = 6;

/** The middle of a box's side, on a half pixel. */
export const middleY = (box: Box): number => Math.floor(box.yPx + box.heightPx / 2) + 0.5;
const rightOf = (box: Box): number => box.xPx + box.widthPx;

/** Lines for every link to a higher rank. `captionPx` is kept clear above a column of several. */
export function routeEdges(
  boxes: readonly Box[],
  links: readonly Link[],
  captionPx = 0,
): readonly EdgeLine[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const columns = columnsOf(boxes);
  const junctions = junctionsOf(byId, links, coversOf(columns, captionPx));
  const right = columns.map((column) => Math.max(...column.map(rightOf)));
  const left = columns.map((column) => Math.min(...column.map((box) => box.xPx)));
  for (let gap = 0; gap + 1 < columns.length; gap++)
    layTracks(junctions, gap, right[gap] as number, left[gap + 1] as number);
  return junctions.flatMap((junction) => linesOf(junction, right[junction.rank] as number));
}

function columnsOf(boxes: readonly Box[]): Box[][] {
  const columns: Box[][] = [];
  for (const box of boxes) (columns[box.rank] ??= []).push(box);
  return Array.from(columns, (column) => (column as Box[] | undefined) ?? []);
}

/** What the nodes of each column cover, its caption included. */
function coversOf(columns: readonly Box[][], captionPx: number): Cover[][] {
  return columns.map((column) =>
    column.map((box, i) => ({
      topPx: box.yPx - (i === 0 && column.length > 1 ? captionPx : 0),
      bottomPx: box.yPx + box.heightPx,
    })),
  );
}

function junctionsOf(
  byId: ReadonlyMap<string, Box>,
  links: readonly Link[],
  covers: readonly (readonly Cover[])[],
): Junction[] {
  // Sources of each target, by the rank they stand in.
  const into = new Map<string, Box[]>();
  for (const { from, to } of links) {
    const source = byId.get(from);
    const target = byId.get(to);
    if (!source || !target || target.rank <= source.rank) continue;
    const key = `${source.rank} ${to}`;
    into.set(key, [...(into.get(key) ?? []), source]);
  }
  const junctions = new Map<string, Junction>();
  const taken: Taken[] = [];
  for (const [into_, sources] of into) {
    const to = byId.get(into_.slice(into_.indexOf(' ') + 1)) as Box;
    const { rank } = sources[0] as Box;
    const key = `${rank} ${sources
      .map((s) => s.id)
      .sort()
      .join(' ')}`;
    const junction = junctions.get(key) ?? { rank, sources, near: [], far: [], trackPx: null };
    junctions.set(key, junction);
    if (to.rank === rank + 1) {
      junction.near.push(to);
      continue;
    }
    const toY = middleY(to);
    const fromY = nearest(sources.map(middleY), toY);
    const channelPx = channelY(covers, rank, to.rank, fromY, toY, taken);
    taken.push({ yPx: channelPx, fromRank: rank, toRank: to.rank });
    junction.far.push({ box: to, channelPx, arrivalPx: null });
  }
  return [...junctions.values()];
}

const nearest = (values: readonly number[], to: number): number =>
  values.reduce((best, value) => (Math.abs(value - to) < Math.abs(best - to) ? value : best));

/** Heights that a junction's vertical line has to join. */
const heightsOf = (junction: Junction): number[] => [
  ...junction.sources.map(middleY),
  ...junction.near.map(middleY),
  ...junction.far.map((far) => far.channelPx),
];

const isStraight = (junction: Junction): boolean => new Set(heightsOf(junction)).size === 1;

function layTracks(junctions: readonly Junction[], gap: number, leftPx: number, rightPx: number): void {
  const leaving = ordered(junctions.filter((j) => j.rank === gap && !isStraight(j)));
  const arriving = junctions
    .flatMap((j) => j.far)
    .filter((far) => far.box.rank === gap + 1 && far.channelPx !== middleY(far.box));
  const from = leftPx + STUB_LEAST_PX;
  const to = rightPx - ARROW_ROOM_PX;
  const count = leaving.length + arriving.length;
  const track = (index: number): number =>
    Math.floor(
      count === 1 ? leftPx + (rightPx - leftPx) * 0.45 : from + ((index + 0.5) * (to - from)) / count,
    ) + 0.5;
  leaving.forEach((junction, i) => (junction.trackPx = track(i)));
  arriving.forEach((far, i) => (far.arrivalPx = track(leaving.length + i)));
}

/** A stub must not run on along another's head at the same height: the one whose stub it is turns off first. */
function ordered(junctions: readonly Junction[]): Junction[] {
  const list = [...junctions];
  const mustPrecede = (a: Junction, b: Junction): boolean =>
    a.sources.some((source) => b.near.some((target) => middleY(target) === middleY(source)));
  for (let pass = 0; pass < list.length; pass++)
    for (let i = 0; i + 1 < list.length; i++) {
      const [a, b] = [list[i] as Junction, list[i + 1] as Junction];
      if (mustPrecede(b, a) && !mustPrecede(a, b)) [list[i], list[i + 1]] = [b, a];
    }
  return list;
}

function linesOf(junction: Junction, edgePx: number): EdgeLine[] {
  const { sources, near, far, rank } = junction;
  const from = sources.map((source) => source.id);
  const to = [...near, ...far.map((f) => f.box)].map((box) => box.id);
  const key = `${rank} ${from.join(' ')}`;
  const core = [...sources.map(middleY), ...near.map(middleY)];
  const [top, bottom] = [Math.min(...core), Math.max(...core)];
  const x = junction.trackPx;
  const lines: EdgeLine[] = [];
  if (x !== null) {
    for (const source of sources) {
      const y = middleY(source);
      const points = [
        { x: rightOf(source), y },
        { x, y },
      ];
      lines.push({
        key: `stub ${source.id} ${key}`,
        part: 'stub',
        from: [source.id],
        to,
        points,
        arrow: null,
      });
    }
    if (bottom > top) {
      const points = [
        { x, y: top },
        { x, y: bottom },
      ];
      lines.push({ key: `bus ${key}`, part: 'bus', from, to, points, arrow: null });
    }
  }
  const start = x ?? Math.min(edgePx, rightOf(sources[0] as Box));
  for (const box of near) {
    const y = middleY(box);
    const points = [
      { x: start, y },
      { x: box.xPx, y },
    ];
    lines.push({ key: `head ${box.id} ${key}`, part: 'head', from, to: [box.id], points, arrow: 'right' });
  }
  for (const { box, channelPx, arrivalPx } of far) {
    const leave = channelPx > bottom ? bottom : channelPx < top ? top : channelPx;
    const y = middleY(box);
    const turn =
      arrivalPx === null
        ? []
        : [
            { x: arrivalPx, y: channelPx },
            { x: arrivalPx, y },
          ];
    const out = leave === channelPx ? [] : [{ x: start, y: leave }];
    const points = [...out, { x: start, y: channelPx }, ...turn, { x: box.xPx, y }];
    lines.push({ key: `head ${box.id} ${key}`, part: 'head', from, to: [box.id], points, arrow: 'right' });
  }
  return lines;
}

/** An SVG path through points. Neighbours share a coordinate. */
export const pathOf = (points: readonly Point[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');

/** The triangle at the end of a line, its point half a pixel short of the node. */
export function arrowPath(at: Point, way: 'right' | 'up' | 'down'): string {
  if (way === 'right')
    return `M${at.x - 6.5} ${at.y - 3.5}L${at.x - 0.5} ${at.y}L${at.x - 6.5} ${at.y + 3.5}Z`;
  const s = way === 'up' ? 1 : -1;
  return `M${at.x - 3.5} ${at.y + 6.5 * s}L${at.x} ${at.y + 0.5 * s}L${at.x + 3.5} ${at.y + 6.5 * s}Z`;
}

/** Where the cross of a line that failed stands: the middle of its last piece, clear of the arrowhead. */
export function crossAt(points: readonly Point[]): Point {
  const [from, to] = [points.at(-2), points.at(-1)];
  if (!from || !to) return to ?? { x: 0, y: 0 };
  const back = (a: number, b: number): number =>
    (a + b - Math.sign(b - a) * Math.min(6, Math.abs(b - a) / 2)) / 2;
  return { x: back(from.x, to.x), y: back(from.y, to.y) };
}
