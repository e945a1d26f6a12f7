/** Who is calling: the facts that faults match on and that key every draw. */
import type { RunId } from '../base/units.ts';

export interface CallIdentity {
  readonly run: RunId;
  /** Scope path and step: 'answer', 'turn[2]/search'. */
  readonly step: string;
  /** The endpoint's name. */
  readonly model: string;
  /** Which attempt of the step this is, from 1, counted over all models of its fallback chain. */
  readonly attempt: number;
}

/** The identity as one string, unique inside a world. */
export const callKey = (call: CallIdentity): string =>
  `${call.run}/${call.step}#${call.attempt}@${call.model}`;
