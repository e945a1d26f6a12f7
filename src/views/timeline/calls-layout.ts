/** Calls in a lane: a thin stroke each, side by side while they overlap. */
import type { LaneCall } from '../../history/projections/lanes.ts';
import type { Strip } from './rows-layout.ts';

export interface CallPlace {
  readonly call: LaneCall;
  readonly yPx: number;
  readonly heightPx: number;
}

const TRACKS_MOST = 4;

/** Where each call's stroke lies: around the middle of where a band would be, or below it in a lane that has one. */
export function placeCalls(
  calls: readonly LaneCall[],
  lane: Strip,
  bandPx: number,
  banded: boolean,
): readonly CallPlace[] {
  const ends: number[] = [];
  const tracks = calls.map((call) => {
    const free = ends.findIndex((end) => end <= call.fromMs);
    const track = free === -1 ? ends.length : free;
    ends[track] = call.toMs ?? Infinity;
    return track;
  });
  const count = Math.min(TRACKS_MOST, ends.length);
  if (banded) {
    const room = lane.heightPx - bandPx - 1;
    const yPx = lane.yPx + bandPx + 2;
    return calls.map((call) => ({ call, yPx, heightPx: Math.max(2, Math.min(3, room - 2)) }));
  }
  const heightPx = count > 1 ? 2 : 3;
  const pitch = count > 3 ? heightPx + 1.5 : heightPx + 2;
  const top = lane.yPx + 1 + (bandPx - (count - 1) * pitch - heightPx) / 2;
  return calls.map((call, i) => ({
    call,
    yPx: Math.round((top + ((tracks[i] ?? 0) % TRACKS_MOST) * pitch) * 2) / 2,
    heightPx,
  }));
}

/** More strokes than these are joined where they touch. */
export const APART_MOST = 400;

/** A stroke as it is drawn. */
export interface Stroke {
  readonly from: number;
  readonly width: number;
  readonly yPx: number;
  readonly tone: string;
}

/** Strokes of one tone and height that touch, as one: nobody can tell apart what shares a pixel. In order of start. */
export function joined<S extends Stroke>(strokes: readonly S[]): readonly S[] {
  const last = new Map<string, number>();
  const out: S[] = [];
  for (const stroke of strokes) {
    const track = `${stroke.yPx} ${stroke.tone}`;
    const at = last.get(track);
    const before = at === undefined ? undefined : out[at];
    if (at !== undefined && before && stroke.from <= before.from + before.width + 0.5) {
      const width = Math.max(before.width, stroke.from + stroke.width - before.from);
      out[at] = { ...before, width };
    } else {
      last.set(track, out.length);
      out.push(stroke);
    }
  }
  return out;
}
