/** Node, with the shipped bundle: the exact text, in a thread whose globals look like a worker's. */
import { Worker } from 'node:worker_threads';
import { Claims } from '../../src/sandbox/guards.ts';
import type { Command, Report } from '../../src/sandbox/messages.ts';
import { Conversation, type Open } from './conversation.ts';
import { inputsOf, type BundleEngine } from './engine.ts';
import { rawMath } from './raw-math.ts';
import { within } from './within.ts';

const LIMIT_MS = 30_000;

export function nodeBundle(bundle: string): BundleEngine {
  const name = `Node ${process.versions.node}, the shipped bundle`;
  let thread: Worker | undefined;
  const conversation = new Conversation((hooks) => {
    const { port1, port2 } = new MessageChannel();
    thread = new Worker(new URL('./node-worker.mjs', import.meta.url), {
      workerData: { bundle, engine: 'shipped', port: port2 },
      transferList: [port2 as never],
    });
    thread.on('error', ({ message }) => hooks.onDead({ type: 'crashed', message, worlds: [] }));
    return connect(port1, hooks);
  });
  const limited = <T>(what: string, answer: Promise<T>): Promise<T> => within(LIMIT_MS, `${name} to answer '${what}'`, answer);
  return {
    name,
    problems: (code) => limited('problems', conversation.problems(code)),
    run: (work, seed) => limited('run', conversation.run(work.code, inputsOf(work, seed))),
    sweep: (work, seeds) => limited('sweep', conversation.sweep(work.code, inputsOf(work, 1), seeds)),
    math: (function_, values) => Promise.resolve(rawMath(function_, values)),
    async close() {
      conversation.close();
      await thread?.terminate();
    },
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
