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
