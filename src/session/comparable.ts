/** What a world is compared with: the same code, input and seed without its faults. */
import { EMPTY_PLAN } from '../faults/plan.ts';
import type { ComputedWorld, Wish } from './sandbox-driver.ts';

/** The wish for the baseline of a world; null for one without faults, and for one that cannot be computed again. */
export function comparable({ code, inputs }: Pick<ComputedWorld, 'code' | 'inputs'>): Wish | null {
  if (inputs.faults.faults.length === 0 || inputs.host !== 'simulated') return null;
  return { code, inputs: { ...inputs, faults: EMPTY_PLAN } };
}
