/**
 * Which faults strike a call.
 *
 * Owns the predicate: stages, match, window, rate, after, count. What a strike does to the reply is apply.ts.
 *
 * 1. Pure over plan, tally, call and seed.
 * 2. Stage by stage (kind.ts), and within a stage in plan order. What strikes at `connect` ends the walk: the request
 *    got nowhere, so no other fault meets it. What strikes at `refuse` ends its stage: a call is refused once.
 * 3. Each draw is keyed by fault and call, so no fault's luck depends on another's presence.
 * 4. A fault counts a call at most once, and counts only calls that reach it.
 */
import { uniform } from '../base/keyed-random.ts';
import { callKey } from '../model/call.ts';
import { firingOf, strikesWholeWindow } from './firing.ts';
import { STAGES, type FaultKind, type Stage } from './kind.ts';
import { faultKinds } from './kinds.ts';
import { matches, type CallFacts } from './match.ts';
import type { Fault, FaultPlan } from './plan.ts';
import { countOf, withMatched, withStruck, type Tally } from './tally.ts';

export interface Struck {
  readonly fault: Fault;
  readonly firing: string;
}

/**
 * Walks the faults that want this call, outermost first.
 * @param endMs virtual ms at which the call ends as things stand; Infinity for one that never would
 * @param strike told of each; says whether there was anything to strike
 * @returns the tally with the calls that matched; the strikes themselves are the caller's to count
 */
export function walk(
  plan: FaultPlan,
  tally: Tally,
  call: CallFacts,
  seed: number,
  endMs: () => number,
  strike: (struck: Struck) => boolean,
): Tally {
  let counted = tally;
  for (const stage of STAGES) {
    for (const fault of plan.faults) {
      const kind: FaultKind = faultKinds[fault.kind] as unknown as FaultKind;
      if (!kind.stages.includes(stage) || !meets(fault, kind, call, stage, endMs())) continue;
      const firing = firingOf(fault, call);
      if (fault.only) {
        if (!fault.only.includes(firing)) continue;
      } else {
        const { matched, struck } = countOf(counted, fault.id);
        counted = withMatched(counted, fault.id);
        if (matched < (fault.after ?? 0) || struck >= (fault.count ?? Infinity)) continue;
        if (fault.rate !== undefined && uniform(seed, `fault:${fault.id}`, callKey(call)) >= fault.rate)
          continue;
      }
      if (!strike({ fault, firing })) continue;
      if (stage === 'connect') return counted;
      if (stage === 'refuse') break;
    }
  }
  return counted;
}

/** Which faults strike a call whose extent is known, and the tally after it. For where no list of parts is at hand. */
export function strikes(
  plan: FaultPlan,
  tally: Tally,
  call: CallFacts & { readonly endMs: number },
  seed: number,
): { readonly struck: readonly Struck[]; readonly tally: Tally } {
  const struck: Struck[] = [];
  const matched = walk(
    plan,
    tally,
    call,
    seed,
    () => call.endMs,
    (one) => struck.push(one) > 0,
  );
  return { struck, tally: struck.reduce((counted, { fault }) => withStruck(counted, fault.id), matched) };
}

function meets(fault: Fault, kind: FaultKind, call: CallFacts, stage: Stage, endMs: number): boolean {
  const { window } = fault;
  if (stage === 'sever') {
    if (!window || !(call.startMs < window[0] && window[0] < endMs)) return false;
  } else {
    // A firing that is one call means that call, wherever a smaller plan has moved it in time.
    const pinned = fault.only && !strikesWholeWindow(fault) && !kind.stages.includes('sever');
    if (window && !pinned && !(window[0] <= call.startMs && call.startMs < window[1])) return false;
  }
  return fault.only !== undefined || matches(fault.match ?? {}, call);
}
