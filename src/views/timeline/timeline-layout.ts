/** The timeline's whole geometry but for the playhead: lanes, bands, rows, folds and axis on one scale. */
import { lanesOf, type IdleFold, type Lane } from '../../history/projections/lanes.ts';
import type { PlannedFault } from '../../history/projections/planned-fault.ts';
import type { RunView } from '../../history/projections/run-view.ts';
import { fitText, typeSizes, WEIGHT, type Measure } from '../marks/text-fit.ts';
import { axisTicks, type Tick } from './axis-layout.ts';
import { placeBands, type BandPlace } from './band-layout.ts';
import { placeAttempts, placeWaits, type AttemptPlace, type WaitPlace } from './bars-layout.ts';
import { placeCalls, type CallPlace } from './calls-layout.ts';
import { placeFolds, type FoldPlace } from './folds-layout.ts';
import { rowGroups, type RowGroup } from './row-groups.ts';
import { barTop, densityFor, stackRows, type Strip, type TimelineDensity } from './rows-layout.ts';
import { openFolds, timeScale, type TimeScale } from './scale-layout.ts';

export interface TimelineSheet {
  readonly widthPx: number;
  /** Height of the window, px of the drawing: a flat one gets flat rows. */
  readonly windowPx: number;
  readonly present: boolean;
  readonly measure: Measure;
}
export interface LanePlace extends Strip {
  readonly model: string;
  readonly label: string;
  readonly calls: readonly CallPlace[];
  readonly bands: readonly BandPlace[];
}
export interface RowPlace extends Strip {
  readonly group: RowGroup;
  readonly label: string;
  readonly barTopPx: number;
  readonly barPx: number;
  readonly attempts: readonly AttemptPlace[];
  readonly waits: readonly WaitPlace[];
}
export interface TimelineLayout {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly density: TimelineDensity;
  readonly scale: TimeScale;
  readonly ticks: readonly Tick[];
  readonly lanes: readonly LanePlace[];
  readonly splitPx: number;
  readonly rows: readonly RowPlace[];
  readonly footPx: number;
  readonly folds: readonly FoldPlace[];
  /** Where glyphs and names begin. */
  readonly markPx: number;
  readonly namePx: number;
}

const MARGINS = {
  usual: { left: 144, right: 66, name: 34, fold: 30 },
  tight: { left: 128, right: 66, name: 34, fold: 30 },
  present: { left: 218, right: 96, name: 44, fold: 40 },
} as const;
const NAMES_SHARE = 0.3;
const TIGHT_BELOW_PX = 700;

/**
 * @param keep lanes that stay although nothing calls them any more: a lane must not vanish under a drag.
 * @param folds idle stretches to fold; those that an attempt has entered since stay open.
 */
export function layoutTimeline(
  run: RunView,
  plan: readonly PlannedFault[],
  endMs: number,
  folds: readonly IdleFold[],
  keep: ReadonlySet<string>,
  sheet: TimelineSheet,
): TimelineLayout {
  const { present, measure, widthPx } = sheet;
  const type = typeSizes(present);
  const lanes = shownLanes(lanesOf(run, plan), keep, present);
  const groups = rowGroups(run.steps, present);
  const density = densityFor(sheet.windowPx, groups.length, present);
  const margin = MARGINS[present ? 'present' : widthPx < TIGHT_BELOW_PX ? 'tight' : 'usual'];
  const widest = Math.max(
    0,
    ...groups.map((g) => measure(g.label, type.name, WEIGHT.name)),
    ...lanes.map((lane) => measure(lane.model, type.text, WEIGHT.text)),
  );
  const leftPx = Math.round(
    Math.min(widthPx * NAMES_SHARE, Math.max(margin.left, margin.name + widest + 14)),
  );
  const attempts = run.steps.flatMap((step) =>
    step.attempts.map((a) => ({ fromMs: a.startedMs, toMs: a.finishedMs ?? endMs })),
  );
  const scale = timeScale(endMs, leftPx, widthPx - margin.right, openFolds(folds, attempts), margin.fold);
  const stacked = stackRows(
    lanes.length,
    groups.map((g) => g.deep),
    density,
  );
  const namesPx = leftPx - margin.name - 10;
  return {
    widthPx,
    heightPx: stacked.heightPx,
    density,
    scale,
    ticks: axisTicks(scale, type.text, measure),
    lanes: lanes.map((lane, i) =>
      placeLane(lane, stacked.lanes[i] as Strip, density, scale, namesPx, type.text, measure),
    ),
    splitPx: stacked.splitPx,
    rows: groups.map((group, i) =>
      placeRow(group, stacked.rows[i] as Strip, density, scale, namesPx, type, measure),
    ),
    footPx: stacked.footPx,
    folds: placeFolds(scale, waitsOf(run), type.text, measure),
    markPx: 16,
    namePx: margin.name,
  };
}

const waitsOf = (run: RunView): { fromMs: number; toMs: number }[] =>
  run.steps.flatMap((step) =>
    step.backoffs.map(({ fromMs, delayMs }) => ({ fromMs, toMs: fromMs + delayMs })),
  );

/** Lanes that tell something; in a presentation only those that a fault or a failure touched, if any were. */
function shownLanes(lanes: readonly Lane[], keep: ReadonlySet<string>, present: boolean): readonly Lane[] {
  const used = lanes.filter((lane) => !lane.reserve || keep.has(lane.model));
  if (!present) return used;
  const steps = new Set(
    used.flatMap((lane) => lane.calls.filter((c) => c.outcome === 'failed').map((c) => c.step)),
  );
  const touched = used.filter((lane) => lane.faults.length > 0 || lane.calls.some((c) => steps.has(c.step)));
  return touched.length > 0 ? touched : used;
}

function placeLane(
  lane: Lane,
  strip: Strip,
  density: TimelineDensity,
  scale: TimeScale,
  namesPx: number,
  sizePx: number,
  measure: Measure,
): LanePlace {
  return {
    ...strip,
    model: lane.model,
    label: fitText(lane.model, namesPx, measure, sizePx),
    calls: placeCalls(lane.calls, strip, density.bandPx, lane.faults.length > 0),
    bands: placeBands(lane.faults, strip.yPx + 1, density.bandPx, scale, sizePx, measure),
  };
}

function placeRow(
  group: RowGroup,
  strip: Strip,
  density: TimelineDensity,
  scale: TimeScale,
  namesPx: number,
  type: { readonly text: number; readonly name: number },
  measure: Measure,
): RowPlace {
  const barPx = group.deep ? density.deepBarPx : density.barPx;
  return {
    ...strip,
    group,
    label: fitText(group.label, namesPx, measure, type.name, WEIGHT.name),
    barPx,
    barTopPx: barTop(strip, barPx),
    attempts: group.steps.flatMap((step) => placeAttempts(step, scale)),
    waits: group.steps.flatMap((step) => placeWaits(step, scale, type.text, measure)),
  };
}
