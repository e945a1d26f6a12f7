/** Runs an orchestration in a simulated world, for tests: its history, and what most tests ask of it. */
import type { Orchestration } from '../../src/engine/definition.ts';
import { planSchema } from '../../src/faults/plan-schema.ts';
import type { Fault } from '../../src/faults/plan.ts';
import type { Event, EventOf, EventType } from '../../src/history/events.ts';
import {
  firstRun,
  projectWorld,
  type RunView,
  type StepView,
} from '../../src/history/projections/run-view.ts';
import type { Cast } from '../../src/model/endpoint.ts';
import { simulate, type RunSpec } from '../../src/simulation/simulate.ts';
import type { Json } from '../../src/base/json.ts';
import type { Fence } from '../../src/simulation/turns.ts';
import { nodeFence } from './fence.ts';
import { scriptedCast } from './scripted-cast.ts';

export interface Rehearsed {
  readonly history: readonly Event[];
  readonly hash: string;
  readonly run: RunView;
  readonly runs: readonly RunView[];
  readonly step: (id: string) => StepView;
  readonly events: <T extends EventType>(type: T) => EventOf<T>[];
}

/** A fault with its kind, and as much more as a test cares to say. */
export type SomeFault = Pick<Fault, 'id' | 'kind'> & Record<string, unknown>;

interface Options {
  readonly input?: unknown;
  readonly cast?: Cast;
  /** As a document writes them: what is left out takes its default. */
  readonly faults?: readonly SomeFault[];
  readonly seed?: number;
  readonly fence?: Fence;
  /** Several runs in place of one. */
  readonly runs?: readonly RunSpec[];
  /** What people do; `kind` is 'answer' where it is left out. */
  readonly people?: readonly { readonly atMs: number; readonly kind?: string; readonly value: Json }[];
  /** What sessions hold when the world begins. */
  readonly sessions?: Readonly<Record<string, Json>>;
}

export async function rehearse(
  orchestration: Orchestration<never>,
  options: Options = {},
): Promise<Rehearsed> {
  const { history, hash } = await simulate({
    scenario: 'test',
    input: options.input ?? 'hello',
    faults: planSchema.parse({ faults: options.faults ?? [] }),
    seed: options.seed ?? 1,
    code: 'test',
    engine: 'source',
    evaluate: () => orchestration,
    cast: options.cast ?? scriptedCast({ model: {} }),
    fence: options.fence ?? nodeFence,
    runs: options.runs,
    interventions: options.people?.map((did, order) => ({ kind: 'answer', order, ...did })),
    sessions: options.sessions,
  });
  const world = projectWorld(history);
  const run = firstRun(world)!;
  return {
    history,
    hash,
    run,
    runs: world.runs,
    step: (id) => {
      const found = run.steps.find((step) => step.step === id);
      if (!found) throw new Error(`no step '${id}' in ${run.steps.map((step) => step.step).join(', ')}`);
      return found;
    },
    events: <T extends EventType>(type: T) =>
      history.filter((event): event is EventOf<T> => event.type === type),
  };
}
