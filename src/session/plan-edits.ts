/** Edits of a fault plan by hand: each gives a new plan. */
import { faultKinds } from '../faults/kinds.ts';
import type { Fault, FaultPlan } from '../faults/plan.ts';

/** How long an outage lasts that a click added. */
const NEW_OUTAGE_MS = 3000;
const SHORTEST_MS = 100;

/** Moves or resizes a fault's window; whole ms, from 0, at least 100 ms long. A crash is as long as it is down. */
export function withWindow(plan: FaultPlan, id: string, [from, to]: readonly [number, number]): FaultPlan {
  const fromMs = Math.max(0, Math.round(from));
  const window = [fromMs, Math.max(fromMs + SHORTEST_MS, Math.round(to))] as const;
  const moved = (fault: Fault): Fault =>
    fault.kind === 'orchestrator_crash'
      ? { ...fault, window, downMs: window[1] - window[0] }
      : { ...fault, window };
  return { ...plan, faults: plan.faults.map((fault) => (fault.id === id ? moved(fault) : fault)) };
}

/** Adds an outage of one endpoint, from a moment on; says under which id. */
export function withOutage(plan: FaultPlan, model: string, atMs: number): { plan: FaultPlan; id: string } {
  const id = freeId(plan, 'outage');
  const fromMs = Math.max(0, Math.round(atMs / SHORTEST_MS) * SHORTEST_MS);
  const { kind, defaults } = faultKinds.outage;
  const fault: Fault = { id, match: { model }, window: [fromMs, fromMs + NEW_OUTAGE_MS], kind, ...defaults };
  return { plan: { ...plan, faults: [...plan.faults, fault] }, id };
}

/** Lets the orchestrator die at a moment, and resume from its history; says under which id. */
export function withCrash(plan: FaultPlan, atMs: number): { plan: FaultPlan; id: string } {
  const id = freeId(plan, 'crash');
  const fromMs = Math.max(0, Math.round(atMs / SHORTEST_MS) * SHORTEST_MS);
  const { kind, defaults } = faultKinds.orchestrator_crash;
  const window = [fromMs, fromMs + defaults.downMs] as const;
  const fault: Fault = { id, window, kind, ...defaults };
  return { plan: { ...plan, faults: [...plan.faults, fault] }, id };
}

export const withoutFault = (plan: FaultPlan, id: string): FaultPlan => ({
  ...plan,
  faults: plan.faults.filter((fault) => fault.id !== id),
});

/** The name without a number while it is free, then 'outage-2'. */
function freeId(plan: FaultPlan, name: string): string {
  const taken = new Set(plan.faults.map(({ id }) => id));
  for (let number = 1; ; number++) {
    const id = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(id)) return id;
  }
}
