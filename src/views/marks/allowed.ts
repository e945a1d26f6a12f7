/** What a step's policy allows: the room that the pictures keep free, so that nothing grows while a run does. */
import type { StepView } from '../../history/projections/run-view.ts';
import { isValue } from '../../history/projections/target.ts';

/** A target of a step's chain and how many tries it may get. */
export interface TargetAllowance {
  readonly target: string;
  readonly tries: number;
}

/**
 * Every target in order with the tries it may get: one and its retries each, a default value one. A step that tried
 * more than its declaration allows (a foreign history) gets room for what it did.
 */
export function allowanceOf(step: StepView): readonly TargetAllowance[] {
  const each = 1 + (step.declared?.policy.retries ?? 0);
  const tries = new Map<string, number>();
  for (const target of step.declared?.targets ?? []) tries.set(target, isValue(target) ? 1 : each);
  for (const { target, tryOnTarget } of step.attempts)
    tries.set(target, Math.max(tries.get(target) ?? 0, tryOnTarget));
  if (tries.size === 0) tries.set('', each);
  return [...tries].map(([target, count]) => ({ target, tries: count }));
}

/** How many attempts a step may make in all. */
export const attemptsAllowed = (allowance: readonly TargetAllowance[]): number =>
  allowance.reduce((sum, { tries }) => sum + tries, 0);

/** A target as the pictures name it; empty for a plain function, which tries nothing but itself. */
export const targetName = (target: string): string => (isValue(target) ? 'default' : target);
