/**
 * The simulated cast behind the mock host, for one world on the wall clock: capacity, the reply, the faults that strike
 * it. It is what the simulated host's call desk is on virtual time. How a reply is made, what faults do to it and how a
 * line works are handed in, so that both hosts share them.
 *
 * 1. A fault is told when it bites, before the bytes that it causes, and never for a call given up.
 * 2. A call that waits in line leaves it when it is given up; one that began holds its place until it has ended.
 */
import type { CallIdentity } from '../../src/model/call.ts';
import type { Cast, SimulatedEndpoint } from '../../src/model/endpoint.ts';
import type { TimedPart } from '../../src/model/reply.ts';
import type { Request } from '../../src/model/request.ts';
import type { Serve, Service } from './handlers.ts';

/** A call as faults see it. */
export interface MockedCall extends CallIdentity {
  /** The n-th call to its endpoint in this world, from 1. */
  readonly ordinal: number;
  /** Whole ms from the world's start to the start of its service. */
  readonly startMs: number;
  readonly vendor: string;
  readonly request: Request;
}

export interface MockStrike {
  readonly fault: string;
  readonly kind: string;
  readonly firing: string;
}

/** A line before an endpoint; `enter` gives a way to leave it again, false if the call had begun. */
export interface Line {
  enter(begin: () => void): () => boolean;
  leave(): void;
}

export interface MockWorldOptions {
  readonly cast: Cast;
  /** Calls that each endpoint has answered before, in a world that is gone on with. Default: none. */
  readonly served?: ReadonlyMap<string, number>;
  /** The reply as it would be without faults. */
  readonly reply: (
    endpoint: SimulatedEndpoint,
    identity: CallIdentity,
    request: Request,
  ) => readonly TimedPart[];
  /** What the faults make of it; called once a call, in the order in which service begins. */
  readonly edit: (
    call: MockedCall,
    parts: readonly TimedPart[],
  ) => {
    readonly parts: readonly TimedPart[];
    readonly strikes: readonly (MockStrike & { readonly atMs: number })[];
  };
  readonly line: (concurrency: number) => Line;
  /** Ms since the world's start. */
  readonly nowMs: () => number;
  readonly onStrike: (call: number, strike: MockStrike) => void;
}

/** Serves the calls of one world. */
export function mockWorld({ cast, served, reply, edit, line, nowMs, onStrike }: MockWorldOptions): Serve {
  const lines = new Map<string, Line>();
  const ordinals = new Map(served);

  return ({ call, identity }, request, signal) => {
    const endpoint = cast.get(request.model);
    if (!endpoint) return unknown(request.model, cast);
    const { model, vendor, concurrency } = endpoint.profile;
    const queue = lines.get(model) ?? line(concurrency);
    lines.set(model, queue);

    const serve = (): Service => {
      const ordinal = (ordinals.get(model) ?? 0) + 1;
      ordinals.set(model, ordinal);
      const facts = { ...identity, model, ordinal, startMs: Math.floor(nowMs()), vendor, request };
      const { parts, strikes } = edit(facts, reply(endpoint, identity, request));
      return {
        parts,
        moments: strikes.map(({ fault, kind, firing, atMs }) => ({
          atMs,
          act: () => onStrike(call, { fault, kind, firing }),
        })),
        ended: () => queue.leave(),
      };
    };
    return new Promise((resolve) => {
      const leaveLine = queue.enter(() => resolve(serve()));
      signal.addEventListener('abort', () => {
        if (leaveLine()) resolve({ parts: [] });
      });
    });
  };
}

function unknown(model: string, cast: Cast): Service {
  const message = `no endpoint is cast for '${model}'; this cast has ${[...cast.keys()].sort().join(', ')}`;
  return { parts: [{ atMs: 0, part: { type: 'refused', status: 404, kind: 'model_not_found', message } }] };
}
