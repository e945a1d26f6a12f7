/**
 * People in a run: what is asked of them, and what they may do. A person acts by an intervention, at a virtual time, so
 * that even what people do replays. The kinds that the engine understands, by their `kind` and `value`:
 *
 * - 'answer', `{ signal, value }`: answers what waits under `signal` (its event `signal.awaited` names it). An answer
 *   that the question does not accept is refused by a warning, and the run waits on.
 * - 'answer', `{ signal: letter, value: settlement }`: settles a letter. A `settlement` is `{ how: 'answered', value }`,
 *   `{ how: 'redriven' }`, `{ how: 'redriven', input }` (edited), or `{ how: 'discarded' }`.
 * - 'cancel', `{ run }`: cancels a run; what it registered to be undone is undone first.
 *
 * P1. An answer, a time-out and silence all end the run well: when no wakes are left and a run waits for people only they
 *     can move it, so it ends as escalated, naming who is waited for.
 * P2. Every wait writes `signal.awaited` or `letter.added` once; at most one answer is taken.
 */
import type { Json } from '../base/json.ts';
import type { Duration } from '../base/units.ts';
import type { Failure } from '../model/failure.ts';
import type { Contract } from './contract.ts';

/** What is asked of a person. */
export interface Ask<A> {
  /** Who is waited for: 'a supervisor'. */
  readonly who: string;
  /** What they are shown. */
  readonly question?: unknown;
  /** How long to wait. Default: until the world ends. */
  readonly timeout?: Duration;
  /** What stands in for an answer that did not come in time. Default: it rejects with `timeout.attempt`. */
  readonly otherwise?: A;
  /** What an answer must satisfy (Standard Schema). Default: anything. */
  readonly answer?: Contract<A>;
  /** Tells apart several questions of one name in one scope. */
  readonly key?: string | number;
}

/** A case that is put into a queue by hand. */
export interface Letter {
  readonly input: unknown;
  /** Why nobody could finish it. */
  readonly failure?: Failure;
  /** How often it was tried. Default 0. */
  readonly attempts?: number;
  /** Who works the queue. Default: its name. */
  readonly who?: string;
  readonly timeout?: Duration;
  /** Tells apart several letters to one queue in one scope. */
  readonly key?: string | number;
}

/** What became of a letter. */
export type Settlement =
  | { readonly how: 'answered'; readonly value: Json }
  | { readonly how: 'redriven'; readonly input?: Json }
  | { readonly how: 'discarded' }
  /** Nobody touched it in time: it still lies in its queue. */
  | { readonly how: 'unanswered' };

/** Reads what a person did with a letter; null when it cannot be read. */
export function readSettlement(value: Json): Exclude<Settlement, { how: 'unanswered' }> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { how, value: answer, input } = value as { readonly [key: string]: Json | undefined };
  if (how === 'answered') return { how, value: answer ?? null };
  if (how === 'redriven') return input === undefined ? { how } : { how, input };
  return how === 'discarded' ? { how } : null;
}
