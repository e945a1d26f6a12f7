/**
 * Applies a plan to one call's reply: what the simulated host does once a call, when its service starts.
 *
 * Owns the order of edits and what is told of them. Which faults want the call is strike.ts; each edit is its kind's.
 *
 * 1. Edits follow each other over the evolving parts, so whether a call is still in flight when an outage begins
 *    depends on what the faults before it made of the reply.
 * 2. An edit that changes nothing is no strike: no event, no count.
 * 3. A strike after the end that another fault gave the reply never happened either.
 * 4. An empty plan gives back the very parts and tally.
 */
import { uniform } from '../base/keyed-random.ts';
import { callKey } from '../model/call.ts';
import { isLast, type TimedPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import type { EditContext, FaultKind } from './kind.ts';
import { faultKinds } from './kinds.ts';
import type { CallFacts } from './match.ts';
import type { Fault, FaultPlan } from './plan.ts';
import { walk } from './strike.ts';
import { withStruck, type Tally } from './tally.ts';

/** A call, as far as edits ask. */
export interface Call extends CallFacts {
  readonly request: Request;
  /** The endpoint's vendor, as in its profile. */
  readonly vendor: string;
}

/** One fault that struck a call. */
export interface Strike {
  readonly fault: string;
  readonly kind: Fault['kind'];
  /** Its cause (firing.ts). */
  readonly firing: string;
  /**
   * Whole ms from the start of service to the first thing that the caller sees otherwise: something that came, or
   * something due that did not. A call given up before was not touched by this fault.
   */
  readonly atMs: number;
}

export interface Applied {
  readonly parts: readonly TimedPart[];
  /** In the order of the edits. */
  readonly strikes: readonly Strike[];
  readonly tally: Tally;
}

/**
 * @param parts the reply as it would have been; times in whole ms from the start of service, the wait in line left out
 * @param seed the world's
 */
export function applyPlan(
  plan: FaultPlan,
  tally: Tally,
  call: Call,
  parts: readonly TimedPart[],
  seed: number,
): Applied {
  let edited = parts;
  const struck: Strike[] = [];
  const matched = walk(
    plan,
    tally,
    call,
    seed,
    () => call.startMs + endOf(edited),
    ({ fault, firing }) => {
      const next = edit(fault, edited, call, seed);
      if (next === edited) return false;
      struck.push({ fault: fault.id, kind: fault.kind, firing, atMs: firstDifferenceMs(edited, next) });
      edited = next;
      return true;
    },
  );
  const endMs = endOf(edited);
  const strikes = struck.filter(({ atMs }) => atMs <= endMs);
  return {
    parts: edited,
    strikes,
    tally: strikes.reduce((counted, { fault }) => withStruck(counted, fault), matched),
  };
}

function edit(fault: Fault, parts: readonly TimedPart[], call: Call, seed: number): readonly TimedPart[] {
  const context: EditContext = {
    startMs: call.startMs,
    window: fault.window ?? null,
    draw: (stream) => uniform(seed, `fault:${fault.id}:${stream}`, callKey(call)),
    request: call.request,
    vendor: call.vendor,
  };
  // The kind is looked up by the fault's own name, so its parameters are the ones it asks for.
  return (faultKinds[fault.kind] as unknown as FaultKind).edit(parts, fault as never, context);
}

/** When the last part comes, ms from the start of service; Infinity for a reply that falls silent. */
function endOf(parts: readonly TimedPart[]): number {
  const last = parts.at(-1);
  return last && isLast(last.part) ? last.atMs : Infinity;
}

function firstDifferenceMs(before: readonly TimedPart[], after: readonly TimedPart[]): number {
  let i = 0;
  while (before[i] && before[i]?.atMs === after[i]?.atMs && before[i]?.part === after[i]?.part) i++;
  return Math.min(before[i]?.atMs ?? Infinity, after[i]?.atMs ?? Infinity);
}
