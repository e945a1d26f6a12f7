/** The runs of a scenario that has several: which of them is meant by a run's id, and what it is given. */
import type { Json } from '../base/json.ts';
import type { Scenario } from '../scenario/document.ts';

/** Where a run stands among the scenario's, by its id; a run that was begun again is the same. -1: among none. */
function placeOf({ runs = [] }: Scenario, run: string | null): number {
  const id = run?.replace(/-again$/, '');
  return runs.findIndex((one, i) => (one.run ?? `run-${i + 1}`) === id);
}

/** What a run is given; the scenario's input where it has no runs of its own. */
export function inputOf(scenario: Scenario, run: string | null): Json {
  const { runs } = scenario;
  if (!runs) return scenario.input;
  return runs[Math.max(0, placeOf(scenario, run))]?.input ?? scenario.input;
}

/** The part of the scenario that gives a run something else. */
export function withInputOf(scenario: Scenario, run: string | null, input: Json): Partial<Scenario> {
  const { runs } = scenario;
  if (!runs) return { input };
  const at = Math.max(0, placeOf(scenario, run));
  return { runs: runs.map((one, i) => (i === at ? { ...one, input } : one)) };
}
