/** What a world is made from, as a scenario says it. Pure. */
import type { Scenario } from '../scenario/document.ts';
import type { PlainInputs } from './kept-run.ts';

type Said = Omit<Scenario, '$schema' | 'format' | 'version' | 'description' | 'orchestration'>;

/** @param host where its calls go */
export const inputsOf = (scenario: Said, host: PlainInputs['host']): PlainInputs => ({
  scenario: scenario.name,
  input: scenario.input,
  ...(scenario.runs && { runs: scenario.runs }),
  ...(scenario.sessions && { sessions: scenario.sessions }),
  ...(scenario.interventions.length > 0 && { interventions: scenario.interventions }),
  faults: scenario.faults,
  seed: scenario.seed,
  cast: scenario.cast,
  host,
});

/** The scenario that a world was made from, whatever the document says by now. */
export function scenarioOf(document: Scenario, inputs: PlainInputs): Scenario {
  const { runs: _, sessions: __, ...rest } = document;
  return {
    ...rest,
    name: inputs.scenario,
    input: inputs.input,
    ...(inputs.runs && { runs: inputs.runs }),
    ...(inputs.sessions && { sessions: inputs.sessions }),
    interventions: inputs.interventions ?? [],
    faults: inputs.faults,
    seed: inputs.seed,
    cast: Object.fromEntries(
      Object.entries(inputs.cast ?? {}).map(([model, { profile }]) => [
        model,
        { endpoint: 'simulated' as const, profile },
      ]),
    ),
  };
}
