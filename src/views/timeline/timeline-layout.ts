/** The timeline's whole geometry but for the playhead: lanes, bands, rows, folds and axis on one scale. */
import { crashesOf, lanesOf, workOf, type IdleFold, type Lane } from '../../history/projections/lanes.ts';
import type { PlannedFault } from '../../history/projections/planned-fault.ts';
import type { RunView, StepView, WorldView } from '../../history/projections/run-view.ts';
import type { Intervention } from '../../session/intervention-edits.ts';
import { fitText, typeSizes, WEIGHT, type Measure } from '../marks/text-fit.ts';
import { REFUSED_WORDS } from '../marks/tones.ts';
import { axisTicks, type Tick } from './axis-layout.ts';
import {
  placeAttempts,
  placeHolds,
  placeRefusals,
  placeWaits,
  type AttemptPlace,
  type HoldPlace,
  type RefusalPlace,
  type WaitPlace,
} from './bars-layout.ts';
import { placeFolds, type FoldPlace } from './folds-layout.ts';
import { laneHeight, placeLane, placeOrchestrator, type LanePlace, type LaneSheet } from './lane-places.ts';
import { placeDeeds, placePeople, type DeedPlace, type PersonPlace } from './people-layout.ts';
import { rowGroups, type RowGroup } from './row-groups.ts';
import { barTop, densityFor, stackRows, type Strip, type TimelineDensity } from './rows-layout.ts';
import { aroundMoments, openFolds, timeScale, type TimeScale } from './scale-layout.ts';

