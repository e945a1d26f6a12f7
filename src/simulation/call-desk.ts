/**
 * Calls in flight in a simulated world: capacity, the simulated answer, the faults that strike it, what it cost. It owns
 * everything between a request and its settlement; the clock is clock.ts, the turn that settles it is world.ts.
 *
 * D1. A call that began holds its place at the endpoint until it settles or is cancelled, and leaves it exactly once.
 * D2. `fault.struck` is appended when the fault bites, before the settlement it causes, and never for a call given up.
 */
import type { VirtualMs } from '../base/units.ts';
import type { CallResult, CancelCall } from '../engine/host.ts';
import { applyPlan } from '../faults/apply.ts';
import type { FaultPlan } from '../faults/plan.ts';
import { EMPTY_TALLY, type Tally } from '../faults/tally.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Cast, Content, SimulatedEndpoint } from '../model/endpoint.ts';
import { costNanoUsd } from '../model/price.ts';
import { isLast, receive, type TimedPart, type Usage } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import { estimateTokens } from '../model/tokens.ts';
import type { FaultStruck } from '../history/events.ts';
import type { Clock, Wake } from './clock.ts';
import { EndpointQueue } from './endpoint-queue.ts';
import { serve, type Served } from './serve.ts';

interface Desk {
  readonly clock: Clock;
  readonly cast: Cast;
  readonly plan: FaultPlan;
  readonly seed: number;
  /** Appends a struck fault to the history, outside any turn. */
  readonly onStrike: (identity: CallIdentity, event: FaultStruck) => void;
}

const NOTHING: Usage = { inputTokens: 0, outputTokens: 0 };

export class CallDesk {
  /** Faults that struck, by id: the others are reported as unmet. */
  readonly struck = new Set<string>();
  private tally: Tally = EMPTY_TALLY;
  private readonly queues = new Map<string, EndpointQueue>();
  private readonly ordinals = new Map<string, number>();
  private readonly desk: Desk;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** Takes a call; `settled` comes in a wake of its run, unless the call is cancelled first. */
  take(identity: CallIdentity, request: Request, settled: (result: CallResult) => void): CancelCall {
    const endpoint = this.desk.cast.get(identity.model);
    if (!endpoint) return this.refuseUnknown(identity, settled);
    const call = new CallInFlight(this.desk.clock.now);
    const queue = this.queueOf(endpoint);
    const leaveLine = queue.enter(() => this.begin(call, endpoint, queue, identity, request, settled));
    return () => {
      if (leaveLine()) return call.nothing(this.desk.clock.now);
      call.stop();
      if (call.release()) queue.leave();
      return call.result(this.desk.clock.now, endpoint);
    };
  }

  private begin(
    call: CallInFlight,
    endpoint: SimulatedEndpoint,
    queue: EndpointQueue,
    identity: CallIdentity,
    request: Request,
    settled: (result: CallResult) => void,
  ): void {
    const { clock, plan, seed } = this.desk;
    const served = servedOr400(endpoint, identity, request, seed);
    const ordinal = (this.ordinals.get(identity.model) ?? 0) + 1;
    this.ordinals.set(identity.model, ordinal);
    const facts = { ...identity, ordinal, startMs: clock.now, vendor: endpoint.profile.vendor, request };
    const edited = applyPlan(plan, this.tally, facts, served.parts, seed);
    this.tally = edited.tally;
    call.begin(clock.now, edited.parts, served.content);
    for (const strike of edited.strikes) {
      const { fault, kind, firing } = strike;
      const bite = () => {
        call.injected = true;
        this.struck.add(fault);
        const { step, attempt, model } = identity;
        this.desk.onStrike(identity, {
          type: 'fault.struck',
          fault,
          kind,
          firing,
          step,
          attempt,
          target: model,
        });
      };
      call.wakes.push(clock.schedule(null, strike.atMs, 'world', bite));
    }
    const last = edited.parts.at(-1);
    if (!last || !isLast(last.part)) return; // silence: only cancelling ends it
    call.wakes.push(
      clock.schedule(identity.run, last.atMs, 'reply', () => {
        call.release();
        queue.leave();
        settled(call.result(clock.now, endpoint));
      }),
    );
  }

  private queueOf(endpoint: SimulatedEndpoint): EndpointQueue {
    const { model, concurrency } = endpoint.profile;
    let queue = this.queues.get(model);
    if (!queue) this.queues.set(model, (queue = new EndpointQueue(concurrency)));
    return queue;
  }

  private refuseUnknown(identity: CallIdentity, settled: (result: CallResult) => void): CancelCall {
    const { clock, cast } = this.desk;
    const known = [...cast.keys()].sort().join(', ');
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
      usage: NOTHING,
      costNanoUsd: 0,
      queuedMs: 0,
      injected: false,
    };
    const wake = clock.schedule(identity.run, 0, 'reply', () => settled(result));
    return () => {
      wake.cancelled = true;
      return result;
    };
  }
}

/** One call's life: when it asked, when it began, what will come of it. */
class CallInFlight {
  readonly wakes: Wake[] = [];
  injected = false;
  private readonly askedMs: VirtualMs;
  private beganMs: VirtualMs | null = null;
  private parts: readonly TimedPart[] = [];
  private content: Content | null = null;
  private holding = false;

  constructor(askedMs: VirtualMs) {
    this.askedMs = askedMs;
  }

  begin(nowMs: VirtualMs, parts: readonly TimedPart[], content: Content): void {
    this.beganMs = nowMs;
    this.parts = parts;
    this.content = content;
    this.holding = true;
  }

  stop(): void {
    for (const wake of this.wakes) wake.cancelled = true;
  }

  /** Whether it held a place until now (D1). */
  release(): boolean {
    const held = this.holding;
    this.holding = false;
    return held;
  }

  nothing(nowMs: VirtualMs): CallResult {
    return {
      received: receive([]),
      usage: NOTHING,
      costNanoUsd: 0,
      queuedMs: nowMs - this.askedMs,
      injected: this.injected,
    };
  }

  /** What has come of it by `nowMs`. */
  result(nowMs: VirtualMs, endpoint: SimulatedEndpoint): CallResult {
    if (this.beganMs === null || !this.content) return this.nothing(nowMs);
    const elapsedMs = nowMs - this.beganMs;
    const come = this.parts.filter((part) => part.atMs <= elapsedMs);
    const queuedMs = this.beganMs - this.askedMs;
    const received = receive(come);
    const usage = billed(received.version !== null, received.end !== null, received.text, this.content);
    return {
      received:
        received.firstPartMs === null
          ? received
          : { ...received, firstPartMs: received.firstPartMs + queuedMs },
      usage,
      costNanoUsd: costNanoUsd(endpoint.profile.price, usage),
      queuedMs,
      injected: this.injected,
    };
  }
}

/** A whole reply is billed as reported; one that broke off for its input and what it had said; a refusal not at all. */
function billed(answered: boolean, ended: boolean, text: string, content: Content): Usage {
  if (!answered) return NOTHING;
  if (ended) return content.usage;
  return {
    inputTokens: content.usage.inputTokens,
    outputTokens: Math.min(content.usage.outputTokens, estimateTokens(text)),
  };
}

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
    return { parts: [{ atMs: 1, part }], content: { usage: NOTHING, reason: 'stop' } };
  }
}
