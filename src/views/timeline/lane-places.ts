/** Lanes on the scale: endpoints, and above them the orchestrator where it crashes. */
import type { Span } from '../../history/projections/lane-world.ts';
import type { Lane, LaneFault } from '../../history/projections/lanes.ts';
import { fitText, type Measure } from '../marks/text-fit.ts';
import { placeBands, type BandPlace } from './band-layout.ts';
import { placeBreaker, type BreakerPlace } from './breaker-layout.ts';
import { placeCalls, type CallPlace } from './calls-layout.ts';
import type { Strip, TimelineDensity } from './rows-layout.ts';
import type { TimeScale } from './scale-layout.ts';

export interface LanePlace extends Strip {
  /** Whose lane it is; the orchestrator is called, and cannot be clicked on. */
  readonly model: string;
  readonly of: 'endpoint' | 'orchestrator';
  readonly label: string;
  readonly calls: readonly CallPlace[];
  readonly others: readonly Span[];
  readonly bands: readonly BandPlace[];
  readonly breaker: readonly BreakerPlace[];
}

/** What the places of lanes depend on besides the lanes. */
export interface LaneSheet {
  readonly density: TimelineDensity;
  readonly scale: TimeScale;
  readonly namesPx: number;
  readonly sizePx: number;
  readonly measure: Measure;
}

/** Height of a lane, px. */
export const laneHeight = (lane: Pick<Lane, 'breaker'>, density: TimelineDensity): number =>
  density.lanePx + (lane.breaker.length > 0 ? density.breakerPx : 0);

export function placeLane(lane: Lane, strip: Strip, sheet: LaneSheet): LanePlace {
  const { density, scale, namesPx, sizePx, measure } = sheet;
  const upper = { ...strip, heightPx: density.lanePx };
  return {
    ...strip,
    model: lane.model,
    of: 'endpoint',
    label: fitText(lane.model, namesPx, measure, sizePx),
    calls: placeCalls(lane.calls, upper, density.bandPx, lane.faults.length > 0),
    others: lane.others,
    bands: placeBands(lane.faults, strip.yPx + 1, density.bandPx, scale, sizePx, measure),
    breaker: placeBreaker(lane.breaker, scale, sizePx, measure),
  };
}

export const ORCHESTRATOR = 'orchestrator';

export function placeOrchestrator(
  faults: readonly LaneFault[],
  strip: Strip,
  { density, scale, namesPx, sizePx, measure }: LaneSheet,
): LanePlace {
  return {
    ...strip,
    model: ORCHESTRATOR,
    of: 'orchestrator',
    label: fitText(ORCHESTRATOR, namesPx, measure, sizePx),
    calls: [],
    others: [],
    bands: placeBands(faults, strip.yPx + 1, density.bandPx, scale, sizePx, measure),
    breaker: [],
  };
}