export interface TimelineSheet {
  readonly widthPx: number;
  /** Height of the window, px of the drawing: a flat one gets flat rows. */
  readonly windowPx: number;
  readonly present: boolean;
  readonly measure: Measure;
}
/** What a timeline shows: one run, what it shares its world with, and what is planned against it. */
export interface TimelineStory {
  readonly run: RunView;
  readonly world: Pick<WorldView, 'runs' | 'policies' | 'crashes'>;
  readonly plan: readonly PlannedFault[];
  /** What people do, in order; `planned`: it stands in the scenario and can be taken back. */
  readonly deeds: readonly { readonly deed: Intervention; readonly planned: boolean }[];
}
export interface PeopleStrip extends Strip {
  readonly waits: readonly PersonPlace[];
  readonly deeds: readonly DeedPlace[];
}
export interface RowPlace extends Strip {
  readonly group: RowGroup;
  readonly label: string;
  readonly barTopPx: number;
  readonly barPx: number;
  readonly attempts: readonly AttemptPlace[];
  readonly waits: readonly WaitPlace[];
  readonly holds: readonly HoldPlace[];
  readonly refusals: readonly RefusalPlace[];
  /** Where its name begins. */
  readonly namePx: number;
}
/** The orchestrator was down. */
export interface CrashPlace {
  readonly key: string;
  readonly fromPx: number;
  /** Null while it is. */
  readonly toPx: number | null;
}
export interface TimelineLayout {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly density: TimelineDensity;
  readonly scale: TimeScale;
  readonly ticks: readonly Tick[];
  readonly lanes: readonly LanePlace[];
  /** Whom the run waits for and what was done; null where there is neither. */
  readonly people: PeopleStrip | null;
  readonly crashes: readonly CrashPlace[];
  readonly splitPx: number;
  /** Rows left out because there were more than are drawn. */
  readonly hidden: number;
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

/** Rows drawn at most. */
const ROW_LIMIT = 200;
/** A row's name moves in by this for each step that it ran under, px; three steps at most. */
const INDENT_PX = 10;
const INDENTS_MOST = 3;
/** Of the run, left unfolded on both sides of a moment that something happens at. */
const AIR_SHARE = 0.02;

/**
 * @param keep lanes that stay although nothing calls them any more: a lane must not vanish under a drag.
 * @param folds idle stretches to fold; those that an attempt has entered since stay open.
 */
export function layoutTimeline(
  { run, world, plan, deeds }: TimelineStory,
  endMs: number,
  folds: readonly IdleFold[],
  keep: ReadonlySet<string>,
  sheet: TimelineSheet,
): TimelineLayout {
  const { present, measure, widthPx } = sheet;
  const type = typeSizes(present);
  const lanes = shownLanes(lanesOf(run, plan, world), keep, present);
  const crashes = crashesOf(world.crashes, plan);
  const all = rowGroups(run, present);
  const groups = all.slice(0, ROW_LIMIT);
  const density = densityFor(sheet.windowPx, groups.length, present);
  const margin = MARGINS[present ? 'present' : widthPx < TIGHT_BELOW_PX ? 'tight' : 'usual'];
  const widest = Math.max(
    0,
    ...groups.map((g) => indent(g) + measure(g.label, type.name, WEIGHT.name)),
    ...lanes.map((lane) => measure(lane.model, type.text, WEIGHT.text)),
  );
  const leftPx = Math.round(
    Math.min(widthPx * NAMES_SHARE, Math.max(margin.left, margin.name + widest + 14)),
  );
  const work = workOf(run).map((a) => ({ fromMs: a.startedMs, toMs: a.finishedMs ?? endMs }));
  const moments = [
    ...world.crashes.flatMap(({ atMs, upMs }) => [atMs, upMs ?? endMs]),
    ...deeds.map(({ deed }) => deed.atMs),
    ...lanes.flatMap((lane) => lane.breaker.map(({ fromMs }) => fromMs)),
  ];
  const kept = aroundMoments(openFolds(folds, work), moments, endMs * AIR_SHARE);
  const scale = timeScale(endMs, leftPx, widthPx - margin.right, kept, margin.fold);
  const peopled = run.waits.length > 0 || deeds.length > 0;
  const stacked = stackRows(
    [
      ...(crashes.length > 0 ? [density.lanePx] : []),
      ...lanes.map((lane) => laneHeight(lane, density)),
      ...(peopled ? [density.lanePx] : []),
    ],
    groups.map((g) => g.deep),
    density,
  );
  const namesPx = leftPx - margin.name - 10;
  const laneSheet: LaneSheet = { density, scale, namesPx, sizePx: type.text, measure };
  const strips = [...stacked.lanes];
  const top = crashes.length > 0 ? strips.shift() : undefined;
  const bottom = peopled ? strips.pop() : undefined;
  return {
    widthPx,
    heightPx: stacked.heightPx,
    density,
    scale,
    ticks: axisTicks(scale, type.text, measure),
    lanes: [
      ...(top ? [placeOrchestrator(crashes, top, laneSheet)] : []),
      ...lanes.map((lane, i) => placeLane(lane, strips[i] as Strip, laneSheet)),
    ],
    people: bottom
      ? {
          ...bottom,
          waits: placePeople(run, scale),
          deeds: placeDeeds(deeds, scale, widthPx - 8, type.text, measure),
        }
      : null,
    crashes: world.crashes.map(({ atMs, upMs }, i) => ({
      key: `${atMs} ${i}`,
      fromPx: scale.x(atMs),
      toPx: upMs === null ? null : scale.x(upMs),
    })),
    splitPx: stacked.splitPx,
    hidden: all.length - groups.length,
    rows: groups.map((group, i) =>
      placeRow(group, stacked.rows[i] as Strip, laneSheet, margin.name, type.name),
    ),
    footPx: stacked.footPx,
    folds: placeFolds(scale, waitsOf(run), type.text, measure),
    markPx: 16,
    namePx: margin.name,
  };
}

const indent = ({ depth }: RowGroup): number => INDENT_PX * Math.min(INDENTS_MOST, depth);

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

function placeRow(
  group: RowGroup,
  strip: Strip,
  { density, scale, namesPx, sizePx, measure }: LaneSheet,
  namePx: number,
  nameSizePx: number,
): RowPlace {
  const barPx = group.deep ? density.deepBarPx : density.barPx;
  const form = (step: StepView) => (step.waits.length > 0 ? 'person' : group.frames ? 'frame' : 'work');
  return {
    ...strip,
    group,
    label: fitText(group.label, namesPx - indent(group), measure, nameSizePx, WEIGHT.name),
    namePx: namePx + indent(group),
    barPx,
    barTopPx: barTop(strip, barPx),
    attempts: group.steps.flatMap((step) => placeAttempts(step, scale, form(step))),
    waits: group.steps.flatMap((step) => placeWaits(step, scale, sizePx, measure)),
    holds: group.steps.flatMap((step) => placeHolds(step, scale)),
    refusals: group.steps.flatMap((step) => placeRefusals(step, scale, (policy) => REFUSED_WORDS[policy])),
  };
}
