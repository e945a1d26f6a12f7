/**
 * The outside of a simulated world: capacity, the simulated answer, the faults that strike it, what it cost and what it
 * did. It owns everything between a request and its settlement, and outlives the orchestrator that asks; one call's own
 * life is call-in-flight.ts.
 *
 * D1. A call that began holds its place at the endpoint until its work ends, and leaves it exactly once.
 * D2. `fault.struck` is appended when the fault bites, before the settlement it causes, and never for a call given up.
 * D3. An endpoint whose work cannot be cancelled works on for a caller that gave up, and bills all of it.
 * D4. A call that a recording answers stands in the same line and counts for the same faults (strikes.ts), so that whoever
 *     comes after it finds the endpoint as it was.
 * D5. Who has waited in line until its own limit is not served.
 */
import type { VirtualMs } from '../base/units.ts';
import type { CallResult, CancelCall, EndpointFacts } from '../engine/host.ts';
import type { Fault, FaultPlan } from '../faults/plan.ts';
import { callKey, type CallIdentity } from '../model/call.ts';
import type { Cast, SimulatedEndpoint } from '../model/endpoint.ts';
import type { Request } from '../model/request.ts';
import { CallInFlight } from './call-in-flight.ts';
import { factsOf, NO_LIMITS, type Calls, type CallsWorld, type LetGo, type OpenOptions } from './calls.ts';
import { Effects } from './effects.ts';
import { EndpointQueue } from './endpoint-queue.ts';
import { NO_USAGE, refuse } from './no-answer.ts';
import type { Line, Passing } from './recorded-line.ts';
import { serve, type Served } from './serve.ts';
import { Strikes, type Beginning } from './strikes.ts';

/** A call that a recording answers, since its service began. */
interface Passed {
  readonly endpoint: SimulatedEndpoint;
  readonly request: Request;
  readonly served: Served;
  /** With what struck it. */
  readonly parts: Served['parts'];
  readonly beganMs: VirtualMs;
}

export class CallDesk implements Calls, Line {
  readonly struck = new Set<string>();
  readonly awaited = 0;
  readonly effects = new Effects();
  private readonly strikes: Strikes;
  private readonly cast: Cast;
  private readonly queues = new Map<string, EndpointQueue>();
  private readonly inFlight = new Set<CallInFlight>();
  /** By call and asking. */
  private readonly passed = new Map<string, Passed>();
  private readonly world: CallsWorld;

  constructor(world: CallsWorld, cast: Cast, plan: FaultPlan) {
    this.world = world;
    this.cast = cast;
    this.strikes = new Strikes(world.seed, plan);
  }

  /** A fault that a person clicked in: it meets what begins from now on. */
  addFault(fault: Fault): void {
    this.strikes.add(fault);
  }

  facts(model: string): EndpointFacts | null {
    return factsOf(this.cast, model);
  }

  take(
    identity: CallIdentity,
    request: Request,
    settled: (result: CallResult) => void,
    options: OpenOptions,
  ): CancelCall {
    const endpoint = this.cast.get(identity.model);
    if (!endpoint) {
      const known = [...this.cast.keys()].sort().join(', ');
      const message = `no endpoint is cast for '${identity.model}'; this cast has ${known}`;
      return refuse(this.world, identity, settled, options, { kind: 'model_not_found', message });
    }
    const queue = this.queueOf(endpoint);
    const call = new CallInFlight(this.world, endpoint, identity, settled, options, (served, orphaned) => {
      this.inFlight.delete(call);
      if (!orphaned) this.strikes.over(identity);
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
  pass(call: Passing, begin: () => void): (orphaned?: boolean) => void {
    const { limitMs, dueMs, identity, asked } = call;
    const endpoint = this.cast.get(identity.model);
    if (!endpoint) {
      if (dueMs !== null) begin();
      return () => undefined;
    }
    const { clock } = this.world;
    const askedMs = clock.now;
    const queue = this.queueOf(endpoint);
    let began = false;
    const leaveLine = queue.enter(() => {
      // D5
      if (clock.now > askedMs && clock.now === limitMs) return false;
      began = true;
      this.count(call, endpoint);
      begin();
      return true;
    });
    return (orphaned = false) => {
      this.passed.delete(askingKey(identity, asked));
      if (!orphaned) this.strikes.over(identity);
      if (began) queue.leave();
      else leaveLine();
    };
  }

  /** D3. */
  goesOn(letGo: LetGo): boolean {
    for (const call of this.inFlight) if (call.isOf(letGo)) return true;
    const { identity, asked, recordedMs, released } = letGo;
    const passed = this.passed.get(askingKey(identity, asked));
    if (!passed) return false;
    const { endpoint, request, served, parts, beganMs } = passed;
    const queue = this.queueOf(endpoint);
    const options = { ...NO_LIMITS, asked, ...(released ? { released } : {}) };
    const call = new CallInFlight(this.world, endpoint, identity, nothing, options, () => {
      this.inFlight.delete(call);
      queue.leave();
    });
    if (!call.takeUp(beganMs, parts, served.content, letGo)) return false;
    this.passed.delete(askingKey(identity, asked));
    if (letGo.charged) this.strikes.over(identity);
    this.inFlight.add(call);
    const doneMs = beganMs + (served.parts.at(-1)?.atMs ?? 0);
    const key = keyOf(identity, request);
    const done = doneMs < recordedMs || (doneMs === recordedMs && this.effects.has(identity.model, key));
    if (request.kind === 'tool' && !done) this.doWork(call, identity, request.idempotencyKey ?? '', served);
    return true;
  }

  did(target: string, key: string): void {
    this.effects.execute(target, key);
  }

  /** D4. What was due to be seen of a strike and was not is no strike: the plan was another then. */
  private count({ identity, asked, request, struck, endMs }: Passing, endpoint: SimulatedEndpoint): void {
    const { now } = this.world.clock;
    const served = servedOr400(endpoint, identity, request, this.world.seed);
    const { parts, strikes } = this.strikes.begin(this.beginning(endpoint, identity, request, served));
    this.strikes.correct(identity, strikes, struck, endMs - now);
    this.passed.set(askingKey(identity, asked), { endpoint, request, served, parts, beganMs: now });
  }

  private beginning(
    { profile: { vendor } }: SimulatedEndpoint,
    identity: CallIdentity,
    request: Request,
    { parts }: Served,
  ): Beginning {
    return { identity, request, vendor, startMs: this.world.clock.now, parts };
  }

  /**
   * Whoever called is gone. What cannot be cancelled works on; what was consumed is billed. Who is in line leaves it before
   * a place is free.
   */
  orphan(): void {
    const calls = [...this.inFlight];
    for (const call of calls) if (call.inLine) call.orphan();
    for (const call of calls) call.orphan();
  }

  private begin(
    call: CallInFlight,
    endpoint: SimulatedEndpoint,
    identity: CallIdentity,
    request: Request,
  ): void {
    const served = servedOr400(endpoint, identity, request, this.world.seed);
    const { parts, strikes } = this.strikes.begin(this.beginning(endpoint, identity, request, served));
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
}

const nothing = (): void => undefined;

const askingKey = (identity: CallIdentity, asked: number): string => `${callKey(identity)} ${asked}`;

/** By what the work of a tool is counted. */
const keyOf = ({ run, step }: CallIdentity, request: Request): string =>
  (request.kind === 'tool' ? request.idempotencyKey : undefined) ?? `${run}/${step}`;

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
