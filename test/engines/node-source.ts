/** Node, from source: the very process that `npm run rehearse` starts. */
import { runChild } from '../../src/cli/run-child.ts';
import type { Engine, Work } from './engine.ts';
import { rawMath } from './raw-math.ts';

const LIMIT_MS = 120_000;

export const nodeSource: Engine = {
  name: 'Node from source',
  sweep: async (work, seeds) => (await rehearse(work, 1, seeds)).hashes,
  async run(work, seed) {
    const { hashes, history } = await rehearse(work, seed, 1);
    return { hash: hashes[0]!, history };
  },
  math: (name, values) => Promise.resolve(rawMath(name, values)),
  close: () => Promise.resolve(),
};

async function rehearse({ title, scenario, code }: Work, seed: number, seeds: number) {
  const { files, entry } = code;
  const ended = await runChild({ scenario, files, entry, seed, seeds }, LIMIT_MS);
  switch (ended.type) {
    case 'done':
      return ended;
    case 'hung':
      throw new Error(`waited ${LIMIT_MS / 1000} s for ${title} in Node from source`);
    case 'died':
      throw new Error(`${title}: ${ended.message}`);
    case 'refused':
      throw new Error(
        ended.problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'),
      );
    case 'differs':
    case 'replayed':
      throw new Error(`${title}: the process did something else than was asked of it`);
  }
}
