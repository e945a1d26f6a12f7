/** When each of some steps began and ended, as places in one order without ties: what ended before what began. */
import type { StepView } from './run-view.ts';

/** Places in the order of all beginnings and ends; `end` is Infinity while the step runs. */
export interface StepSpan {
  readonly start: number;
  readonly end: number;
}

/** The spans of the steps that were started or skipped. Two places an event, so that a skipped step begins before it ends. */
export function orderOfSteps(steps: readonly StepView[]): ReadonlyMap<StepView, StepSpan> {
  const spans = new Map<StepView, StepSpan>();
  for (const step of steps) {
    if (step.startedSeq === null) continue;
    spans.set(step, {
      start: 2 * step.startedSeq,
      end: step.finishedSeq === null ? Infinity : 2 * step.finishedSeq + 1,
    });
  }
  return spans;
}
