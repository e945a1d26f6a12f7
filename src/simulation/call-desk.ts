/**
 * The outside of a simulated world: capacity, the simulated answer, the faults that strike it, what it cost and what it
 * did. It owns everything between a request and its settlement, and outlives the orchestrator that asks; one call's own
 * life is call-in-flight.ts.
 *
 * D1. A call that began holds its place at the endpoint until its work ends, and leaves it exactly once.
 * D2. `fault.struck` is appended when the fault bites, before the settlement it causes, and never for a call given up.
 * D3. An endpoint whose work cannot be cancelled works on for a caller that gave up, and bills all of it.
 * D4. A call that a recording answers stands in the same line and counts for the same faults, so that whoever comes after
 *     it finds the endpoint as it was. One that was under way when the recording broke off counts when it is asked again.
 * D5. Who has waited in line until its own limit is not served.
 */
import type { CallResult, CancelCall, EndpointFacts } from '../engine/host.ts';
import { applyPlan, type Applied } from '../faults/apply.ts';
import type { Fault, FaultPlan } from '../faults/plan.ts';
import { countOf, EMPTY_TALLY, withStruck, type Tally } from '../faults/tally.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Cast, SimulatedEndpoint } from '../model/endpoint.ts';
import { receive, type TimedPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import { CallInFlight, NO_USAGE } from './call-in-flight.ts';
import type { Calls, CallsWorld, OpenOptions } from './calls.ts';
import { Effects } from './effects.ts';
import { EndpointQueue } from './endpoint-queue.ts';
import type { Line, Passing } from './recorded-line.ts';
import { serve, type Served } from './serve.ts';

export class CallDesk implements Calls, Line {
  readonly struck = new Set<string>();
  readonly awaited = 0;
  readonly effects = new Effects();
  private tally: Tally = EMPTY_TALLY;
  private plan: FaultPlan;
  private readonly cast: Cast;
  private readonly queues = new Map<string, EndpointQueue>();
  private readonly ordinals = new Map<string, number>();
  private readonly inFlight = new Set<CallInFlight>();
  private readonly world: CallsWorld;

  constructor(world: CallsWorld, cast: Cast, plan: FaultPlan) {
    this.world = world;
    this.cast = cast;
    this.plan = plan;
  }

  /** A fault that a person clicked in: it meets what begins from now on. */
  addFault(fault: Fault): void {
    this.plan = { faults: [...this.plan.faults, fault] };
  }

  facts(model: string): EndpointFacts | null {
    const profile = this.cast.get(model)?.profile;
    if (!profile) return null;
    const { vendor, version, region = null, price, contextTokens } = profile;
    return { vendor, version, region, price, contextTokens };
  }

  take(
    identity: CallIdentity,
    request: Request,
    settled: (result: CallResult) => void,
    options: OpenOptions,
  ): CancelCall {
    const endpoint = this.cast.get(identity.model);
    if (!endpoint) return this.refuseUnknown(identity, settled, options);
    const queue = this.queueOf(endpoint);
    const call = new CallInFlight(this.world, endpoint, identity, settled, options, (served) => {
      this.inFlight.delete(call);
      if (served) queue.leave();
    });
    this.inFlight.add(call);
    const leaveLine = queue.enter(() => {
      if (call.outOfTime) return false;
      this.begin(call, endpoint, identity, request);
      return true;
    });
    call.waits(leaveLine);
    return () => call.cancel();
  }

  /** D4. */
  pass(call: Passing, begin: () => void): () => void {
    const { endMs, dueMs, identity, struck } = call;
    const endpoint = this.cast.get(identity.model);
    if (endMs === null) this.tally = struck.reduce(withStruck, this.tally);
    const { clock } = this.world;
    if (!endpoint) {
      if (dueMs !== null) begin();
      return () => undefined;
    }
    const queue = this.queueOf(endpoint);
    let began = false;
    const leaveLine = queue.enter(() => {
      // D5
      if (dueMs === null && clock.now === endMs) return false;
      began = true;
      if (endMs !== null) this.count(call, endpoint, endMs);
      begin();
      return true;
    });
    return () => {
      if (began) queue.leave();
      else leaveLine();
    };
  }

  did(target: string, key: string): void {
    this.effects.execute(target, key);
  }

  /** D4. What was due to be seen of a strike and was not is no strike: the plan was another then. */
  private count({ identity, request, struck }: Passing, endpoint: SimulatedEndpoint, endMs: number): void {
    const served = servedOr400(endpoint, identity, request, this.world.seed);
    const { strikes, tally } = this.strike(endpoint, identity, request, served);
    const unseen = strikes.filter(
      ({ fault, atMs }) => !struck.includes(fault) && this.world.clock.now + atMs < endMs,
    );
    const untold = struck.filter((fault) => !strikes.some((strike) => strike.fault === fault));
    this.tally = untold.reduce(
      withStruck,
      unseen.reduce((counted, { fault }) => withoutStruck(counted, fault), tally),
    );
  }

  /** What the plan makes of a call that begins now. */
  private strike(
    endpoint: SimulatedEndpoint,
    identity: CallIdentity,
    request: Request,
    { parts }: Served,
  ): Applied {
    const { clock, seed } = this.world;
    const ordinal = (this.ordinals.get(identity.model) ?? 0) + 1;
    this.ordinals.set(identity.model, ordinal);
    const { plan, tally } = this;
    if (plan.faults.length === 0) return { parts, strikes: [], tally };
    const facts = { ...identity, ordinal, startMs: clock.now, vendor: endpoint.profile.vendor, request };
    return applyPlan(plan, tally, facts, parts, seed);
  }

  /** Whoever called is gone. What cannot be cancelled works on; what was consumed is billed. */
  orphan(): void {
    for (const call of [...this.inFlight]) call.orphan();
  }

  private begin(
    call: CallInFlight,
    endpoint: SimulatedEndpoint,
    identity: CallIdentity,
    request: Request,
  ): void {
    const served = servedOr400(endpoint, identity, request, this.world.seed);
    const { parts, strikes, tally } = this.strike(endpoint, identity, request, served);
    this.tally = tally;
    call.begin(
      parts,
      served.content,
      strikes.map(({ fault, kind, firing, atMs }) => ({
        atMs,
        bite: () => {
          this.struck.add(fault);
          const { step, attempt, model } = identity;
          this.world.append(identity.run, {
            type: 'fault.struck',
            fault,
            kind,
            firing,
            step,
            attempt,
            target: model,
          });
        },
      })),
    );
    if (request.kind === 'tool') this.doWork(call, identity, request.idempotencyKey ?? '', served);
  }

  /** The work is done when the service's reply would have been whole, whatever becomes of the reply on its way. */
  private doWork(call: CallInFlight, identity: CallIdentity, key: string, served: Served): void {
    if (!call.reached || served.content.effect === false) return;
    const { run, step, model: target } = identity;
    call.works(served.parts.at(-1)?.atMs ?? 0, () => {
      if (key !== '' && this.effects.has(target, key)) return;
      const times = this.effects.execute(target, key === '' ? `${run}/${step}` : key);
      this.world.append('' as CallIdentity['run'], {
        type: 'effect.executed',
        target,
        caller: `${run}/${step}`,
        key,
        times,
      });
    });
  }

  private queueOf(endpoint: SimulatedEndpoint): EndpointQueue {
    const { model, concurrency } = endpoint.profile;
    let queue = this.queues.get(model);
    if (!queue) this.queues.set(model, (queue = new EndpointQueue(concurrency)));
    return queue;
  }

  private refuseUnknown(
    identity: CallIdentity,
    settled: (result: CallResult) => void,
    { onPart, released }: OpenOptions,
  ): CancelCall {
    const known = [...this.cast.keys()].sort().join(', ');
    const part: TimedPart = {
      atMs: 0,
      part: {
        type: 'refused',
        status: 404,
        kind: 'model_not_found',
        message: `no endpoint is cast for '${identity.model}'; this cast has ${known}`,
      },
    };
    const result: CallResult = {
      received: receive([part]),
      usage: NO_USAGE,
      costNanoUsd: 0,
      queuedMs: 0,
      injected: false,
      timedOut: null,
    };
    const wake = this.world.clock.schedule(identity.run, 0, 'reply', () => {
      released?.();
      onPart?.(part.part);
      settled(result);
    });
    return () => {
      wake.cancelled = true;
      released?.();
      return result;
    };
  }
}

const withoutStruck = (tally: Tally, fault: string): Tally => {
  const count = countOf(tally, fault);
  return new Map(tally).set(fault, { ...count, struck: count.struck - 1 });
};

/** A cast that cannot read a request answers as a provider would: 400. What it throws is no world's end. */
function servedOr400(
  endpoint: SimulatedEndpoint,
  identity: CallIdentity,
  request: Request,
  seed: number,
): Served {
  try {
    return serve(endpoint, identity, request, seed);
  } catch {
    const message = `${identity.model} cannot read this ${request.kind} request`;
    const part = { type: 'refused', status: 400, kind: 'invalid_request', message } as const;
    return { parts: [{ atMs: 1, part }], content: { usage: NO_USAGE, reason: 'stop' } };
  }
}
