/** Workers that do not keep to the rules: bundles written by hand, in place of the real one. */
import { onTestFinished } from 'vitest';
import { EMPTY_PLAN } from '../../../src/faults/plan.ts';
import type { Command, Report } from '../../../src/sandbox/messages.ts';
import {
  openSandbox,
  type Death,
  type SandboxClient,
  type SandboxOptions,
} from '../../../src/sandbox/sandbox-client.ts';

/** A worker that says `ready`, then runs `body` with `port`, and `heard(command)` for each command. */
export const bundle = (body: string): string => `
  addEventListener('message', ({ data, ports }) => {
    const port = ports[0];
    let heard = () => {};
    port.onmessage = ({ data }) => heard(data);
    port.postMessage({ type: 'ready', engine: data });
    ${body}
  }, { once: true });`;

/** Answers commands as a sandbox would; a source whose text is 'spin' spins in its worlds, 'spin now' while it loads. */
export const HONEST = bundle(`
  let text = null, credits = 0;
  const hash = '0123456789abcdef';
  heard = (command) => {
    if (command.type === 'load') {
      text = command.files[0].text;
      while (text === 'spin now');
      port.postMessage({ type: 'loaded', load: command.load, code: 'c', name: text });
    } else if (command.type === 'run') {
      const { world, inputs: { seed, host } } = command;
      if (text === null) return port.postMessage({ type: 'skipped', world, why: 'not loaded' });
      const event = (seq, body) => ({ seq, t: 0, run: '', ...body });
      const start = { type: 'world.started', schema: 1, seed, scenario: text, code: 'c', host, nondeterministic: [] };
      port.postMessage({ type: 'events', world, events: [event(0, start)] });
      while (text === 'spin');
      port.postMessage({ type: 'events', world, events: [event(1, { type: 'world.ended', reason: 'quiet' })] });
      port.postMessage({ type: 'ended', world, hash, events: 2, tookMs: 0 });
    } else if (command.type === 'credit') credits += command.events;
  };`);

export const load = (text: string, number = 1): Extract<Command, { type: 'load' }> => ({
  type: 'load',
  load: number,
  files: [{ path: 'a.ts', text }],
  entry: 'a.ts',
});

export const run = (world: number, seed = 1): Extract<Command, { type: 'run' }> => ({
  type: 'run',
  world,
  inputs: { scenario: 's', input: null, faults: EMPTY_PLAN, seed, host: 'simulated' },
});

export interface Opened extends SandboxClient {
  readonly reports: Report[];
  readonly deaths: Death[];
  readonly busy: number[];
  /** The first report of this type, now or later. */
  report<T extends Report['type']>(type: T): Promise<Extract<Report, { type: T }>>;
  death(): Promise<Death>;
}

/** Opens a sandbox that is closed when the test ends. */
export function open(bundle: string, options: Partial<SandboxOptions> = {}): Opened {
  const reports: Report[] = [];
  const deaths: Death[] = [];
  const busy: number[] = [];
  const waiting: (() => boolean)[] = [];
  const settle = () => {
    for (const done of [...waiting]) if (done()) waiting.splice(waiting.indexOf(done), 1);
  };
  const until = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      waiting.push(() => {
        const found = find();
        if (found !== undefined) resolve(found);
        return found !== undefined;
      });
      settle();
    });
  const client = openSandbox({
    bundle,
    onReport: (report) => {
      reports.push(report);
      settle();
    },
    onDead: (death) => {
      deaths.push(death);
      settle();
    },
    onBusy: (silentMs) => busy.push(silentMs),
    ...options,
  });
  onTestFinished(() => client.close());
  return {
    ...client,
    reports,
    deaths,
    busy,
    report: <T extends Report['type']>(type: T) =>
      until(() => reports.find((report): report is Extract<Report, { type: T }> => report.type === type)),
    death: () => until(() => deaths[0]),
  };
}

/** Counts the page's own timer meanwhile: it goes on only if the page is responsive. */
export function ticking(periodMs = 10): { readonly ticks: () => number; readonly sinceMs: () => number } {
  let count = 0;
  const startMs = performance.now();
  const timer = setInterval(() => count++, periodMs);
  onTestFinished(() => clearInterval(timer));
  return { ticks: () => count, sinceMs: () => performance.now() - startMs };
}
