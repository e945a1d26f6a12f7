/**
 * Keyed randomness: every draw is a pure function of (seed, stream, identity), never of how many draws came before.
 * So adding a step or removing a fault changes no other draw, which is what pairs A/B runs and lets plans shrink.
 *
 * 1. The same key gives the same number in every engine (32-bit integer arithmetic only).
 * 2. Two keys that differ in any character give unrelated numbers (murmur3-style mixing in two lanes).
 */
import { expFixed, logFixed } from './log-exp.ts';

/** Two 32-bit lanes over a string: a 64-bit digest of seed and key. */
function digest(seed: number, stream: string, identity: string, out: [number, number]): void {
  let a = (seed ^ 0x9e3779b9) | 0;
  let b = (Math.trunc(seed / 0x1_0000_0000) ^ 0x85ebca6b) | 0;
  for (let i = 0; i < stream.length; i++) {
    const c = stream.charCodeAt(i);
    a = Math.imul(a ^ c, 0xcc9e2d51);
    b = Math.imul(b ^ c, 0x1b873593);
    a = (a << 13) | (a >>> 19);
    b = (b << 17) | (b >>> 15);
  }
  a ^= 0x2f; // a separator, so that ('ab','c') and ('a','bc') differ
  b ^= 0x1f3;
  for (let i = 0; i < identity.length; i++) {
    const c = identity.charCodeAt(i);
    a = Math.imul(a ^ c, 0xcc9e2d51);
    b = Math.imul(b ^ c, 0x1b873593);
    a = (a << 13) | (a >>> 19);
    b = (b << 17) | (b >>> 15);
  }
  a ^= stream.length * 31 + identity.length;
  a = Math.imul(a ^ (a >>> 16) ^ b, 0x85ebca6b);
  b = Math.imul(b ^ (b >>> 13) ^ a, 0xc2b2ae35);
  a = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b);
  out[0] = (a ^ (a >>> 16) ^ b) >>> 0;
  out[1] = (b ^ (b >>> 13) ^ (a << 7)) >>> 0;
}

const lanes: [number, number] = [0, 0];

/** A uniform number in [0, 1) with 53 bits, keyed by (seed, stream, identity). `seed` is a whole number ≥ 0. */
export function uniform(seed: number, stream: string, identity: string): number {
  digest(seed, stream, identity, lanes);
  return ((lanes[0] >>> 5) * 0x4000000 + (lanes[1] >>> 6)) / 0x20000000000000;
}

/** A whole number in [0, bound), keyed. `bound` is a whole number ≥ 1 and below 2^53. */
export function wholeBelow(seed: number, stream: string, identity: string, bound: number): number {
  return Math.floor(uniform(seed, stream, identity) * bound);
}

/** An exponential draw with the given mean (inverse transform, own log). */
export function exponential(seed: number, stream: string, identity: string, mean: number): number {
  return -mean * logFixed(1 - uniform(seed, stream, identity));
}

/**
 * A log-normal multiplier with median 1: exp(sigma × z), z approximately standard normal (sum of twelve uniforms less
 * six, Irwin–Hall), so it stays within exp(±6 sigma).
 */
export function logNormal(seed: number, stream: string, identity: string, sigma: number): number {
  if (sigma === 0) return 1;
  let z = -6;
  for (let i = 0; i < 12; i++) z += uniform(seed, stream, `${identity}#${i}`);
  return expFixed(sigma * z);
}
