/** One simulated world from its inputs to its history and hash: what sandbox, command line and tests all call. */
import { runId } from '../base/units.ts';
import { isOrchestration } from '../engine/definition.ts';
import { startRun } from '../engine/run.ts';
import type { Locate } from '../engine/step-error.ts';
import type { FaultPlan } from '../faults/plan.ts';
import { SCHEMA_VERSION, type Event } from '../history/events.ts';
import { hashHistory } from '../history/hash.ts';
import type { Cast } from '../model/endpoint.ts';
import { World, type Fence } from './world.ts';

export interface SimulateOptions {
  /** The scenario's name, kept in the history. */
  readonly scenario: string;
  readonly input: unknown;
  readonly faults: FaultPlan;
  /** Whole, ≥ 0. */
  readonly seed: number;
  /** Digest of the authored source. */
  readonly code: string;
  /** Digest of the engine's bundle, or 'source'. */
  readonly engine: string;
  /** Evaluates the authored modules afresh and gives the entry's default export. */
  readonly evaluate: () => unknown;
  readonly cast: Cast;
  readonly fence: Fence;
  readonly locate?: Locate | undefined;
  readonly onEvents?: ((events: readonly Event[]) => void) | undefined;
  readonly stopped?: (() => boolean) | undefined;
  /** Receives the world before its first turn, to route `console.*` to it. */
  readonly onWorld?: ((world: World) => void) | undefined;
}

export interface Simulated {
  readonly history: readonly Event[];
  /** Sixteen hex digits. */
  readonly hash: string;
}

/** Computes a world. Never rejects for what authored code does: that is in the history. */
export async function simulate(options: SimulateOptions): Promise<Simulated> {
  const world = new World({
    seed: options.seed,
    cast: options.cast,
    plan: options.faults,
    fence: options.fence,
    onEvents: options.onEvents,
    stopped: options.stopped,
  });
  options.onWorld?.(world);
  world.note({
    type: 'world.started',
    schema: SCHEMA_VERSION,
    $unhashed: { engine: options.engine },
    seed: options.seed,
    scenario: options.scenario,
    code: options.code,
    host: 'simulated',
    nondeterministic: [],
  });
  const run = runId('run-1');
  world.addRun(run, 0, () => startRun(world, run, orchestrationOf(options), options.input, options.locate));
  await world.play();
  return { history: world.history, hash: hashHistory(world.history) };
}

/** The authored orchestration, evaluated afresh; one that throws or exports something else becomes a run that says so. */
function orchestrationOf(options: SimulateOptions) {
  try {
    const exported = options.evaluate();
    if (isOrchestration(exported)) return exported;
    throw new Error('the default export is not an orchestration: write export default orchestration({ … })');
  } catch (error) {
    const run = (): never => {
      throw error;
    };
    return {
      orchestration: true as const,
      name: options.scenario,
      pattern: 'code' as const,
      steps: {},
      shape: {},
      run,
    };
  }
}
