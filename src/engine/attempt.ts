/** One attempt of a step, a call or a function: `attempt.started`, and exactly one `attempt.finished`. */
import { CallAttempt } from './call-attempt.ts';
import { FunctionAttempt } from './function-attempt.ts';
import type { Attempt, AttemptOwner, Extra, Plan, Tried, Trying } from './trying.ts';

/** Makes an attempt; nothing happens before its `start`. */
export function makeAttempt<I, O>(
  step: Trying<I, O>,
  plan: Plan<I, O>,
  owner: AttemptOwner<O>,
  extra: Extra | null = null,
): Attempt {
  const { target } = plan;
  return target.type === 'model'
    ? new CallAttempt(step, plan as Plan<I, O> & { target: typeof target }, owner, extra)
    : new FunctionAttempt(step, plan as Plan<I, O> & { target: typeof target }, owner, extra);
}

/** Whose shared policy state an attempt on this target meets: a model's, or that of one declared step's function. */
export const subjectOf = <I, O>(step: Trying<I, O>, target: Tried<I, O>): string =>
  target.type === 'model' ? target.name : `${step.name}.${target.name}`;
