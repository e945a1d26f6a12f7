// The adapter of this project for a bench of peers: copied beside the other contestants, with dist/ under it. Every
// workload runs through the public door, startRun, with every event kept. `ours` is a simulated world whose turns end
// with a macrotask each; `ours@hand` is a host driven by hand on real time, for steps that wait for the machine.
import { INPUT, GREETING, LOOPS, TIMEOUT, RETRIES, items, okOp, failOnce } from '../lib/work.mjs';
import {
  CallDesk,
  EMPTY_PLAN,
  orchestration,
  runId,
  stamped,
  standStill,
  startRun,
  step,
  World,
} from './dist/ours.mjs';

/** A world takes so many events before the next run gets a new one. */
const FULL = 10_000;

const macrotask = (() => {
  if (typeof setImmediate === 'function') return (next) => void setImmediate(next);
  const { port1, port2 } = new MessageChannel();
  let waiting = null;
  port1.onmessage = () => waiting();
  return (next) => {
    waiting = next;
    port2.postMessage(null);
  };
})();

const options = (fence) => ({
  seed: 1,
  fence,
  calls: (world) => new CallDesk(world, new Map(), EMPTY_PLAN),
});

/** It goes on after its runs are over. */
class OpenWorld extends World {
  end() {}
}

/** As `simulate` keeps one. It is exported so that it is not collected. */
export const standing = new OpenWorld(options(() => undefined));
standStill(standing);

/** One world at a time, run after run. */
class Worlds {
  world = null;
  playing = false;
  runs = 0;
  wanted = [];

  reset() {
    this.world = null;
  }

  /** Settles with the value that the history keeps. */
  run(made, input) {
    return new Promise((resolve, reject) => {
      if (!this.playing && (this.world === null || this.world.history.length > FULL)) this.open();
      const id = runId(`run-${++this.runs}`);
      const { world } = this;
      this.wanted.push({ id, resolve, reject });
      world.addRun(id, 0, () => startRun(world, id, made, input));
      if (this.playing) return;
      this.playing = true;
      world.play().then(() => this.played(world), reject);
    });
  }

  open() {
    this.world = new OpenWorld(options(macrotask));
  }

  played({ history }) {
    const { wanted } = this;
    this.wanted = [];
    this.playing = false;
    for (const { id, resolve, reject } of wanted) answer(finishOf(history, id), resolve, reject);
  }
}

function finishOf(history, run) {
  for (let i = history.length - 1; i >= 0; i--)
    if (history[i].type === 'run.finished' && history[i].run === run) return history[i];
  throw new Error(`${run} has no end`);
}

function answer({ outcome, value, failure }, resolve, reject) {
  if (outcome === 'returned') resolve(value);
  else reject(new Error(failure?.message ?? outcome));
}

/** A host on real time for steps that wait for the machine: it keeps every event and asks nobody whose turn it is. */
class Hand {
  seed = 1;
  now = 0;
  history = [];
  runs = 0;
  wanted = new Map();

  reset() {
    this.history = [];
  }

  run(made, input) {
    return new Promise((resolve, reject) => {
      if (this.history.length > FULL && this.wanted.size === 0) this.reset();
      const id = runId(`run-${++this.runs}`);
      this.wanted.set(id, { resolve, reject });
      startRun(this, id, made, input);
    });
  }

  emit(run, body) {
    const event = stamped(this.history.length, this.now, run, body);
    this.history.push(event);
    if (event.type !== 'run.finished') return;
    const { resolve, reject } = this.wanted.get(run);
    this.wanted.delete(run);
    answer(event, resolve, reject);
  }

  timer(_run, delayMs, _order, wake) {
    const timer = setTimeout(wake, delayMs);
    return { cancel: () => clearTimeout(timer) };
  }

  rest(_run, then) {
    then([]);
  }

  defer(_run, wake) {
    setTimeout(wake, 0);
  }
}

