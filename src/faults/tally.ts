/**
 * What a plan has met so far in one world: all the state that `after` and `count` need.
 *
 * Owns the counting. The world holds the tally and hands it to apply.ts, call by call.
 *
 * 1. A tally is never changed; counting gives a new one.
 */
import type { Fault, FaultPlan } from './plan.ts';

export interface Count {
  /** Calls that matched and started in the window, struck or not. */
  readonly matched: number;
  readonly struck: number;
}

/** By fault id. A fault that is absent has met nothing. */
export type Tally = ReadonlyMap<string, Count>;

export const EMPTY_TALLY: Tally = new Map();

const NOTHING: Count = { matched: 0, struck: 0 };

export const countOf = (tally: Tally, fault: string): Count => tally.get(fault) ?? NOTHING;

export const withMatched = (tally: Tally, fault: string): Tally => {
  const count = countOf(tally, fault);
  return new Map(tally).set(fault, { ...count, matched: count.matched + 1 });
};

export const withStruck = (tally: Tally, fault: string): Tally => {
  const count = countOf(tally, fault);
  return new Map(tally).set(fault, { ...count, struck: count.struck + 1 });
};

/** The faults of a plan that struck nothing. Such a fault is reported: it may be a plan that misses its aim. */
export const unmet = (plan: FaultPlan, tally: Tally): readonly Fault[] =>
  plan.faults.filter(({ id }) => countOf(tally, id).struck === 0);
