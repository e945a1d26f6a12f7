/**
 * Routing: which of the chain's models is asked first. By cost, what the request would cost at each; by latency, what
 * each took lately. Pure; the others stay in the chain behind the first, in that order.
 */

import { oneOf } from './figures.ts';

/** As an author writes it. */
export type RouteOption = 'latency' | 'cost';

/** @throws {RangeError} naming the value. */
export const routePolicy = (option: RouteOption): RouteOption => oneOf(option, 'route', ['latency', 'cost']);

/** Calls that a latency is averaged over. */
const REMEMBERED = 16;

/** The last latencies of a model, whole ms, oldest first. */
export type Latencies = readonly number[];

export const NO_LATENCIES: Latencies = [];

/** Takes in how long an answered call took, or how long one was waited for in vain. */
export const tookMs = (known: Latencies, ms: number): Latencies =>
  known.length < REMEMBERED ? [...known, ms] : [...known.slice(1), ms];

/** The average in ms; null: not known yet. */
export function averageMs(known: Latencies): number | null {
  if (known.length === 0) return null;
  let sum = 0;
  for (const ms of known) sum += ms;
  return sum / known.length;
}

/**
 * The order in which to ask, as places of `figures`: the lowest first, ties as listed. One without a figure comes before
 * those that have one: that is how it gets one.
 */
export const cheapestFirst = (figures: readonly (number | null)[]): number[] =>
  figures.map((_, place) => place).sort((a, b) => (figures[a] ?? -1) - (figures[b] ?? -1) || a - b);
