/** Every shipped example with every one of its scenarios; the programs have tests of their own (tests/programs.ts). */
import { openScenario } from '../../src/cli/open-scenario.ts';
import { examples } from '../../src/examples/index.ts';
import type { Work } from './engine.ts';

export const shippedWorks = (): Work[] =>
  examples.flatMap(({ id, scenarios, program }) =>
    (program === undefined ? scenarios : []).map((one) => {
      const title = `${id}/${one.id}`;
      const { scenario, files, entry } = openScenario(title, null);
      return { title, scenario, code: { files, entry } };
    }),
  );
