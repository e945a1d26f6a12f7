/** Every shipped scenario comes to the same hashes in every engine. */
import { difference, type Swept } from '../compare.ts';
import { besides, type Engine, type Work } from '../engine.ts';
import { check, type Report } from '../report.ts';
import { shippedWorks } from '../works.ts';

/** The first example is swept long; for the others, and for worlds of many runs, fewer seeds have to do. */
const seedsOf = ({ title, scenario }: Work): number =>
  scenario.runs ? 2 : title.startsWith('triage/') ? 100 : 5;

export async function sameHashes(report: Report, engines: readonly Engine[]): Promise<void> {
  const works = shippedWorks();
  const swept = works.map((): (Swept | Error)[] => []);
  await besides(engines, async (engine) => {
    const beganMs = performance.now();
    for (const [i, work] of works.entries())
      swept[i]![engines.indexOf(engine)] = await engine.sweep(work, seedsOf(work)).then(
        (hashes) => ({ engine, hashes }),
        (error: unknown) => error as Error,
      );
    const tookS = (performance.now() - beganMs) / 1_000;
    const worlds = works.reduce((sum, work) => sum + seedsOf(work), 0);
    console.log(`${engine.name}: ${works.length} scenarios, ${worlds} worlds in ${tookS.toFixed(1)} s`);
  });
  for (const [i, work] of works.entries())
    await report.test(
      `${work.title} has the same hashes for ${seedsOf(work)} seeds in every engine`,
      async () => {
        const found = swept[i]!.filter((one): one is Swept => !(one instanceof Error));
        const failed = swept[i]!.filter((one) => one instanceof Error);
        check(failed.length === 0, failed.map(({ message }) => message).join('\n'));
        for (const { engine, hashes } of found) {
          const distinct = new Set(hashes).size;
          const seeds = seedsOf(work);
          check(distinct === seeds, `${engine.name} came to ${distinct} different hashes for ${seeds} seeds`);
        }
        const differs = await difference(work, found);
        check(differs === null, differs ?? '');
      },
    );
}
