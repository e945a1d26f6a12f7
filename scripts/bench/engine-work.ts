/** The orchestrations that the engine's bench runs, by hand, by a minimal orchestrator and by ours. Runs in Node and in a page. */
import { generate, orchestration, step } from '../../src/authoring/index.ts';
import type { Orchestration } from '../../src/engine/definition.ts';
import { EMPTY_PLAN } from '../../src/faults/plan.ts';
import type { History } from '../../src/history/events.ts';
import type { Cast } from '../../src/model/endpoint.ts';
import { Lives } from '../../src/simulation/lives.ts';
import type { Fence } from '../../src/simulation/turns.ts';
import type { World } from '../../src/simulation/world.ts';

const FAN = 1_000;
const LOOPS = 10;
const INPUT = { query: 'How do I reset my password?' };
const NUMBERS = Array.from({ length: FAN }, (_, i) => i);

type Intent = { intent: string };
type Found = { docs: string[] } | null;
type Call = { role: string; tool: string; i: number };
type Turn = Call | { role: string; result: number };

/** Steps that answer at once: what is measured is what stands around them. */
const increment = async (n: number) => n + 1;
const classify = async ({ query }: { query: string }): Promise<Intent> => ({
  intent: query === 'hi' ? 'greeting' : 'billing',
});
const retrieve = async ({ intent }: Intent) => ({ docs: [intent, 'kb-1'] });
const answer = async (_: Intent, found: Found) => ({
  text: 'answer',
  cited: found ? found.docs.length : 0,
});
const check = async ({ cited }: { cited: number }) => ({ ok: true, cited });
const model = async (turns: readonly Turn[]): Promise<Call> => ({
  role: 'assistant',
  tool: 'search',
  i: turns.length >> 1,
});
const tool = async ({ i }: Call) => ({ role: 'tool', result: i });
const leaf = async (i: number) => i;
const sum = async (list: readonly number[]) => list.reduce((total, n) => total + n, 0);

/** One workload: how many steps a run has, what it must come to, and who does it. */
export interface Workload {
  readonly name: string;
  readonly steps: number;
  /** Runs of one round. */
  readonly runs: number;
  readonly expected: unknown;
  readonly bare: () => Promise<unknown>;
  readonly minimal: () => Promise<unknown>;
  readonly ours: Orchestration;
  readonly input: unknown;
}

type Done = Readonly<Record<string, unknown>>;

/** Whatever is ready, together; then whatever is ready after that: the least that can be called an orchestrator. */
class Minimal {
  private readonly nodes = new Map<
    string,
    { readonly run: (done: Done) => Promise<unknown>; readonly after: readonly string[] }
  >();

  node(name: string, run: (done: Done) => Promise<unknown>, after: readonly string[] = []): this {
    this.nodes.set(name, { run, after });
    return this;
  }

  async execute(): Promise<Record<string, unknown>> {
    const done: Record<string, unknown> = {};
    const pending = new Map(this.nodes);
    while (pending.size > 0) {
      const ready = [...pending].filter(([, { after }]) => after.every((name) => name in done));
      if (ready.length === 0) throw new Error(`deadlock: ${[...pending.keys()].join(', ')}`);
      await Promise.all(
        ready.map(async ([name, { run, after }]) => {
          const given: Record<string, unknown> = {};
          for (const dependency of after) given[dependency] = done[dependency];
          done[name] = await run(given);
          pending.delete(name);
        }),
      );
    }
    return done;
  }
}

const chain = new Minimal().node('s0', () => increment(0));
for (let i = 1; i < 5; i++)
  chain.node(`s${i}`, (done) => increment(done[`s${i - 1}`] as number), [`s${i - 1}`]);

const triage = new Minimal()
  .node('classify', () => classify(INPUT))
  .node('retrieve', (done) => retrieve(done['classify'] as Intent), ['classify'])
  .node('answer', (done) => answer(done['classify'] as Intent, done['retrieve'] as Found), [
    'classify',
    'retrieve',
  ])
  .node('check', (done) => check(done['answer'] as { cited: number }), ['answer']);

