/** Engine-dependent values planted in an orchestration are caught: the comparison can fail. */
import { difference, groupsBy, namesOf } from '../compare.ts';
import { workOf, type Engine, type Inexact, type Work } from '../engine.ts';
import { check, type Report } from '../report.ts';

const SEEDS = 3;
const TRIES = 4_000;

/** Inputs, some of which engines were seen to differ in. */
const INPUTS: Readonly<Record<Inexact, (n: number) => number>> = {
  log: (n) => 0.0137 * (n + 1),
  exp: (n) => 0.0037 * (n + 1),
};

const planted = (expression: string, input: number): Work =>
  workOf(
    `planted ${expression}`,
    {
      'planted.ts': `import { orchestration } from 'rehearsal';
export default orchestration({
  name: 'Planted',
  steps: {},
  async run(value: number) {
    return ${expression};
  },
});
`,
    },
    input,
  );

export async function plantedDifferences(report: Report, engines: readonly Engine[]): Promise<void> {
  let parted = false;
  for (const name of ['log', 'exp'] as const)
    parted = (await plantedFunction(report, engines, name)) || parted;
  if (!parted)
    await report.test("a planted reading of the engine's stack text is caught", () =>
      caught(planted(`String(new Error('planted').stack)`, 0), engines),
    );
  await report.test(
    'the same orchestration with nothing planted has the same hashes in every engine',
    async () => {
      const work = planted('value * 3 + 0.1', 0.7);
      const differs = await difference(work, await sweep(work, engines));
      check(differs === null, differs ?? '');
    },
  );
}

/** Whether any two engines here differ in this function at all. */
async function plantedFunction(report: Report, engines: readonly Engine[], name: Inexact): Promise<boolean> {
  const values = Array.from({ length: TRIES }, (_, n) => INPUTS[name](n));
  const found = await tellingInput(engines, name, values).catch((error: unknown) => error as Error);
  if (found instanceof Error) {
    report.fail(`a planted Math.${name} is caught`, found);
    return true;
  }
  if (found === null) {
    report.skip(`a planted Math.${name}: no two engines here differ in any of ${TRIES} inputs`);
    return false;
  }
  await report.test(`a planted Math.${name} is caught`, async () => {
    await caught(planted(`Math.${name}(value)`, found.input), engines, found.parted);
    return `Math.${name}(${found.input}): ${found.parted}`;
  });
  return true;
}

/** An input on which as many engines differ as on any; `parted` names the groups that agree. */
async function tellingInput(engines: readonly Engine[], name: Inexact, values: readonly number[]) {
  const results = await Promise.all(
    engines.map(async (engine) => ({ engine, values: await engine.math(name, values) })),
  );
  const at = (n: number) => groupsBy(results, (result) => String(result.values[n]));
  const best = values.reduce((most, _, n) => (at(n).length > at(most).length ? n : most), 0);
  const groups = at(best);
  return groups.length === 1 ? null : { input: values[best]!, parted: partedInto(groups) };
}

const partedInto = (groups: readonly (readonly { readonly engine: Engine }[])[]): string =>
  groups.map(namesOf).join(' against ');

/** The suite's own comparison must report a difference, in the event that ends the run, between the very engines. */
async function caught(work: Work, engines: readonly Engine[], parted?: string): Promise<void> {
  const swept = await sweep(work, engines);
  const differs = await difference(work, swept);
  check(differs !== null, `${work.title} has the same hashes in ${namesOf(swept)}`);
  check(differs.includes('"type":"run.finished"'), `the difference is not where it was planted: ${differs}`);
  const groups = partedInto(groupsBy(swept, ({ hashes }) => hashes.join()));
  check(parted === undefined || groups === parted, `the raw results part ${parted}, the hashes ${groups}`);
}

const sweep = (work: Work, engines: readonly Engine[]) =>
  Promise.all(engines.map(async (engine) => ({ engine, hashes: await engine.sweep(work, SEEDS) })));
