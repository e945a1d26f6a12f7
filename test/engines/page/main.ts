/** The harness page: fetches tasks, performs them with the product's own sandbox client, posts the answers. */
import { openSandbox } from '../../../src/sandbox/sandbox-client.ts';
import { Conversation } from '../conversation.ts';
import { rawMath } from '../raw-math.ts';
import type { Answer, Task, TaskName, Tasks } from '../tasks.ts';
import { pause } from '../within.ts';
import { reachFromFrame, reachFromPage } from './reach.ts';
import { Ticks } from './ticks.ts';

const bundle = await (await fetch('engine.js')).text();
const door = await (await fetch('door.js')).text();
const engine = new URLSearchParams(location.search).get('engine') ?? '';
const ticks = new Ticks(10);

let sandbox: Conversation | null = null;

/** One sandbox at a time: the next is not opened before the last one is gone. */
function opened(): Conversation {
  if (sandbox?.ended) close();
  return (sandbox ??= new Conversation(door, (hooks) =>
    openSandbox({ bundle, engine: 'shipped', ...hooks }),
  ));
}

function close(): void {
  sandbox?.close();
  sandbox = null;
}

const perform: { readonly [T in TaskName]: (ask: Tasks[T]['ask']) => Promise<Tasks[T]['answer']> } = {
  problems: ({ code }) => opened().problems(code),
  run: ({ code, inputs }) => opened().run(code, inputs),
  sweep: ({ code, inputs, seeds }) => opened().sweep(code, inputs, seeds),
  math: async ({ name, values }) => rawMath(name, values),
  async spin({ code, inputs }) {
    close();
    await opened().begin(code, inputs);
    ticks.restart();
    return null;
  },
  async unspin() {
    const closedAtMs = Date.now();
    close();
    await pause(300); // what comes of closing may hold the page up too
    return { closedAtMs, ...ticks.read() };
  },
  async reach({ url, from }) {
    close();
    return from === 'page' ? reachFromPage(url) : reachFromFrame(url);
  },
};

for (;;) {
  const response = await fetch(`task?engine=${engine}`);
  if (response.status === 200) await answer((await response.json()) as Task);
}

async function answer({ number, name, ask }: Task): Promise<void> {
  let body: Answer;
  try {
    body = { number, value: await perform[name](ask as never) };
  } catch (error) {
    body = { number, error: error instanceof Error ? error.message : String(error) };
  }
  await fetch(`answer?engine=${engine}`, { method: 'POST', body: JSON.stringify(body) });
}
