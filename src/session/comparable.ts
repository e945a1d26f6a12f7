/** What a world is compared with: the same code, input and seed without its faults. */
import { EMPTY_PLAN } from '../faults/plan.ts';
import type { ComputedWorld, Wish } from './sandbox-driver.ts';

/** The wish for the baseline of a world; null for one without faults. It is simulated also where the
 * world itself went over HTTP: the difference that faults made is then told from the same replies on virtual time. */
export function comparable({ code, inputs }: Pick<ComputedWorld, 'code' | 'inputs'>): Wish | null {
  if (inputs.faults.faults.length === 0) return null;
  const { replay: _, resume: __, ...own } = inputs;
  return { code, inputs: { ...own, faults: EMPTY_PLAN, host: 'simulated' } };
}
