/**
 * Calls of a world on real time, which the page answers: over real HTTP, or by a live endpoint. It owns the calls under
 * way and their limits; who answers is the page's gateway, the clock and the turns are the world's.
 *
 * L1. A call settles once: by its last part, or by the first of its caller's limits.
 * L2. What comes for a call that is over is dropped.
 */
import type { CallOptions, CallResult, CancelCall, EndpointFacts } from '../engine/host.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Cast } from '../model/endpoint.ts';
import { costNanoUsd } from '../model/price.ts';
import { isContent, isLast, receive, type TimedPart, type Usage } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import { estimateTokens } from '../model/tokens.ts';
import { factsOf, type Calls, type CallsWorld, type OpenOptions } from '../simulation/calls.ts';
import type { Wake } from '../simulation/clock.ts';
import { NO_USAGE } from '../simulation/no-answer.ts';
import type { Strike } from './messages.ts';

export interface WallCallsOptions {
  /** Whose prices are charged; a model that is not in it costs nothing. */
  readonly cast: Cast;
  /** Asks for the answer to call `call` (from 1); it comes through `parts`. */
  readonly ask: (call: number, identity: CallIdentity, request: Request) => void;
  /** The rest of that answer is no longer wanted. */
  readonly drop: (call: number) => void;
}

interface Call {
  readonly identity: CallIdentity;
  readonly request: Request;
  readonly settled: (result: CallResult) => void;
  readonly options: OpenOptions;
  readonly parts: TimedPart[];
  readonly limits: Map<NonNullable<CallResult['timedOut']>, Wake>;
  injected: boolean;
}

export class WallCalls implements Calls {
  readonly struck = new Set<string>();
  private readonly calls = new Map<number, Call>();
  private count = 0;
  private readonly world: CallsWorld;
  private readonly options: WallCallsOptions;

  constructor(world: CallsWorld, options: WallCallsOptions) {
    this.world = world;
    this.options = options;
  }

  get awaited(): number {
    return this.calls.size;
  }

  facts(model: string): EndpointFacts | null {
    return factsOf(this.options.cast, model);
  }

  take(
    identity: CallIdentity,
    request: Request,
    settled: (result: CallResult) => void,
    options: OpenOptions,
  ): CancelCall {
    const number = ++this.count;
    const call: Call = {
      identity,
      request,
      settled,
      options,
      parts: [],
      limits: new Map(),
      injected: false,
    };
    this.calls.set(number, call);
    this.limit(number, call, 'attempt', options.attemptMs);
    this.limit(number, call, 'first-token', options.firstTokenMs);
    this.options.ask(number, identity, request);
    return () => {
      const result = this.result(call, null);
      if (this.forget(number, call)) this.options.drop(number);
      return result;
    };
  }

  /** Parts of the answer to a call, in order, and the faults that struck it meanwhile. */
  parts(number: number, parts: readonly TimedPart[], strikes: readonly Strike[]): void {
    const call = this.calls.get(number);
    if (!call) return;
    const receive = (): void => {
      if (this.calls.has(number)) this.receive(number, call, parts, strikes);
    };
    this.world.arrive(call.identity.run, receive, number);
  }

  /** The world is over: nobody waits for anything any more. */
  end(): void {
    for (const [number, call] of this.calls) if (this.forget(number, call)) this.options.drop(number);
  }

  private receive(number: number, call: Call, parts: readonly TimedPart[], strikes: readonly Strike[]): void {
    const { run, step, attempt, model } = call.identity;
    const { onPart, onText, idleMs } = call.options;
    for (const { fault, kind, firing } of strikes) {
      call.injected = true;
      this.struck.add(fault);
      this.world.append(run, { type: 'fault.struck', fault, kind, firing, step, attempt, target: model });
    }
    for (const timed of parts) {
      const { part } = timed;
      call.parts.push(timed);
      if (isContent(part)) {
        call.limits.get('first-token')?.cancel();
        this.limit(number, call, 'idle', idleMs);
      }
      if (isLast(part)) break;
      if (onPart) onPart(part);
      else if (part.type === 'text') onText?.(part.text);
      if (!this.calls.has(number)) return; // given up by what it had said
    }
    const last = call.parts.at(-1);
    if (!last || !isLast(last.part)) return;
    this.forget(number, call);
    onPart?.(last.part);
    call.settled(this.result(call, null));
  }

  private limit(
    number: number,
    call: Call,
    limit: NonNullable<CallResult['timedOut']>,
    ms: CallOptions['idleMs'],
  ): void {
    if (ms === null) return;
    call.limits.get(limit)?.cancel();
    const wake = this.world.clock.schedule(call.identity.run, ms, 'timeout', () => {
      const result = this.result(call, limit);
      if (!this.forget(number, call)) return;
      this.options.drop(number);
      call.settled(result);
    });
    call.limits.set(limit, wake);
  }

  /** L1. Whether it was still under way. */
  private forget(number: number, call: Call): boolean {
    if (!this.calls.delete(number)) return false;
    for (const wake of call.limits.values()) wake.cancel();
    call.options.released?.();
    return true;
  }

  private result({ identity, request, parts, injected }: Call, timedOut: CallResult['timedOut']): CallResult {
    const received = receive(parts);
    const usage = received.usage ?? estimated(request, received.text, received.version !== null);
    const price = this.options.cast.get(identity.model)?.profile.price;
    return {
      received,
      usage,
      costNanoUsd: price ? costNanoUsd(price, usage) : 0,
      queuedMs: 0,
      injected,
      timedOut,
    };
  }
}

/** A reply that broke off before its usage is charged for its input and what it had said; a refusal not at all. */
function estimated(request: Request, said: string, answered: boolean): Usage {
  if (!answered) return NO_USAGE;
  return { inputTokens: estimateTokens(textOf(request)), outputTokens: estimateTokens(said) };
}

function textOf(request: Request): string {
  switch (request.kind) {
    case 'chat':
      return request.messages.map((message) => message.content).join('\n');
    case 'retrieve':
      return request.query;
    case 'embed':
      return request.texts.join('\n');
    case 'tool':
      return JSON.stringify(request.input);
  }
}
