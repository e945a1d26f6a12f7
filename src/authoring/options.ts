/** Options by name: untyped code misspells them, and one that no step has would be passed over in silence. */
import { known } from '../engine/policies/figures.ts';
import type { PolicyOptions } from '../engine/policies/policy.ts';

const POLICIES = Object.keys({
  timeout: true,
  totalTimeout: true,
  firstToken: true,
  idle: true,
  retry: true,
  fallback: true,
  breaker: true,
  hedge: true,
  bulkhead: true,
  rate: true,
  budget: true,
  gate: true,
  monitor: true,
  region: true,
  route: true,
  deadLetter: true,
} satisfies Record<keyof PolicyOptions<unknown>, true>);

/**
 * @param what whose options they are: 'generate'
 * @param own what it has besides policies
 * @throws {RangeError} naming the option that it does not have
 */
export const checkOptions = (options: object, what: string, own: readonly string[]): void =>
  known(options, what, [...own, ...POLICIES]);

/**
 * @param what the text and whose it is: 'system of generate'
 * @param says what it is there for
 * @throws {RangeError} when it is no text: untyped code leaves it out
 */
export function checkText(given: unknown, what: string, says: string): void {
  if (typeof given !== 'string') throw new RangeError(`${what} is ${String(given)}: give it ${says}`);
}
