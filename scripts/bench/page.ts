/** The bench page: 1,000 worlds in one sandbox, through the product's own client, on the shipped bundle. */
import { openSandbox } from '../../src/sandbox/sandbox-client.ts';
import type { Command, Report } from '../../src/sandbox/messages.ts';

export interface SweepAsked {
  readonly bundle: string;
  readonly files: Extract<Command, { type: 'load' }>['files'];
  readonly entry: string;
  readonly inputs: Extract<Command, { type: 'sweep' }>['inputs'];
  readonly seeds: number;
}

const sweep = ({
  bundle,
  files,
  entry,
  inputs,
  seeds,
}: SweepAsked): Promise<{ tookMs: number; events: number }> =>
  new Promise((resolve, reject) => {
    const report = (said: Report): void => {
      if (said.type === 'refused') reject(new Error(said.problems[0]?.message));
      if (said.type !== 'swept') return;
      sandbox.close();
      resolve({ tookMs: said.tookMs, events: said.events });
    };
    const sandbox = openSandbox({
      bundle,
      onReport: report,
      onDead: ({ message }) => reject(new Error(message)),
    });
    sandbox.send({ type: 'load', load: 1, files, entry });
    sandbox.send({ type: 'sweep', world: 1, inputs, seeds });
  });

/** The same worlds one by one, every history handed over and kept by the page. */
const keep = ({
  bundle,
  files,
  entry,
  inputs,
  seeds,
}: SweepAsked): Promise<{ tookMs: number; events: number }> =>
  new Promise((resolve, reject) => {
    const histories: unknown[][] = [[]];
    let beganMs = 0;
    const next = (): void => {
      const world = histories.length;
      sandbox.send({ type: 'run', world, inputs: { ...inputs, seed: inputs.seed + world - 1 } });
    };
    const report = (said: Report): void => {
      if (said.type === 'refused') reject(new Error(said.problems[0]?.message));
      if (said.type === 'loaded') {
        beganMs = performance.now();
        next();
      }
      if (said.type === 'events') histories.at(-1)!.push(...said.events);
      if (said.type !== 'ended') return;
      if (histories.length < seeds) {
        histories.push([]);
        next();
        return;
      }
      sandbox.close();
      const events = histories.reduce((sum, history) => sum + history.length, 0);
      resolve({ tookMs: performance.now() - beganMs, events });
    };
    const sandbox = openSandbox({
      bundle,
      onReport: report,
      onDead: ({ message }) => reject(new Error(message)),
    });
    sandbox.send({ type: 'load', load: 1, files, entry });
  });

Object.assign(window, { sweep, keep });
