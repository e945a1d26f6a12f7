/** Handing a run to a person: only what `escalate` made, and was returned, does. */
import type { RunCore } from './run-core.ts';
import type { Escalation } from './surface.ts';
import { plainText } from './text.ts';

/** The escalations that a run has made. */
export const escalations = (): Set<unknown> => new Set();

export function escalate(core: RunCore, reason: string, data: unknown): Escalation {
  const escalation: Escalation = { escalated: true, reason: plainText(reason), data };
  core.part(escalations).add(escalation);
  return escalation;
}
