/**
 * What a fault plan makes of a world's calls, one after another: it owns the counts that `call`, `after` and `count` ask
 * for.
 *
 * T1. A call counts once, by its identity, however often it is asked: a fault that counted it finds the counts that it
 *     found then, so that it strikes again or passes it by as it did. One that had not met it then may meet it now.
 */
import { applyPlan, type Applied } from '../faults/apply.ts';
import type { Fault, FaultPlan } from '../faults/plan.ts';
import { countOf, EMPTY_TALLY, type Count, type Tally } from '../faults/tally.ts';
import { callKey, type CallIdentity } from '../model/call.ts';
import type { TimedPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';

/** A call whose service begins, as far as a plan asks. */
export interface Beginning {
  readonly identity: CallIdentity;
  readonly request: Request;
  /** The endpoint's. */
  readonly vendor: string;
  /** Virtual ms. */
  readonly startMs: number;
  /** The reply as it would be; times from the start of service. */
  readonly parts: readonly TimedPart[];
}

interface Met {
  /** What the fault had counted before this call. */
  readonly before: Count;
  readonly struck: boolean;
}

/** A call that is under way, or whose caller died. */
interface Counted {
  readonly ordinal: number;
  /** The faults that counted it, by id. */
  readonly met: Map<string, Met>;
}

const NOBODY: ReadonlyMap<string, Met> = new Map();

export class Strikes {
  private readonly seed: number;
  private plan: FaultPlan;
  private tally: Tally = EMPTY_TALLY;
  /** Calls so far, by endpoint. */
  private readonly ordinals = new Map<string, number>();
  private readonly counted = new Map<string, Counted>();

  constructor(seed: number, plan: FaultPlan) {
    this.seed = seed;
    this.plan = plan;
  }

  /** A fault that a person clicked in: it meets what begins from now on. */
  add(fault: Fault): void {
    this.plan = { faults: [...this.plan.faults, fault] };
  }

  /** What the plan makes of a call that begins. */
  begin(call: Beginning): Pick<Applied, 'parts' | 'strikes'> {
    const { identity, request, vendor, startMs, parts } = call;
    const key = callKey(identity);
    const known = this.counted.get(key);
    const ordinal = known?.ordinal ?? (this.ordinals.get(identity.model) ?? 0) + 1;
    if (!known) this.ordinals.set(identity.model, ordinal);
    const { plan, seed } = this;
    if (plan.faults.length === 0) {
      if (!known) this.counted.set(key, { ordinal, met: new Map() });
      return { parts, strikes: [] };
    }
    const before = known ? this.asMetBy(known.met) : this.tally;
    const applied = applyPlan(plan, before, { ...identity, ordinal, startMs, vendor, request }, parts, seed);
    this.keep(key, ordinal, known?.met ?? NOBODY, before, applied.tally);
    return applied;
  }

  /**
   * What is told of a call that began elsewhere: by which of the plan's faults it was struck after all.
   * @param struck the faults that the record names
   * @param seenMs how many ms of its service were seen
   */
  correct(
    identity: CallIdentity,
    strikes: Applied['strikes'],
    struck: readonly string[],
    seenMs: number,
  ): void {
    const counted = this.counted.get(callKey(identity));
    const set = (fault: string, now: boolean): void => {
      const count = countOf(this.tally, fault);
      const met = counted?.met.get(fault);
      if (met?.struck === now) return;
      counted?.met.set(fault, { before: met?.before ?? count, struck: now });
      this.tally = new Map(this.tally).set(fault, { ...count, struck: count.struck + (now ? 1 : -1) });
    };
    for (const { fault, atMs } of strikes) if (!struck.includes(fault) && atMs < seenMs) set(fault, false);
    for (const fault of struck) set(fault, true);
  }

  /** Its caller has seen its end: it is not asked again. */
  over(identity: CallIdentity): void {
    this.counted.delete(callKey(identity));
  }

  /** T1. */
  private asMetBy(met: ReadonlyMap<string, Met>): Tally {
    const tally = new Map(this.tally);
    for (const [fault, { before }] of met) tally.set(fault, before);
    return tally;
  }

  private keep(
    key: string,
    ordinal: number,
    then: ReadonlyMap<string, Met>,
    before: Tally,
    after: Tally,
  ): void {
    const met = new Map(then);
    const tally = new Map(this.tally);
    for (const { id } of this.plan.faults) {
      const [was, is] = [countOf(before, id), countOf(after, id)];
      const known = then.get(id);
      const struck = is.struck > was.struck;
      if (is.matched === was.matched && !struck) continue;
      const now = countOf(tally, id);
      tally.set(id, {
        matched: now.matched + (known ? 0 : is.matched - was.matched),
        struck: now.struck + (struck && !known?.struck ? 1 : 0),
      });
      met.set(id, { before: known?.before ?? was, struck: struck || (known?.struck ?? false) });
    }
    this.tally = tally;
    this.counted.set(key, { ordinal, met });
  }
}