const fan = new Minimal();
for (const i of NUMBERS) fan.node(`l${i}`, () => leaf(i));
fan.node(
  'sum',
  (done) => sum(Object.values(done) as number[]),
  NUMBERS.map((i) => `l${i}`),
);

async function loopByHand(): Promise<readonly Turn[]> {
  const turns: Turn[] = [];
  for (let i = 0; i < LOOPS; i++) {
    const call = await model(turns);
    turns.push(call, await tool(call));
  }
  return turns;
}

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'W1  five steps in a row',
    steps: 5,
    runs: 1_000,
    expected: 5,
    input: 0,
    async bare() {
      let n = 0;
      for (let i = 0; i < 5; i++) n = await increment(n);
      return n;
    },
    minimal: async () => (await chain.execute())['s4'],
    ours: orchestration({
      name: 'Five in a row',
      steps: {
        s0: step((n: number) => increment(n)),
        s1: step((n: number) => increment(n)),
        s2: step((n: number) => increment(n)),
        s3: step((n: number) => increment(n)),
        s4: step((n: number) => increment(n)),
      },
      run: async (n: number, { s0, s1, s2, s3, s4 }) => s4(await s3(await s2(await s1(await s0(n))))),
    }),
  },
  {
    name: 'W2  a triage of four steps',
    steps: 4,
    runs: 1_000,
    expected: { ok: true, cited: 2 },
    input: INPUT,
    async bare() {
      const intent = await classify(INPUT);
      return check(await answer(intent, intent.intent === 'greeting' ? null : await retrieve(intent)));
    },
    minimal: async () => (await triage.execute())['check'],
    ours: orchestration({
      name: 'Triage',
      steps: {
        classify: step((input: typeof INPUT) => classify(input)),
        retrieve: step((intent: Intent) => retrieve(intent)),
        answer: step(({ intent, found }: { intent: Intent; found: Found }) => answer(intent, found)),
        check: step((given: { cited: number }) => check(given)),
      },
      async run(input: typeof INPUT, { classify, retrieve, answer, check }) {
        const intent = await classify(input);
        const found = intent.intent === 'greeting' ? null : await retrieve(intent);
        return check(await answer({ intent, found }));
      },
    }),
  },
  {
    name: 'W3  an agent of ten turns',
    steps: 2 * LOOPS,
    runs: 200,
    expected: await loopByHand(),
    input: null,
    bare: loopByHand,
    minimal: loopByHand,
    ours: orchestration({
      name: 'Agent',
      steps: {
        model: step((turns: readonly Turn[]) => model(turns)),
        tool: step((call: Call) => tool(call)),
      },
      async run(_: null, { model, tool }) {
        const turns: Turn[] = [];
        for (let i = 0; i < LOOPS; i++) {
          const call = await model(turns, { key: i });
          turns.push(call, await tool(call, { key: i }));
        }
        return turns;
      },
    }),
  },
  {
    name: 'W4  a thousand steps at once',
    steps: FAN + 1,
    runs: 5,
    expected: (FAN * (FAN - 1)) / 2,
    input: NUMBERS,
    bare: async () => sum(await Promise.all(NUMBERS.map((i) => leaf(i)))),
    minimal: async () => (await fan.execute())['sum'],
    ours: orchestration({
      name: 'Fan-out',
      steps: { leaf: step((i: number) => leaf(i)), sum: step((list: readonly number[]) => sum(list)) },
      run: async (list: readonly number[], { leaf, sum }, { map }) => sum(await map(list, leaf)),
    }),
  },
];

/** As many steps at once as its input says. */
export const wide = (): Orchestration =>
  orchestration({
    name: 'Wide',
    steps: { leaf: step((i: number) => leaf(i)) },
    run: async (size: number, { leaf }, { map }) =>
      (
        await map(
          Array.from({ length: size }, (_, i) => i),
          leaf,
        )
      ).length,
  });

const nobody: Cast = new Map();

export interface WorldOptions {
  readonly made: Orchestration;
  readonly inputs: readonly unknown[];
  readonly fence: Fence;
  readonly cast?: Cast;
  readonly maxEvents?: number;
  readonly onWorld?: (world: World) => void;
}

