/**
 * A process of its own that computes the same world many times, under each of several fault plans. A program cannot run
 * in the process of its test: the globals there would be replaced.
 *
 *     node same-world.ts <job as JSON>   prints a list of Sameness as JSON
 */
import { simulatedCast } from '../../../mocks/cast.ts';
import { authoredFiles } from '../../../src/cli/authored-files.ts';
import { messageFence, wakeGlobals } from '../../../src/cli/node-realm.ts';
import { programAt } from '../../../src/cli/program-place.ts';
import { openProgram } from '../../../src/cli/program-realm.ts';
import { planSchema } from '../../../src/faults/plan-schema.ts';
import type { Event, EventOf } from '../../../src/history/events.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import type { World } from '../../../src/simulation/world.ts';

export interface SameWorldJob {
  readonly path: string;
  readonly scenario: string;
  readonly seed: number;
  readonly times: number;
  readonly plans: readonly (readonly object[])[];
}

/** What came of one plan. */
export interface Sameness {
  /** Every hash that was met. */
  readonly hashes: readonly string[];
  readonly outcome: EventOf<'run.finished'>['outcome'];
  readonly message: string | null;
  /** How each call ended, in order of their ends. */
  readonly calls: readonly string[];
  readonly endMs: number;
}

const write = process.stdout.write.bind(process.stdout);
const { path, scenario, seed, times, plans } = JSON.parse(process.argv[2]!) as SameWorldJob;
let world: World | null = null;
process.on('unhandledRejection', () => undefined);
wakeGlobals();
const realm = openProgram((level, text) => world?.log(level, text));
const { files } = authoredFiles(path);
const loaded = realm.load(programAt(path, files)!, files);
if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
const fence = messageFence();
const told: Sameness[] = [];
for (const faults of plans) {
  const hashes = new Set<string>();
  let history: readonly Event[] = [];
  for (let n = 0; n < times; n++) {
    const simulated = await simulate({
      ...loaded,
      scenario,
      input: null,
      faults: planSchema.parse({ faults }),
      seed,
      engine: 'source',
      cast: simulatedCast,
      fence,
      onWorld: (begun) => (world = begun),
    });
    hashes.add(simulated.hash);
    history = simulated.history;
  }
  told.push(sameness([...hashes], history));
}
fence.close();
write(JSON.stringify(told));

function sameness(hashes: readonly string[], history: readonly Event[]): Sameness {
  const finished = history.find((event): event is EventOf<'run.finished'> => event.type === 'run.finished')!;
  const attempts = history.filter(
    (event): event is EventOf<'attempt.finished'> => event.type === 'attempt.finished',
  );
  return {
    hashes,
    outcome: finished.outcome,
    message: finished.failure?.message ?? null,
    calls: attempts.map(({ step, failure }) => `${step} ${failure?.code ?? 'ok'}`),
    endMs: history.at(-1)!.t,
  };
}
