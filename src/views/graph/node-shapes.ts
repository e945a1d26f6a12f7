/** What each node of a graph asks room for: its name, its kind's mark, the tries that its policy allows. */
import type { DrawnStep } from '../../history/projections/drawn-steps.ts';
import { allowanceOf } from '../marks/allowed.ts';
import { kindMark } from '../marks/kinds.ts';
import type { NodeShape } from './form-layout.ts';

export const nodeShapes = (steps: readonly DrawnStep[]): ReadonlyMap<string, NodeShape> =>
  new Map(steps.map((step) => [step.step, shapeOf(step)]));

function shapeOf(step: DrawnStep): NodeShape {
  const many = step.runs.length;
  const allowance = allowanceOf(step);
  return {
    step: step.step,
    name: many > 1 ? `${step.step} ×${many}` : step.step,
    mark: kindMark(step.declared),
    // What stands for many executions counts them, and leaves their tries to their own rows.
    allowance: many > 1 ? allowance.slice(0, 1).map(({ target }) => ({ target, tries: 1 })) : allowance,
  };
}
