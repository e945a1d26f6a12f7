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
import { EMPTY_TALLY, withMatched, withStruck, type Tally } from '../src/faults/tally.ts';
import type { History } from '../src/history/events.ts';
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
  /** The run's name in the store. */
  readonly run?: string;
  /** Of a world that is gone on with: what this host had answered of it by then. */
  readonly resume?: History;
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
  const { faults, seed, run, resume = [] } = inputs;
  const cast = castOf(simulatedCast, inputs.cast ?? {});
  // the host outlives the page: its clock, its counts and the faults that it has behind it are those of the history
  const beganMs = performance.now() - (resume.at(-1)?.t ?? 0);
  let tally = tallyOf(resume);
  return openHttpDesk<Serve>({
    world,
    run,
    mocks: Promise.resolve(mocks),
    cast,
    onParts,
    serve: (onStrike) =>
      mockWorld({
        cast,
        served: servedOf(resume),
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

/** How often each fault has struck by now. Of calls that it met and let go nothing is known any more. */
function tallyOf(history: History): Tally {
  return history.reduce(
    (tally, event) =>
      event.type === 'fault.struck' ? withStruck(withMatched(tally, event.fault), event.fault) : tally,
    EMPTY_TALLY,
  );
}

/** How many calls each endpoint has ended by now: one that was under way is made again under its own number. */
function servedOf(history: History): ReadonlyMap<string, number> {
  const served = new Map<string, number>();
  for (const event of history)
    if (event.type === 'attempt.finished' && event.reply)
      served.set(event.target, (served.get(event.target) ?? 0) + 1);
  return served;
}
