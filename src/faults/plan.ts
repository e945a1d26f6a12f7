/**
 * A fault plan: what shall go wrong, as data.
 *
 * Owns the words in which a plan is written. Which calls it strikes is strike.ts, what that does to a reply apply.ts,
 * what a document may say plan-schema.ts.
 *
 * 1. A plan is a pure predicate over call identity, virtual time and request: it holds no state (tally.ts does).
 * 2. A list of firings is itself a plan: see `only`, and firingsAsPlan in firing.ts.
 */
import type { Window } from './kind.ts';
import type { FaultBody } from './kinds.ts';

/** Which calls a fault means. Absent fields match everything. */
export interface Match {
  /** A step's path, 'turn[2]/search', or its name alone, 'search', which means it in every scope and under every key. */
  readonly step?: string;
  /** The endpoint's name. */
  readonly model?: string;
  /** The n-th call to its endpoint in this world, from 1. */
  readonly call?: number;
  /** The n-th attempt of its step, from 1. */
  readonly attempt?: number;
}

/** The envelope that every fault shares. */
export interface Envelope {
  /** Unique in its plan; keys the fault's draws, so a fault that keeps its id keeps its luck. */
  readonly id: string;
  readonly match?: Match;
  /** Virtual ms [from, to): a fault strikes calls whose service starts in it, an outage also those in flight at `from`. */
  readonly window?: Window;
  /** The share of matching calls that are struck, 0–1, drawn for each call on its own. Default 1. */
  readonly rate?: number;
  /** How many calls that match and start in the window pass first. Default 0. */
  readonly after?: number;
  /** How many calls are struck at most, ≥ 1. Default: all. */
  readonly count?: number;
  /** Firings (firing.ts): strikes exactly these, whatever match, rate, after and count say. */
  readonly only?: readonly string[];
}

export type Fault = Envelope & FaultBody;

export interface FaultPlan {
  /** Those of one stage are met in this order (kind.ts). */
  readonly faults: readonly Fault[];
}

export const EMPTY_PLAN: FaultPlan = { faults: [] };
