/**
 * Where a world's calls go: the simulated desk, the page that asks live endpoints, a recording. One port, so that a world
 * does not know who answers.
 */
import type { CallOptions, CallResult, CancelCall, EndpointFacts } from '../engine/host.ts';
import type { EventBody } from '../history/events.ts';
import type { RunId } from '../base/units.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Cast } from '../model/endpoint.ts';
import type { ReplyPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import type { Clock } from './clock.ts';

/** What a caller inside the simulation may want besides: the fetch door gives each part on. */
export interface OpenOptions extends CallOptions {
  /** Called in a wake of the run for each part, the last included, in order and at its time. */
  readonly onPart?: (part: ReplyPart) => void;
  /** How often earlier lives had asked it before. Default: 0. */
  readonly asked?: number;
}

export const NO_LIMITS: CallOptions = { attemptMs: null, firstTokenMs: null, idleMs: null };

/** What a cast says of an endpoint; null for a model that is not in it. */
export function factsOf(cast: Cast, model: string): EndpointFacts | null {
  const profile = cast.get(model)?.profile;
  if (!profile) return null;
  const { vendor, version, region = null, price, contextTokens } = profile;
  return { vendor, version, region, price, contextTokens };
}

/** A call that a recording tells of, whose caller let go of it or died, and of whose work it tells no end. */
export interface LetGo {
  readonly identity: CallIdentity;
  /** How often it had been asked before. */
  readonly asked: number;
  /** What its caller saw of it and was billed for; null: the caller died. */
  readonly charged: CallResult | null;
  /** The virtual ms at which the recording breaks off. */
  readonly recordedMs: number;
  /** Told when its work has ended. */
  readonly released: CallOptions['released'] | undefined;
}

export interface Calls {
  /** Takes a call; `settled` comes once, in a wake of its run, unless the call is cancelled first. */
  take(
    identity: CallIdentity,
    request: Request,
    settled: (result: CallResult) => void,
    options: OpenOptions,
  ): CancelCall;
  facts(model: string): EndpointFacts | null;
  /** Whether the work of a call of an earlier life goes on; then it is that of this one. Absent: none does. */
  goesOn?(call: LetGo): boolean;
  /** Whoever called is gone: what goes on without them is told of the world. Absent: nothing does. */
  orphan?(): void;
  /** Faults that struck, by id: the others are reported as unmet. */
  readonly struck: Set<string>;
  /** How many calls may still bring a wake of which the clock does not know yet: live ones. */
  readonly awaited: number;
}

/** What whoever answers needs of its world. */
export interface CallsWorld {
  readonly clock: Clock;
  readonly seed: number;
  /** Appends an event outside any turn; with run '' the world's own. */
  append(run: RunId, event: EventBody): void;
  /** At real time: something has come for `run`; `act` is called in a turn of its own. `origin`: which call it is of. */
  arrive(run: RunId, act: () => void, origin: unknown): void;
}
