/** Plays a scenario as its document tells it, with the simulated cast. */
import { simulatedCast } from '../../mocks/cast.ts';
import type { Json } from '../../src/base/json.ts';
import type { Orchestration } from '../../src/engine/definition.ts';
import { parseScenario, type Scenario } from '../../src/scenario/document.ts';
import { rehearse, type Rehearsed, type SomeFault } from './rehearse-world.ts';

/** The document, read as every realm reads it. @throws {Error} naming what is wrong with it */
function scenarioOf(document: Json): Scenario {
  const read = parseScenario(JSON.stringify(document));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.scenario;
}

/** What a test has otherwise than the document. */
export type Otherwise = Partial<NonNullable<Parameters<typeof rehearse>[1]>>;

export function play(
  orchestration: Orchestration<never>,
  document: Json,
  otherwise: Otherwise = {},
): Promise<Rehearsed> {
  const { input, seed, faults, runs, sessions, interventions } = scenarioOf(document);
  return rehearse(orchestration, {
    input,
    seed,
    cast: simulatedCast,
    faults: faults.faults as unknown as SomeFault[],
    people: interventions,
    ...(runs ? { runs } : {}),
    ...(sessions ? { sessions } : {}),
    ...otherwise,
  });
}

/** What a run returned, taken to be a T. @throws {Error} naming how it ended instead */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what it is, only the caller knows
export function returned<T>(world: Rehearsed, run = 'run-1'): T {
  const finished = world.runs.find((one) => one.run === run)?.finished;
  if (finished?.outcome !== 'returned')
    throw new Error(`${run} ended as ${finished?.outcome}: ${finished?.failure?.message ?? ''}`);
  return finished.value as T;
}
