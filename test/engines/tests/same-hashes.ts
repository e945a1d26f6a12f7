/** Every shipped scenario comes to the same hashes in every engine. */
import { difference, type Swept } from '../compare.ts';
import type { Engine } from '../engine.ts';
import { check, type Report } from '../report.ts';
import { shippedWorks } from '../works.ts';

const SEEDS = 100;

export async function sameHashes(report: Report, engines: readonly Engine[]): Promise<void> {
  const works = shippedWorks();
  const swept = works.map((): (Swept | Error)[] => []);
  for (const engine of engines) {
    const beganMs = performance.now();
    for (const [i, work] of works.entries())
      swept[i]!.push(
        await engine.sweep(work, SEEDS).then(
          (hashes) => ({ engine, hashes }),
          (error: unknown) => error as Error,
        ),
      );
    const tookS = (performance.now() - beganMs) / 1_000;
    console.log(`${engine.name}: ${works.length} scenarios of ${SEEDS} seeds in ${tookS.toFixed(1)} s`);
  }
  for (const [i, work] of works.entries())
    await report.test(`${work.title} has the same ${SEEDS} hashes in every engine`, async () => {
      const found = swept[i]!.filter((one): one is Swept => !(one instanceof Error));
      const failed = swept[i]!.filter((one) => one instanceof Error);
      check(failed.length === 0, failed.map(({ message }) => message).join('\n'));
      for (const { engine, hashes } of found) {
        const distinct = new Set(hashes).size;
        check(distinct === SEEDS, `${engine.name} came to ${distinct} different hashes for ${SEEDS} seeds`);
      }
      const differs = await difference(work, found);
      check(differs === null, differs ?? '');
    });
}
