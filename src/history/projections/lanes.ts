/** The timeline's upper half: a lane an endpoint, with its calls and fault bands; and the idle gaps that fold. */
import type { PlannedFault } from './planned-fault.ts';
import type { AttemptView, RunView } from './run-view.ts';
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

/** One lane an endpoint: in declared order, then those that only the run or the plan names. */
export function lanesOf(run: RunView, plan: readonly PlannedFault[]): readonly Lane[] {
  const lanes = new Map<string, Draft>();
  const laneOf = (model: string): Draft => {
    let lane = lanes.get(model);
    if (!lane) lanes.set(model, (lane = { model, calls: [], faults: [], primary: false }));
    return lane;
  };
  const functions = functionTargets(run);
  for (const step of run.started.steps) {
    if (step.kind === 'function') continue;
    for (const [i, target] of step.targets.entries())
      if (!functions.has(target) && !isValue(target)) laneOf(target).primary ||= i === 0;
  }
  const calls = callsByStart(run);
  for (const { step, attempt } of calls) laneOf(attempt.target).calls.push(callOf(step, attempt));
  for (const fault of plan) {
    if (fault.model !== undefined) laneOf(fault.model);
    for (const lane of lanes.values()) addWindow(fault, lane, run);
  }
  addStrikes(calls, plan, laneOf);
  return [...lanes.values()].map(({ primary, ...lane }) => ({
    ...lane,
    reserve: !primary && lane.calls.length === 0 && lane.faults.length === 0,
  }));
}

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
      const band = { id, kind, fromMs: attempt.startedMs, toMs: attempt.finishedMs, draggable: false };
      laneOf(attempt.target).faults.push(band);
    }
  }
}

/** Of the run, above which an idle gap folds. */
const FOLD_SHARE = 0.18;
/** Of the gap, left unfolded on either side. */
const FOLD_MARGIN = 0.15;
/** Folds start and end on multiples of this. */
const FOLD_GRID_MS = 100;

/** Gaps in which no attempt runs, longer than `minIdleMs` (≥ 1 s) and 18 % of the run, less a margin on both sides. */
export function foldsOf(run: RunView, minIdleMs = 1000): readonly IdleFold[] {
  const endMs = lastKnownMs(run);
  const longest = Math.max(1000, minIdleMs, (endMs - run.startedMs) * FOLD_SHARE);
  const attempts = run.steps.flatMap((s) => s.attempts).sort((a, b) => a.startedMs - b.startedMs);
  const folds: IdleFold[] = [];
  let idleFromMs: number = run.startedMs;
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
