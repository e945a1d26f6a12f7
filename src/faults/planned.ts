/** A plan as pictures and verdicts need it: where each fault lies, without its parameters. */
import type { FaultPlan } from './plan.ts';

export interface PlannedFault {
  readonly id: string;
  readonly kind: string;
  readonly model?: string;
  readonly step?: string;
  readonly window?: readonly [from: number, to: number];
}

export const plannedFaults = (plan: FaultPlan): PlannedFault[] =>
  plan.faults.map(({ id, kind, match, window }) => ({
    id,
    kind,
    ...(match?.model === undefined ? {} : { model: match.model }),
    ...(match?.step === undefined ? {} : { step: match.step }),
    ...(window === undefined ? {} : { window }),
  }));
