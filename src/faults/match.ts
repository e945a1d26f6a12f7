/**
 * Whether a call is one that a fault means, its window left aside.
 *
 * Owns the facts of a call that a plan may ask for, and how a step's path is read.
 */
import type { CallIdentity } from '../model/call.ts';
import type { Match } from './plan.ts';

/** A call, as far as the predicate asks. */
export interface CallFacts extends CallIdentity {
  /** The n-th call to its endpoint in this world, from 1. */
  readonly ordinal: number;
  /** Virtual ms at which its service starts: after any wait in line. */
  readonly startMs: number;
}

/** Every field that is there must agree. */
export const matches = ({ step, model, call, attempt }: Match, facts: CallFacts): boolean =>
  (model === undefined || model === facts.model) &&
  (attempt === undefined || attempt === facts.attempt) &&
  (call === undefined || call === facts.ordinal) &&
  (step === undefined || step === facts.step || step === nameIn(facts.step));

/** The name at the end of a step's path, without its key: 'search' of 'turn[2]/search[a/b]'. */
function nameIn(path: string): string {
  let depth = 0;
  let nameFrom = 0;
  let nameTo = path.length;
  for (let i = 0; i < path.length; i++) {
    const c = path[i];
    if (c === '/' && depth === 0) [nameFrom, nameTo] = [i + 1, path.length];
    else if (c === '[' && depth++ === 0) nameTo = i;
    else if (c === ']' && depth > 0) depth--;
  }
  return path.slice(nameFrom, nameTo);
}
