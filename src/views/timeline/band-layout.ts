/** A fault's band on its lane: where it lies, what it says, how its edges move. */
import { faultWords } from '../../history/projections/fault-words.ts';
import { wholeSeconds } from '../../history/projections/format.ts';
import type { LaneFault } from '../../history/projections/lanes.ts';
import { WEIGHT, type Measure } from '../marks/text-fit.ts';
import type { TimeScale } from './scale-layout.ts';

export type Window = readonly [fromMs: number, toMs: number];

export interface BandPlace {
  readonly fault: LaneFault;
  readonly xPx: number;
  readonly widthPx: number;
  readonly yPx: number;
  readonly heightPx: number;
  /** Whether its end lies beyond the scale. */
  readonly open: boolean;
  /** Narrower than its two handles: it has none, and moves as a whole. */
  readonly stub: boolean;
  /** What it can be held by: itself, and the tag of one at the end of the scale. */
  readonly bodyPx: number;
  readonly bodyWidthPx: number;
  readonly label: string;
  readonly labelPx: number;
  readonly labelWidthPx: number;
}

/** '2 s to 9 s', 'from 2 s on'. */
export const windowText = ({ fromMs, toMs }: Pick<LaneFault, 'fromMs' | 'toMs'>): string =>
  toMs === null ? `from ${wholeSeconds(fromMs)} on` : `${wholeSeconds(fromMs)} to ${wholeSeconds(toMs)}`;

/** Places the bands of one lane; those that overlap share its height. */
export function placeBands(
  faults: readonly LaneFault[],
  topPx: number,
  heightPx: number,
  scale: TimeScale,
  sizePx: number,
  measure: Measure,
): readonly BandPlace[] {
  const ends: number[] = [];
  const tracks = faults.map((fault) => {
    const free = ends.findIndex((end) => end <= fault.fromMs);
    const track = free === -1 ? ends.length : free;
    ends[track] = fault.toMs ?? Infinity;
    return track;
  });
  const each = Math.floor(heightPx / Math.max(1, ends.length));
  return faults.map((fault, i) => {
    const open = fault.toMs === null || fault.toMs > scale.endMs;
    const xPx = Math.min(scale.toPx - 2, scale.x(fault.fromMs));
    const right = open ? scale.toPx : scale.x(fault.toMs);
    const widthPx = Math.max(2, right - xPx);
    const tall = each >= sizePx + 2;
    const stub = widthPx < 2 * HANDLE_REACH_PX;
    const tagged = stub && open && fault.draggable;
    const label = !tall
      ? { text: '', xPx, widthPx: 0 }
      : tagged
        ? bandTag(fault, xPx, scale, sizePx, measure)
        : bandLabel(fault, xPx, right, scale, sizePx, measure);
    const reach = stub ? Math.max(0, BODY_LEAST_PX - widthPx) / 2 : 0;
    const bodyPx = Math.min(label.xPx, xPx - reach);
    return {
      fault,
      xPx,
      widthPx,
      yPx: topPx + (tracks[i] ?? 0) * each,
      heightPx: ends.length > 1 ? each - 1 : each,
      open,
      stub,
      bodyPx,
      bodyWidthPx: xPx + widthPx + reach - bodyPx,
      label: label.text,
      labelPx: label.xPx,
      labelWidthPx: label.widthPx,
    };
  });
}

/** Of a pointer's reach around an edge, px. */
export const HANDLE_REACH_PX = 18;
/** A target is at least this wide, px. */
const BODY_LEAST_PX = 24;
const LEAD_PX = 9;
const PAD_PX = 5;
const TAG_GAP_PX = 3;

const labelWidth = (text: string, sizePx: number, measure: Measure): number =>
  Math.ceil(measure(text, sizePx, WEIGHT.value)) + sizePx + 2 * PAD_PX + 5;

/** A band at the end of the scale has no room of its own: its words stand before it. */
function bandTag(
  fault: LaneFault,
  left: number,
  scale: TimeScale,
  sizePx: number,
  measure: Measure,
): { text: string; xPx: number; widthPx: number } {
  const name = faultWords(fault.kind).name;
  for (const text of [`${name}, ${windowText(fault)}`, name]) {
    const widthPx = labelWidth(text, sizePx, measure);
    const xPx = left - TAG_GAP_PX - widthPx;
    if (xPx >= scale.fromPx) return { text, xPx, widthPx };
  }
  return { text: '', xPx: left, widthPx: 0 };
}

/** The longest words that stand in one piece of the band: a fold breaks it. */
function bandLabel(
  fault: LaneFault,
  left: number,
  right: number,
  scale: TimeScale,
  sizePx: number,
  measure: Measure,
): { text: string; xPx: number; widthPx: number } {
  const cuts = scale.folds
    .map((f) => [scale.x(f.fromMs), scale.x(f.toMs)] as const)
    .filter(([from, to]) => from > left && to < right);
  const starts = [left, ...cuts.map(([, to]) => to - 4)];
  const stops = [...cuts.map(([from]) => from + 4), right];
  const pieces = starts.map((from, i) => [from, stops[i] ?? right] as const);
  const name = faultWords(fault.kind).name;
  for (const text of [`${name}, ${windowText(fault)}`, name])
    for (const [from, to] of pieces) {
      const widthPx = labelWidth(text, sizePx, measure);
      if (from + LEAD_PX + widthPx + 4 <= to) return { text, xPx: from + LEAD_PX, widthPx };
    }
  return { text: '', xPx: left, widthPx: 0 };
}

export type Edge = 'from' | 'to' | 'both';
export const GRID_MS = 100;
const LEAST_MS = 200;

const onGrid = (ms: number): number => Math.round(ms / GRID_MS) * GRID_MS;

/**
 * The window after its edge, or the whole of it, was moved by `byMs`: on a grid of 100 ms, at least 200 ms long,
 * its edges within 0 and `endMs`; moved as a whole it may reach beyond the end. One that lies beyond it comes back from
 * the end, not from where it was.
 */
export function moveWindow([from, to]: Window, edge: Edge, byMs: number, endMs: number): Window {
  if (edge === 'from') return [clamp(onGrid(from + byMs), 0, to - LEAST_MS), to];
  if (edge === 'to')
    return [from, clamp(onGrid(to + byMs), from + LEAST_MS, Math.max(endMs, to, from + LEAST_MS))];
  const last = Math.max(0, endMs - LEAST_MS);
  if (from > last && byMs >= 0) return [from, to];
  const moved = clamp(onGrid(Math.min(from, last) + byMs), 0, last);
  return [moved, moved + to - from];
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
