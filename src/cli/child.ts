/**
 * The process in which authored code runs, under Node's permission model: it may read the project, nothing else. It gets
 * one job on standard input and writes messages on standard output, a line each.
 */
import { simulatedCast } from '../../mocks/cast.ts';
import * as rehearsal from '../authoring/index.ts';
import { EMPTY_PLAN } from '../faults/plan.ts';
import { anewBeside, fromRecording } from '../history/execute-again.ts';
import { firstDivergence } from '../history/projections/divergence.ts';
import type { WriteLog } from '../simulation/ambient-console.ts';
import { closeSurface, rememberGlobals } from '../simulation/ambient-surface.ts';
import { installAmbient } from '../simulation/ambient.ts';
import { castOf } from '../simulation/cast-of.ts';
import { loadSource } from '../simulation/load-source.ts';
import { simulate, type SimulateOptions, type Simulated } from '../simulation/simulate.ts';
import type { World } from '../simulation/world.ts';
import { replayed } from './replay.ts';
import type { ChildMessage, SentJob } from './child-message.ts';
import { messageFence, runScript, wakeGlobals } from './node-realm.ts';
import { openProgram } from './program-realm.ts';
import { resultOf, survived } from './survival.ts';

const { performance, process } = globalThis;
const fence = messageFence(fall);
let world: World | null = null;
// what nobody awaited is judged in the history, never by this process
process.on('unhandledRejection', (reason, promise) => world?.rejections.add(promise, reason));
process.on('rejectionHandled', (promise) => world?.rejections.handled(promise));
const write = process.stdout.write.bind(process.stdout);
const now = performance.now.bind(performance);
// the line break before keeps a message whole, whatever authored code wrote there
const say = (message: ChildMessage): unknown => write(`\n${JSON.stringify(message)}\n`);

let text = '';
for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk as string;
await rehearse(JSON.parse(text) as SentJob);
fence.close();

async function rehearse(job: SentJob): Promise<void> {
  const { scenario, files, entry, program, seed, seeds, twice, again, engine } = job;
  wakeGlobals();
  const log: WriteLog = (level, line) => world?.log(level, line);
  // thrown where nobody could catch it: in a microtask, or in a listener
  const stray = (error: unknown): void => world?.rejections.stray(error);
  let tidy = (): void => undefined;
  const authored = (): ReturnType<typeof loadSource> => {
    Object.assign(globalThis, { self: globalThis }); // as in a worker
    closeSurface(globalThis);
    installAmbient(globalThis, { log });
    tidy = rememberGlobals(globalThis);
    process.on('uncaughtException', stray);
    return loadSource({ runScript, global: globalThis, externals: { rehearsal } }, { files, entry });
  };
  say({ type: 'ready' });
  const loaded = program ? openProgram(log, stray).load(program, files) : await authored();
  if ('problems' in loaded) {
    say({ type: 'refused', problems: loaded.problems });
    return;
  }
  const cast = castOf(simulatedCast, scenario.cast);
  const compute = (
    ofSeed: number,
    faults = scenario.faults,
    more: Partial<SimulateOptions> = {},
  ): Promise<Simulated> => {
    tidy();
    return simulate({
      scenario: scenario.name,
      input: scenario.input,
      runs: scenario.runs,
      sessions: scenario.sessions,
      interventions: scenario.interventions,
      faults,
      seed: ofSeed,
      code: loaded.code,
      engine,
      evaluate: loaded.evaluate,
      locate: loaded.locate,
      cast,
      fence,
      onWorld: (begun) => (world = begun),
      ...more,
    });
  };
  if (again) {
    const { history, anew } = again;
    const more = anew ? anewBeside(history) : fromRecording(history);
    say(replayed(history, anew, await compute(seed, scenario.faults, more)));
    return;
  }
  const began = now();
  let shown: { readonly seed: number; readonly history: Simulated['history'] } | null = null;
  let fell = false;
  for (let n = 0; n < seeds; n++) {
    const { history, hash } = await compute(seed + n);
    const other = twice ? firstDivergence(history, (await compute(seed + n)).history) : null;
    if (other) {
      say({ type: 'differs', seed: seed + n, what: other.what });
      return;
    }
    const result = resultOf(seed + n, hash, history);
    if (shown === null || (!fell && !survived(result))) shown = { seed: seed + n, history };
    fell ||= !survived(result);
    say({ type: 'world', world: result });
  }
  const tookMs = now() - began;
  const { history } = shown!;
  const faulty = scenario.faults.faults.length > 0;
  const baseline = faulty ? (await compute(shown!.seed, EMPTY_PLAN)).history : null;
  say({ type: 'done', shown: shown!.seed, history, baseline, tookMs });
}

/** The simulator itself fails: no history can tell. */
function fall(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
