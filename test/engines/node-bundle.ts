/** Node, with the shipped bundle: the exact text, in a thread whose globals look like a worker's. */
import { Worker } from 'node:worker_threads';
import { Claims } from '../../src/sandbox/guards.ts';
import type { Command, Report } from '../../src/sandbox/messages.ts';
import { Conversation, type Open } from './conversation.ts';
import { inputsOf, type BundleEngine } from './engine.ts';
import type { Site } from './harness-server.ts';
import { rawMath } from './raw-math.ts';
import { Patience } from './within.ts';

const LIMIT_MS = 120_000;

export function nodeBundle({ bundle, door }: Pick<Site, 'bundle' | 'door'>): BundleEngine {
  const name = 'Node with the bundle';
  const patience = new Patience(name, LIMIT_MS);
  let thread: Worker | null = null;
  let conversation: Conversation | null = null;
  const close = async (): Promise<void> => {
    conversation?.close();
    conversation = null;
    await thread?.terminate();
  };
  const open: Open = (hooks) => {
    const { port1, port2 } = new MessageChannel();
    thread = new Worker(new URL('./node-worker.mjs', import.meta.url), {
      workerData: { bundle, engine: 'shipped', port: port2 },
      transferList: [port2 as never],
    });
    thread.on('error', (error: Error) =>
      hooks.onDead({ type: 'crashed', message: error.message, worlds: [] }),
    );
    return connect(port1, hooks);
  };
  const ask = async <T>(what: string, body: (asked: Conversation) => Promise<T>): Promise<T> => {
    if (conversation?.ended) await close();
    const asked = (conversation ??= new Conversation(door, open));
    return patience.for(what, () => body(asked));
  };
  return {
    name,
    problems: (code) => ask('problems', (asked) => asked.problems(code)),
    run: (work, seed) => ask('run', (asked) => asked.run(work.code, inputsOf(work, seed))),
    sweep: (work, seeds) => ask('sweep', (asked) => asked.sweep(work.code, inputsOf(work, 1), seeds)),
    math: (name, values) => Promise.resolve(rawMath(name, values)),
    close,
  };
}

/** What sandbox-client.ts does in a page, without a frame to end. */
function connect(port: MessagePort, { onReport, onDead }: Parameters<Open>[0]): ReturnType<Open> {
  const claims = new Claims(() => performance.now());
  const send = (command: Command): void => {
    claims.sent(command);
    port.postMessage(command);
  };
  const hear = (data: unknown): void => {
    const report: Report = claims.check(data);
    if (report.type === 'beat') return;
    if (report.type === 'crashed') onDead({ type: 'crashed', message: report.message, worlds: [] });
    else onReport(report);
    if (report.type === 'events') send({ type: 'credit', events: report.events.length });
  };
  port.onmessage = ({ data }) => {
    try {
      hear(data);
    } catch (error) {
      onDead({ type: 'violated', message: (error as Error).message, worlds: [] });
    }
  };
  return { send, close: () => port.close() };
}
