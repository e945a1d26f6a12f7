/** Whether a value that crossed a realm is plain JSON, and how large: a clone may hold cycles, maps and shared parts. */
import { SANDBOX_LIMITS } from './limits.ts';

/** What every value other than a string counts as. */
const CHARS_A_VALUE = 8;

/** A claim that does not hold; the sandbox that made it is ended with this reason. */
export class Violation extends Error {}

/**
 * Counts the characters of a plain JSON value.
 * @throws {Violation} for anything else than plain JSON, for what is deeper than the limit, and as soon as `budget` is
 *   spent: a value whose parts are shared a million times costs no more time than the budget allows.
 */
export function measure(value: unknown, budget: number, what: string): number {
  const left = walk(value, budget, 0);
  if (left >= 0) return budget - left;
  throw new Violation(
    left === SPENT ? `${what} is larger than ${budget} characters` : `${what} is not plain JSON`,
  );
}

const SPENT = -1;
const NOT_PLAIN = -2;

/** What is left of the budget, or which rule was broken. */
function walk(value: unknown, budget: number, depth: number): number {
  if (typeof value === 'string') return spend(budget, value.length + 2);
  if (value === null || typeof value === 'boolean') return spend(budget, CHARS_A_VALUE);
  if (typeof value === 'number') return Number.isFinite(value) ? spend(budget, CHARS_A_VALUE) : NOT_PLAIN;
  if (typeof value !== 'object' || depth > SANDBOX_LIMITS.depth) return NOT_PLAIN;
  let left = spend(budget, CHARS_A_VALUE);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && left >= 0; i++) left = walk(value[i], left, depth + 1);
    return left;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return NOT_PLAIN;
  for (const key of Object.keys(value)) {
    if (key === '__proto__') return NOT_PLAIN;
    left = spend(left, key.length);
    if (left >= 0) left = walk((value as Record<string, unknown>)[key], left, depth + 1);
    if (left < 0) return left;
  }
  return left;
}

function spend(budget: number, chars: number): number {
  if (budget < 0) return budget;
  return budget >= chars ? budget - chars : SPENT;
}
