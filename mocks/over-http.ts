/**
 * Answers the calls of wall-clock worlds over real HTTP: the gateway worker asks, the service worker catches, this page
 * answers as the simulated host would, faults included. It owns one desk at a time; what is said over HTTP is
 * src/providers' and handlers/'.
 *
 * 1. Only the mock injects: the gateway and the codec see bytes and know nothing of a plan.
 * 2. Without a service worker nothing is answered, and the reason is told.
 */
import { applyPlan } from '../src/faults/apply.ts';
import type { FaultPlan } from '../src/faults/plan.ts';
import { EMPTY_TALLY } from '../src/faults/tally.ts';
import type { CallIdentity } from '../src/model/call.ts';
import type { TimedPart } from '../src/model/reply.ts';
import type { Request } from '../src/model/request.ts';
import { openHttpDesk, type DeskStrike, type HttpDesk } from '../src/providers/http-desk.ts';
import { castOf } from '../src/simulation/cast-of.ts';
import { EndpointQueue } from '../src/simulation/endpoint-queue.ts';
import { serve } from '../src/simulation/serve.ts';
import { controlPage, keepSite, startMocks, type MockNetwork } from './browser.ts';
import { simulatedCast } from './cast.ts';
import type { Serve } from './handlers/handlers.ts';
import { mockWorld } from './handlers/mock-world.ts';

/** What a wall-clock world is made from, as far as its answers depend on it. */
export interface AnsweredWorld {
  readonly faults: FaultPlan;
  readonly seed: number;
  readonly cast?: Readonly<Record<string, { readonly profile: string }>>;
}

export interface OverHttp {
  /** A world begins: its clock starts now. Ends the world before it. */
  begin(world: number, inputs: AnsweredWorld, onParts: OnParts): void;
  call(world: number, call: number, identity: CallIdentity, request: Request): void;
  drop(world: number, call: number): void;
  /** The world is over: what it still waits for is given up. */
  end(world: number): void;
}
export type OnParts = (call: number, parts: readonly TimedPart[], strikes: readonly DeskStrike[]) => void;

/** Starts the mock host and takes the page under the service worker. @throws {Error} saying what stands in the way */
export async function openOverHttp(): Promise<OverHttp> {
  const mocks = await startMocks();
  // From now on the site opens without its server, too; if that cannot be kept, nothing else suffers.
  void controlPage()
    .then(keepSite, () => undefined)
    .catch(() => undefined);
  let open: { readonly world: number; readonly desk: HttpDesk } | null = null;
  const end = (): void => {
    open?.desk.close();
    open = null;
  };
  return {
    begin(world, inputs, onParts) {
      end();
      open = { world, desk: deskOf(mocks, world, inputs, onParts) };
    },
    call(world, call, identity, request) {
      if (open?.world === world) open.desk.call(call, identity, request);
    },
    drop(world, call) {
      if (open?.world === world) open.desk.drop(call);
    },
    end(world) {
      if (open?.world === world) end();
    },
  };
}

function deskOf(mocks: MockNetwork, world: number, inputs: AnsweredWorld, onParts: OnParts): HttpDesk {
  const { faults, seed } = inputs;
  const cast = castOf(simulatedCast, inputs.cast ?? {});
  const beganMs = performance.now();
  let tally = EMPTY_TALLY;
  return openHttpDesk<Serve>({
    world,
    mocks: Promise.resolve(mocks),
    cast,
    onParts,
    serve: (onStrike) =>
      mockWorld({
        cast,
        reply: (endpoint, caller, asked) => serve(endpoint, caller, asked, seed).parts,
        edit(call, parts) {
          const applied = applyPlan(faults, tally, call, parts, seed);
          tally = applied.tally;
          return applied;
        },
        line: (concurrency) => new EndpointQueue(concurrency),
        nowMs: () => Math.round(performance.now() - beganMs),
        onStrike,
      }),
  });
}
