/** What a step costs beside a bare promise, in one process: full history on, simulated host, medians of rounds. */
import { generate, orchestration, step } from '../../src/authoring/index.ts';
import { EMPTY_PLAN } from '../../src/faults/plan.ts';
import type { Orchestration } from '../../src/engine/definition.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { messageFence } from '../../src/cli/node-realm.ts';
import { scriptedCast } from '../../test/support/scripted-cast.ts';

const STEPS = 1_000;
const ROUNDS = 30;
const fence = messageFence();
const cast = scriptedCast({ model: { takesMs: 10 } });

const functions = orchestration({
  name: 'Functions',
  steps: { work: step((n: number) => n + 1) },
  async run(_: string, { work }) {
    let n = 0;
    for (let i = 0; i < STEPS; i++) n = await work(n, { key: i });
    return n;
  },
});
const calls = orchestration({
  name: 'Calls',
  steps: {
    ask: generate<string>({ model: 'model', system: 's', timeout: '1s', retry: 2, fallback: 'model' }),
  },
  async run(text: string, { ask }) {
    for (let i = 0; i < STEPS; i++) await ask(text, { key: i });
    return 'done';
  },
});

async function bare(): Promise<number> {
  const work = async (n: number) => n + 1;
  let n = 0;
  for (let i = 0; i < STEPS; i++) n = await work(n);
  return n;
}

const world = (made: Orchestration<string>) => () =>
  simulate({
    scenario: 'bench',
    input: 'hello',
    faults: EMPTY_PLAN,
    seed: 1,
    code: 'bench',
    engine: 'source',
    evaluate: () => made,
    cast,
    fence,
  });

const median = (list: number[]): number => list.sort((a, b) => a - b)[list.length >> 1]!;
const contestants = { bare, functions: world(functions), calls: world(calls) };
const times: Record<string, number[]> = { bare: [], functions: [], calls: [] };
for (let round = 0; round < ROUNDS + 5; round++)
  for (const [name, run] of Object.entries(contestants)) {
    const began = performance.now();
    await run();
    if (round >= 5) times[name]!.push((performance.now() - began) / STEPS);
  }
fence.close();
const us = (name: string) => median(times[name]!) * 1000;
console.log(`a bare awaited promise            ${us('bare').toFixed(3)} µs`);
console.log(
  `a function step, history and hash ${us('functions').toFixed(2)} µs  (${(us('functions') / us('bare')).toFixed(0)}× bare)`,
);
console.log(
  `a model step, history and hash    ${us('calls').toFixed(2)} µs  (${(us('calls') / us('bare')).toFixed(0)}× bare)`,
);
