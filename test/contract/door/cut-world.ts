/**
 * A process of its own in which a program's scenarios are computed, cut at each of their events and gone on with. A
 * program cannot run in the process of its test: the globals there would be replaced.
 *
 *     node cut-world.ts <example>   prints a list of CutScenario as JSON
 */
import { simulatedCast } from '../../../mocks/cast.ts';
import { messageFence, wakeGlobals } from '../../../src/cli/node-realm.ts';
import { openScenario } from '../../../src/cli/open-scenario.ts';
import { openProgram } from '../../../src/cli/program-realm.ts';
import { programExamples } from '../../../src/examples/programs.ts';
import type { History } from '../../../src/history/events.ts';
import { castOf } from '../../../src/simulation/cast-of.ts';
import { simulate, type Simulated } from '../../../src/simulation/simulate.ts';
import type { World } from '../../../src/simulation/world.ts';
import { attemptEnds, runEnds } from '../../support/ends.ts';

export interface CutScenario {
  readonly scenario: string;
  readonly events: number;
  /** Those cuts after which it came to other ends, and how. */
  readonly others: readonly string[];
}

const write = process.stdout.write.bind(process.stdout);
let world: World | null = null;
process.on('unhandledRejection', () => undefined);
wakeGlobals();
const fence = messageFence();
const realm = openProgram((level, text) => world?.log(level, text));
const example = programExamples.find(({ id }) => id === process.argv[2])!;
const told: CutScenario[] = [];
for (const { id } of example.scenarios) {
  const { scenario, files, program } = openScenario(`${example.id}/${id}`, null);
  const loaded = realm.load(program!, files);
  if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
  const compute = (resume?: History): Promise<Simulated> =>
    simulate({
      ...loaded,
      scenario: scenario.name,
      input: scenario.input,
      faults: scenario.faults,
      seed: scenario.seed,
      engine: 'source',
      cast: castOf(simulatedCast, scenario.cast),
      fence,
      resume,
      onWorld: (begun) => (world = begun),
    });
  const { history: whole } = await compute();
  const ends = (history: History): string => JSON.stringify([runEnds(history), attemptEnds(history)]);
  const others: string[] = [];
  for (let length = 1; length < whole.length; length++) {
    const { history, divergence } = await compute(whole.slice(0, length));
    if (divergence) others.push(`${length}: differs at event ${divergence.seq}`);
    else if (ends(history) !== ends(whole)) others.push(`${length}: ${ends(history)}, not ${ends(whole)}`);
  }
  told.push({ scenario: id, events: whole.length, others });
}
fence.close();
write(JSON.stringify(told));
