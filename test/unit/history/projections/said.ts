import type { History } from '../../../../src/history/events.ts';
import type { PlannedFault } from '../../../../src/history/projections/planned-fault.ts';
import { projectWorld } from '../../../../src/history/projections/run-view.ts';
import { announcement, verdict } from '../../../../src/history/projections/verdict.ts';

/** The verdict on a history with plain spaces. */
export const said = (history: History, plan: readonly PlannedFault[] = [], baseline?: History): string =>
  announcement(verdict(projectWorld(history), plan, baseline && projectWorld(baseline)));
