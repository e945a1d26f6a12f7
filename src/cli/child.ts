/**
 * The process in which authored code runs, under Node's permission model: it may read the project, nothing else. It gets
 * one job on standard input and writes one answer on standard output.
 */
import { simulatedCast } from '../../mocks/cast.ts';
import * as rehearsal from '../authoring/index.ts';
import { EMPTY_PLAN } from '../faults/plan.ts';
import { installAmbient } from '../simulation/ambient.ts';
import { castOf } from '../simulation/cast-of.ts';
import { loadSource } from '../simulation/load-source.ts';
import { simulate, type Simulated } from '../simulation/simulate.ts';
import type { World } from '../simulation/world.ts';
import type { Answer, Job } from './child-message.ts';
import { messageFence, runScript } from './node-realm.ts';

const fence = messageFence();
const { performance, process } = globalThis;
// what nobody awaited is judged in the history, never by this process
process.on('unhandledRejection', () => undefined);
const write = process.stdout.write.bind(process.stdout);
const now = performance.now.bind(performance);

let text = '';
for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk as string;
const answer = await rehearse(JSON.parse(text) as Job);
fence.close();
write(JSON.stringify(answer));

async function rehearse({ scenario, files, entry, seed, seeds }: Job): Promise<Answer> {
  let world: World | null = null;
  installAmbient(globalThis, { log: (level, line) => world?.log(level, line) });
  const loaded = await loadSource(
    { runScript, global: globalThis, externals: { rehearsal } },
    { files, entry },
  );
  if ('problems' in loaded) return { type: 'refused', problems: loaded.problems };
  const cast = castOf(simulatedCast, scenario.cast);
  const compute = (ofSeed: number, faults = scenario.faults): Promise<Simulated> =>
    simulate({
      scenario: scenario.name,
      input: scenario.input,
      faults,
      seed: ofSeed,
      code: loaded.code,
      engine: 'source',
      evaluate: loaded.evaluate,
      locate: loaded.locate,
      cast,
      fence,
      onWorld: (begun) => (world = begun),
    });
  const began = now();
  const first = await compute(seed);
  const hashes = [first.hash];
  for (let n = 1; n < seeds; n++) hashes.push((await compute(seed + n)).hash);
  const tookMs = now() - began;
  const baseline = scenario.faults.faults.length > 0 ? (await compute(seed, EMPTY_PLAN)).history : null;
  return { type: 'done', history: first.history, baseline, hashes, tookMs };
}
