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

Object.assign(window, { sweep });