/** One world with a run for each input, every event kept; its hash is taken by whoever wants it. */
export async function world({
  made,
  inputs,
  fence,
  cast = nobody,
  maxEvents,
  onWorld,
}: WorldOptions): Promise<History> {
  const lives = new Lives({
    scenario: 'bench',
    input: null,
    runs: inputs.map((input) => ({ input })),
    faults: EMPTY_PLAN,
    seed: 1,
    code: 'bench',
    engine: 'source',
    evaluate: () => made,
    cast,
    fence,
    maxEvents,
    onWorld,
  });
  return (await lives.live()).history;
}

/** What every run of a world came to. @throws {Error} when one did not return */
export function values(history: History): unknown[] {
  const ends = history.filter((event) => event.type === 'run.finished');
  const failed = ends.find(({ outcome }) => outcome !== 'returned');
  if (failed) throw new Error(`${failed.run} ${failed.outcome}: ${failed.failure?.message ?? ''}`);
  return ends.map(({ value }) => value);
}

/** The policy-wrapped call of the product's examples. */
export const asking = (): Orchestration =>
  orchestration({
    name: 'Asking',
    steps: {
      ask: generate<string>({ model: 'model', system: 's', timeout: '20s', retry: 2, fallback: 'model' }),
    },
    run: async (text: string, { ask }) => ask(text),
  });

/** Four calls at once, each with a time-out, retries and a fallback. */
export function fourCalls(): Orchestration {
  const ask = {
    model: 'model',
    system: 's',
    timeout: '20s',
    totalTimeout: '60s',
    retry: 2,
    fallback: 'model',
  } as const;
  return orchestration({
    name: 'Four calls',
    steps: {
      intent: generate<string>(ask),
      language: generate<string>(ask),
      priority: generate<string>(ask),
      sentiment: generate<string>(ask),
    },
    run: async (text: string, { intent, language, priority, sentiment }, { all }) =>
      all({
        intent: intent(text),
        language: language(text),
        priority: priority(text),
        sentiment: sentiment(text),
      }),
  });
}

const WAITS = 4;

/** Runs that each wait four times on virtual time, at waits that are told beforehand; `ends`: when each must end. */
export function waiting(runs: number) {
  let a = 12345;
  const next = (): number => {
    a = (Math.imul(a, 1103515245) + 12345) & 0x7fffffff;
    return 100 + ((a >>> 8) % 1_900);
  };
  const waits = Array.from({ length: runs * WAITS }, next);
  const wait = (says: string) =>
    step(async (at: number, { sleep }) => {
      await sleep(`${waits[at]!}ms`);
      return { says };
    });
  const made = orchestration({
    name: 'Waiting',
    steps: { classify: wait('billing'), retrieve: wait('kb-1'), answer: wait('answer'), check: wait('ok') },
    async run(first: number, { classify, retrieve, answer, check }) {
      await classify(first);
      await retrieve(first + 1);
      await answer(first + 2);
      return check(first + 3);
    },
  }) as Orchestration;
  const inputs = Array.from({ length: runs }, (_, run) => run * WAITS);
  const ends = inputs.map((first) => waits.slice(first, first + WAITS).reduce((sum, ms) => sum + ms, 0));
  return { made, inputs, ends, wakes: runs * WAITS };
}

export interface Wakes {
  readonly perSecond: number;
  /** Whether every run ended at its very millisecond. */
  readonly exact: boolean;
}

/** Wakes a second of one world in which every run waits; steps and waits are in the history. */
export async function wakes(runs: number, fence: Fence): Promise<Wakes> {
  const { made, inputs, ends, wakes } = waiting(runs);
  const began = performance.now();
  const history = await world({ made, inputs, fence });
  const tookMs = performance.now() - began;
  const ended = new Map(
    history.flatMap((event) =>
      event.type === 'run.finished' ? [[event.run as string, event.t as number]] : [],
    ),
  );
  const exact = ends.every((endMs, i) => ended.get(`run-${i + 1}`) === endMs);
  return { perSecond: wakes / (tookMs / 1_000), exact };
}
