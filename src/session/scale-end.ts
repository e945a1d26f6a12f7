/** How far the timeline reaches. Pure. */
import type { PlannedFault } from '../history/projections/planned-fault.ts';

/** A run is never drawn narrower than this share of the plot for the sake of a fault that it did not meet. */
const RUN_LEAST = 1 / 3;

/** A fault that begins in the last tenth of a run counts as beyond it: there would be no room to drag it on. */
const LAST_RATIO = 0.9;

/** A run that grows is shown with what the plan has in store for it, up to here. Ms. */
const AHEAD_MOST_MS = 60_000;

/**
 * To the run's end, or further where a fault begins there: it stays in reach, to be dragged on or back. Whole ms.
 * @param growing whether the run goes on by the wall's clock: then the plan's windows are in view from the start, so
 * that the scale holds still while the run grows into them.
 */
export function scaleFor(endMs: number, plan: readonly PlannedFault[], growing = false): number {
  if (growing) {
    const ends = plan.flatMap(({ window }) => (window && Number.isFinite(window[1]) ? [window[1]] : []));
    return Math.round(Math.max(endMs, Math.min(AHEAD_MOST_MS, Math.max(0, ...ends))));
  }
  const beyond = plan.flatMap(({ window }) => (window && window[0] >= endMs * LAST_RATIO ? [window[1]] : []));
  return Math.round(Math.min(Math.max(endMs, ...beyond), endMs / RUN_LEAST));
}
