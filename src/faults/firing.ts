/**
 * Firings: one cause each, named so that a history can point at it and a search can take it away.
 *
 * Owns the names and the plan that a list of them amounts to.
 *
 * 1. A fault that takes every call of an endpoint for as long as its window lasts (any outage that does not choose
 *    among calls; any other fault with a window that does not) is one cause an endpoint: `id@model[from,to)`.
 * 2. Every other fault has one cause a call: `id:` and the call's key.
 * 3. A firing depends on the fault and the call's identity alone, never on what else the plan holds.
 */
import { callKey, type CallIdentity } from '../model/call.ts';
import type { Fault, FaultPlan } from './plan.ts';

/** Whether one window on one endpoint is this fault's cause, rather than each call. */
export function strikesWholeWindow({ kind, window, rate = 1, after = 0, count, match = {} }: Fault): boolean {
  const choosesCalls =
    rate < 1 ||
    after > 0 ||
    count !== undefined ||
    match.step !== undefined ||
    match.call !== undefined ||
    match.attempt !== undefined;
  return !choosesCalls && (window !== undefined || kind === 'outage');
}

/** The name of what strikes this call, if this fault does. */
export function firingOf(fault: Fault, call: CallIdentity): string {
  if (!strikesWholeWindow(fault)) return `${fault.id}:${callKey(call)}`;
  const [fromMs, toMs] = fault.window ?? [0, 'end'];
  return `${fault.id}@${call.model}[${fromMs},${toMs})`;
}

/**
 * The plan that strikes exactly these firings. Faults keep their ids, so they keep their draws; those without a firing
 * in the list are gone. Names that belong to no fault of the plan are ignored.
 */
export function firingsAsPlan(plan: FaultPlan, firings: Iterable<string>): FaultPlan {
  const wanted = [...new Set(firings)];
  return {
    faults: plan.faults.flatMap((fault) => {
      const only = wanted.filter(
        (firing) => firing.startsWith(`${fault.id}@`) || firing.startsWith(`${fault.id}:`),
      );
      return only.length === 0 ? [] : [{ ...fault, only }];
    }),
  };
}
