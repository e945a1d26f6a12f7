/** The timeline's upper half: a lane an endpoint, with its calls and fault bands; and the idle gaps that fold. */
import type { StepDeclared } from '../events.ts';
import { CRASH } from './fault-words.ts';
import { breakerOf, othersOf, type BreakerSpan, type LaneWorld, type Span } from './lane-world.ts';
import type { PlannedFault } from './planned-fault.ts';
import type { AttemptView, RunView, WorldView } from './run-view.ts';
import { isValue } from './target.ts';
import { lastKnownMs } from './totals.ts';

/** One call on the endpoint: an attempt of a step. */
export interface LaneCall {
  readonly step: string;
  readonly attempt: number;
  readonly fromMs: number;
  /** Null while it runs. */
  readonly toMs: number | null;
  readonly outcome: AttemptView['outcome'];
  /** Ids of the faults that struck it; empty for most. */
  readonly struck: readonly string[];
}

/** A band: a window of the plan; or, for a fault without one, a call that it struck. Ids repeat in the second case. */
export interface LaneFault {
  readonly id: string;
  readonly kind: string;
  readonly fromMs: number;
  /** Null where it has no end. */
  readonly toMs: number | null;
  /** Whether its edges can be dragged: it is a window of the plan. */
  readonly draggable: boolean;
}

export interface Lane {
  readonly model: string;
  /** In order of start. */
  readonly calls: readonly LaneCall[];
  readonly faults: readonly LaneFault[];
  /** When calls of the world's other runs were under way, without overlaps. */
  readonly others: readonly Span[];
  /** How the breaker stood that the run's calls meet here; empty where none ever changed. */
  readonly breaker: readonly BreakerSpan[];
  /** Declared only as a fallback, not called, no fault on it: a view may leave it out. */
  readonly reserve: boolean;
}

