/** Plays the scenarios of one shipped example, for its tests: as they stand, or with what a test says otherwise. */
import { simulatedCast } from '../../mocks/cast.ts';
import type { Orchestration } from '../../src/engine/definition.ts';
import type { Example } from '../../src/examples/example.ts';
import type { Cast } from '../../src/model/endpoint.ts';
import { parseScenario, type Scenario } from '../../src/scenario/document.ts';
import { castOf } from '../../src/simulation/cast-of.ts';
import type { RunSpec } from '../../src/simulation/simulate.ts';
import { rehearse, type Rehearsed, type SomeFault } from './rehearse-world.ts';

interface Otherwise {
  readonly input?: unknown;
  readonly seed?: number;
  readonly faults?: readonly SomeFault[];
  readonly runs?: readonly RunSpec[];
  /** Endpoints in place of, or beside, those of the simulated cast. */
  readonly cast?: Cast;
}

export interface Shipped {
  /** Plays the scenario of this id. */
  readonly play: (id: string, otherwise?: Otherwise) => Promise<Rehearsed>;
  readonly scenario: (id: string) => Scenario;
}

export function shipped(orchestration: Orchestration<never>, example: Example): Shipped {
  const scenario = (id: string): Scenario => {
    const found = example.scenarios.find((one) => one.id === id);
    if (!found) throw new Error(`${example.id} has no scenario '${id}'`);
    const read = parseScenario(JSON.stringify(found.scenario));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return read.scenario;
  };
  return {
    scenario,
    play(id, otherwise = {}) {
      const { input, seed, faults, cast, runs } = scenario(id);
      const given = runs && otherwise.input === undefined ? { runs } : {};
      return rehearse(orchestration, {
        input,
        seed,
        faults: faults.faults as unknown as SomeFault[],
        ...given,
        ...otherwise,
        cast: new Map([...castOf(simulatedCast, cast), ...(otherwise.cast ?? [])]),
      });
    },
  };
}
