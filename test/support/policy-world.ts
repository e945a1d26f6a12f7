/** Runs orchestrations in one world, for tests of what they share: several runs, tenants, and what is left at its end. */
import type { Orchestration } from '../../src/engine/definition.ts';
import { planSchema } from '../../src/faults/plan-schema.ts';
import type { EventOf, EventType, History } from '../../src/history/events.ts';
import type { Cast } from '../../src/model/endpoint.ts';
import { simulate, type RunSpec } from '../../src/simulation/simulate.ts';
import type { World } from '../../src/simulation/world.ts';
import { nodeFence } from './fence.ts';
import type { SomeFault } from './rehearse-world.ts';

export interface PlayedWorld {
  readonly history: History;
  readonly hash: string;
  readonly events: <T extends EventType>(type: T) => EventOf<T>[];
  /** How runs ended, in the order of their ends: outcome, value or failure code, and when. */
  readonly ends: readonly (readonly [run: string, how: unknown, ms: number])[];
  /** When the world ended, whole ms. */
  readonly endedMs: number;
  /** What lies in the places that runs shared, by key. */
  readonly cells: ReadonlyMap<string, unknown>;
}

interface Options {
  readonly runs?: readonly Partial<RunSpec>[];
  readonly cast: Cast;
  readonly faults?: readonly SomeFault[];
  readonly seed?: number;
}

/** Each run is given 'hello' unless it says otherwise. */
export async function playWorld(
  orchestration: Orchestration<never>,
  { runs = [{}], cast, faults = [], seed = 1 }: Options,
): Promise<PlayedWorld> {
  let world: World | null = null;
  const { history, hash } = await simulate({
    scenario: 'test',
    input: 'hello',
    runs: runs.map((run) => ({ input: 'hello', ...run })),
    faults: planSchema.parse({ faults }),
    seed,
    code: 'test',
    engine: 'source',
    evaluate: () => orchestration,
    cast,
    fence: nodeFence,
    onWorld: (made) => (world = made),
  });
  const events = <T extends EventType>(type: T): EventOf<T>[] =>
    history.filter((event): event is EventOf<T> => event.type === type);
  const { cells } = world as unknown as { cells: ReadonlyMap<string, { value: unknown }> };
  return {
    history,
    hash,
    events,
    ends: events('run.finished').map(({ run, outcome, value, failure, t }) => [
      run,
      outcome === 'returned' ? value : (failure?.code ?? outcome),
      t,
    ]),
    endedMs: history.at(-1)!.t,
    cells: new Map([...cells].map(([key, { value }]) => [key, value])),
  };
}