/** An idle stretch worth folding, virtual ms. */
export interface IdleFold {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Draft {
  readonly model: string;
  readonly calls: LaneCall[];
  readonly faults: LaneFault[];
  primary: boolean;
}

const NO_WORLD: LaneWorld = { runs: [], policies: [] };

/**
 * One lane an endpoint: in declared order, then those that only the run or the plan names. `world`: what shares the
 * endpoints with the run.
 */
export function lanesOf(
  run: RunView,
  plan: readonly PlannedFault[],
  world: LaneWorld = NO_WORLD,
): readonly Lane[] {
  const lanes = new Map<string, Draft>();
  const laneOf = (model: string): Draft => {
    let lane = lanes.get(model);
    if (!lane) lanes.set(model, (lane = { model, calls: [], faults: [], primary: false }));
    return lane;
  };
  const functions = functionTargets(run);
  for (const step of run.started.steps) {
    if (NO_ENDPOINT.has(step.kind)) continue;
    for (const [i, target] of step.targets.entries())
      if (!functions.has(target) && !isValue(target)) laneOf(target).primary ||= i === 0;
  }
  const calls = callsByStart(run);
  for (const { step, attempt } of calls) laneOf(attempt.target).calls.push(callOf(step, attempt));
  for (const fault of plan) {
    if (fault.kind === CRASH) continue;
    if (fault.model !== undefined) laneOf(fault.model);
    for (const lane of lanes.values()) addWindow(fault, lane, run);
  }
  addStrikes(calls, plan, laneOf);
  const others = othersOf(run, world);
  return [...lanes.values()].map(({ primary, ...lane }) => ({
    ...lane,
    others: others.get(lane.model) ?? [],
    breaker: breakerOf(lane.model, run, world.policies),
    reserve: !primary && lane.calls.length === 0 && lane.faults.length === 0,
  }));
}

/** Steps whose targets are functions, people or orchestrations, or endpoints that only calling tells. */
const NO_ENDPOINT: ReadonlySet<StepDeclared['kind']> = new Set([
  'function',
  'tool',
  'agent',
  'approval',
  'orchestration',
]);

/** Targets that were only ever tried without a request: functions, no endpoints. */
function functionTargets(run: RunView): ReadonlySet<string> {
  const ran = new Set<string>();
  const called = new Set<string>();
  for (const step of run.steps) for (const a of step.attempts) (a.request ? called : ran).add(a.target);
  for (const target of called) ran.delete(target);
  return ran;
}

function callsByStart(run: RunView): { step: string; attempt: AttemptView }[] {
  return run.steps
    .flatMap(({ step, attempts }) =>
      attempts.filter((a) => a.request !== null).map((attempt) => ({ step, attempt })),
    )
    .sort((a, b) => a.attempt.seq - b.attempt.seq);
}

const callOf = (step: string, attempt: AttemptView): LaneCall => ({
  step,
  attempt: attempt.attempt,
  fromMs: attempt.startedMs,
  toMs: attempt.finishedMs,
  outcome: attempt.outcome,
  struck: [...new Set(attempt.strikes.map((s) => s.fault))],
});

/** A window stands in its endpoint's lane; one that names none, in the lanes of its step, or in all. */
function addWindow(fault: PlannedFault, lane: Draft, run: RunView): void {
  if (!fault.window || (fault.model !== undefined && fault.model !== lane.model)) return;
  if (fault.model === undefined && fault.step !== undefined) {
    const name = fault.step.slice(fault.step.lastIndexOf('/') + 1).replace(/\[.*$/, '');
    const step = run.started.steps.find((s) => s.name === name);
    if (step && !step.targets.includes(lane.model)) return;
  }
  const [fromMs, to] = fault.window;
  const toMs = Number.isFinite(to) ? to : null;
  lane.faults.push({ id: fault.id, kind: fault.kind, fromMs, toMs, draggable: true });
}

/** A fault without a window, or one that the plan does not name, stands where it struck. */
function addStrikes(
  calls: readonly { attempt: AttemptView }[],
  plan: readonly PlannedFault[],
  laneOf: (model: string) => Draft,
): void {
  const windowed = new Set(plan.filter((f) => f.window).map((f) => f.id));
  for (const { attempt } of calls) {
    const kinds = new Map(attempt.strikes.map((s) => [s.fault, s.kind]));
    for (const [id, kind] of kinds) {
      if (windowed.has(id)) continue;
      const { startedMs: fromMs, finishedMs: toMs } = attempt;
      const { faults } = laneOf(attempt.target);
      const at = faults.findLastIndex((band) => band.id === id);
      const before = faults[at];
      // calls struck at once share one band
      if (before && (before.toMs === null || fromMs < before.toMs))
        faults[at] = { ...before, toMs: latest(before.toMs, toMs) };
      else faults.push({ id, kind, fromMs, toMs, draggable: false });
    }
  }
}

const latest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.max(a, b);

/** Of the run, above which an idle gap folds. */
const FOLD_SHARE = 0.18;
/** Of the gap, left unfolded on either side. */
const FOLD_MARGIN = 0.15;
/** Folds start and end on multiples of this. */
const FOLD_GRID_MS = 100;

/** Attempts at work: while a person is waited for nothing happens, and what runs inside a step is its work. */
export const workOf = ({ steps }: RunView): AttemptView[] => {
  const parents = new Set(steps.map(({ parent }) => parent));
  return steps.filter((s) => s.waits.length === 0 && !parents.has(s.step)).flatMap((s) => s.attempts);
};

/**
 * Gaps in which no attempt runs, longer than `minIdleMs` (≥ 1 s) and 18 % of the time, less a margin on both sides.
 * `others`: the runs that share the scale with it; what one of them does is no idle time.
 */
export function foldsOf(
  run: RunView,
  minIdleMs = 1000,
  others: readonly RunView[] = [],
): readonly IdleFold[] {
  const all = [run, ...others];
  const startMs = Math.min(...all.map(({ startedMs }) => startedMs));
  const endMs = Math.max(...all.map(lastKnownMs));
  const longest = Math.max(1000, minIdleMs, (endMs - startMs) * FOLD_SHARE);
  const attempts = all.flatMap(workOf).sort((a, b) => a.startedMs - b.startedMs);
  const folds: IdleFold[] = [];
  let idleFromMs: number = startMs;
  const close = (idleToMs: number): void => {
    const idleMs = idleToMs - idleFromMs;
    if (idleMs <= longest) return;
    const onGrid = (ms: number): number => Math.round(ms / FOLD_GRID_MS) * FOLD_GRID_MS;
    const margin = idleMs * FOLD_MARGIN;
    folds.push({ fromMs: onGrid(idleFromMs + margin), toMs: onGrid(idleToMs - margin) });
  };
  for (const attempt of attempts) {
    close(attempt.startedMs);
    idleFromMs = Math.max(idleFromMs, attempt.finishedMs ?? Infinity);
  }
  close(endMs);
  return folds;
}

/** What stood still because the orchestrator was down: windows of the plan, and crashes that it does not place. */
export function crashesOf(
  crashes: WorldView['crashes'],
  plan: readonly PlannedFault[],
): readonly LaneFault[] {
  const planned = plan.flatMap((fault): LaneFault[] => {
    if (fault.kind !== CRASH || !fault.window) return [];
    const [fromMs, to] = fault.window;
    return [{ id: fault.id, kind: CRASH, fromMs, toMs: Number.isFinite(to) ? to : null, draggable: true }];
  });
  const placed = new Set(planned.map(({ id }) => id));
  const met = crashes
    .filter(({ fault }) => fault !== '' && !placed.has(fault))
    .map(({ fault, atMs, upMs }) => ({ id: fault, kind: CRASH, fromMs: atMs, toMs: upMs, draggable: false }));
  return [...planned, ...met];
}