export async function build(s, variant) {
  const host = variant === 'hand' ? new Hand() : new Worlds();
  const code = (steps, run) => orchestration({ name: 'Bench', steps, run });
  const plain = (fn) => step((input) => fn(input));
  const w1 = code(
    Object.fromEntries(s.inc.map((fn, i) => [`s${i}`, plain(fn)])),
    async (x, { s0, s1, s2, s3, s4 }) => s4(await s3(await s2(await s1(await s0(x))))),
  );
  const w2 = code(
    {
      classify: plain(s.classify),
      retrieve: plain(s.retrieve),
      generate: step(({ cls, ctx }) => s.generate(cls, ctx)),
      check: plain(s.check),
    },
    async (input, { classify, retrieve, generate, check }) => {
      const cls = await classify(input);
      if (cls.intent === 'greeting') retrieve.skip('a greeting');
      const ctx = cls.intent === 'greeting' ? undefined : await retrieve(cls);
      return check(await generate({ cls, ctx }));
    },
  );
  const { intent, language, priority, sentiment, route, retrieve, quality } = s;
  const w2w = code(
    {
      ...{
        intent: plain(intent),
        language: plain(language),
        priority: plain(priority),
        sentiment: plain(sentiment),
      },
      ...{ route: plain(route), retrieve: plain(retrieve), quality: plain(quality) },
      generate: step(({ way, ctx }) => s.generate(way, ctx)),
    },
    async (input, steps, { all }) => {
      const labels = await all({
        intent: steps.intent(input),
        language: steps.language(input),
        priority: steps.priority(input),
        sentiment: steps.sentiment(input),
      });
      const way = await steps.route(labels);
      return steps.quality(await steps.generate({ way, ctx: await steps.retrieve(way) }));
    },
  );
  const w3 = code({ model: plain(s.model), tool: plain(s.tool) }, async (_, { model, tool }) => {
    const history = [];
    for (let turn = 0; turn < LOOPS; turn++) {
      const call = await model(history, { key: turn });
      history.push(call);
      history.push(await tool(call, { key: turn }));
    }
    return history;
  });
  const w4 = code({ leaf: plain(s.leaf), reduce: plain(s.reduce) }, async (_, { leaf, reduce }, { map }) =>
    reduce(await map(items, leaf)),
  );
  const operations = new Map();
  const patient = (base) =>
    code(
      {
        ask: step((own) => operations.get(own)(), {
          timeout: `${TIMEOUT}ms`,
          retry: { times: RETRIES, base: `${base}ms`, on: ['thrown'] },
          fallback: { value: 'fallback' },
        }),
      },
      (own, { ask }) => ask(own),
    );
  const [atOnce, afterAWait] = [patient(0), patient(1)];
  let asked = 0;
  const ask = async (made, operation) => {
    const own = asked++;
    operations.set(own, operation);
    const value = await host.run(made, own);
    operations.delete(own);
    return value;
  };
  return {
    w1: () => host.run(w1, 0),
    w2: (input = INPUT) => host.run(w2, input),
    w2g: () => host.run(w2, GREETING),
    w2w: () => host.run(w2w, INPUT),
    w3: () => host.run(w3, null),
    w4: () => host.run(w4, null),
    w5ok: () => ask(afterAWait, okOp()),
    w5f0: () => ask(atOnce, failOnce()),
    w5f1: () => ask(afterAWait, failOnce()),
    reset: () => host.reset(),
  };
}

/** W7: every run in one world on its virtual clock, which counts whole ms; a step waits, and all of it is in the history. */
export async function simOurs({ runs, D }) {
  const wait = (answer) =>
    step(async (input, { sleep }) => {
      await sleep(`${Math.round(D[input])}ms`);
      return answer;
    });
  const made = orchestration({
    name: 'Support',
    steps: {
      classify: wait({ intent: 'billing' }),
      retrieve: wait({ docs: ['billing', 'kb-1'] }),
      generate: wait({ text: 'answer', cited: 2 }),
      check: wait({ ok: true, cited: 2 }),
    },
    async run(first, { classify, retrieve, generate, check }) {
      const { intent } = await classify(first);
      if (intent !== 'greeting') await retrieve(first + 1);
      await generate(first + 2);
      return check(first + 3);
    },
  });
  const world = new World(options(macrotask));
  for (let run = 0; run < runs; run++) {
    const id = runId(String(run));
    world.addRun(id, 0, () => startRun(world, id, made, run * 4));
  }
  await world.play();
  const ended = new Float64Array(runs);
  for (const event of world.history) if (event.type === 'run.finished') ended[event.run] = event.t;
  return { now: world.now, ended };
}

/** W8: the start and the end of a step, as a world writes them. */
export function traceOurs() {
  const NAMES = ['classify', 'retrieve', 'generate', 'check'];
  const host = new Hand();
  return {
    span(i) {
      const run = i >> 2;
      const step = NAMES[i & 3];
      host.emit(run, { type: 'step.started', step, name: step, input: null });
      host.emit(run, { type: 'step.finished', step, outcome: 'ok', value: null });
    },
    count: () => host.history.length / 2,
  };
}
