/** A plan as pictures and verdicts need it: where each fault lies, without its parameters. */
import type { Fault, FaultPlan } from './plan.ts';

export interface PlannedFault {
  readonly id: string;
  readonly kind: string;
  readonly model?: string;
  readonly step?: string;
  readonly window?: readonly [from: number, to: number];
}

export const plannedFaults = (plan: FaultPlan): PlannedFault[] =>
  plan.faults.map((fault) => {
    const { id, kind, match } = fault;
    const window = windowOf(fault);
    return {
      id,
      kind,
      ...(match?.model === undefined ? {} : { model: match.model }),
      ...(match?.step === undefined ? {} : { step: match.step }),
      ...(window === undefined ? {} : { window }),
    };
  });

/** A crash lasts as long as the orchestrator is down, from where its window begins; one at an event has no window. */
function windowOf(fault: Fault): PlannedFault['window'] {
  const { window } = fault;
  if (fault.kind !== 'orchestrator_crash' || window === undefined) return window;
  return fault.event > 0 ? undefined : [window[0], window[0] + fault.downMs];
}
