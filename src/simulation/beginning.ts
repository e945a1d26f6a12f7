/** How a world begins: its first event, its runs, the authored orchestration that they execute. */
import type { Orchestration } from '../engine/definition.ts';
import { isOrchestration } from '../engine/definition.ts';
import { SCHEMA_VERSION, type EventOf } from '../history/events.ts';
import type { RunSpec, SimulateOptions } from './world-inputs.ts';

/** A world's first event: it says what it replays, and why two such worlds may differ. */
export function startOf({
  seed,
  engine,
  scenario,
  code,
  live,
  replay,
  resume,
}: SimulateOptions): EventOf<'world.started'> {
  const parent = replay
    ? { hash: replay.hash, mode: replay.mode, fromSeq: replay.fromSeq ?? replay.history.length }
    : null;
  // a world that is gone on with began with the code that it began with
  const begun = resume?.[0] as EventOf<'world.started'> | undefined;
  const recorded =
    replay?.mode === 'recorded' ? (replay.history[0] as EventOf<'world.started'> | undefined) : undefined;
  return {
    type: 'world.started',
    schema: SCHEMA_VERSION,
    $unhashed: { engine, ...(parent ? { parent } : {}) },
    seed,
    scenario,
    code: begun?.code ?? code,
    host: recorded?.host ?? (live ? 'wall' : 'simulated'),
    nondeterministic: recorded?.nondeterministic ?? live?.nondeterministic ?? [],
  } as EventOf<'world.started'>;
}

/** The runs of a world, each with its id. */
export const specs = ({ runs, input }: SimulateOptions): readonly (RunSpec & { readonly run: string })[] =>
  (runs ?? [{ input }]).map((spec, i) => ({ ...spec, run: spec.run ?? `run-${i + 1}` }));

/** Makes a value when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** The authored orchestration, evaluated afresh; one that throws or exports something else becomes a run that says so. */
export function orchestrationOf(options: SimulateOptions): Orchestration {
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
    } as unknown as Orchestration;
  }
}
