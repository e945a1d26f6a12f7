/** A thousand random orchestrations under random plans come to the same hashes, twice, in every engine. */
import { difference, type Swept } from '../compare.ts';
import { besides, type Engine } from '../engine.ts';
import { RUNS, WORLDS, randomWorks } from '../random/works.ts';
import { check, type Report } from '../report.ts';

export async function randomOrchestrations(report: Report, engines: readonly Engine[]): Promise<void> {
  const works = randomWorks();
  const title = `${WORLDS * RUNS} random orchestrations have the same hashes, twice, in every engine`;
  await report.test(title, async () => {
    const swept = works.map((): Swept[] => []);
    await besides(engines, async (engine) => {
      const beganMs = performance.now();
      for (const [i, work] of works.entries()) {
        const hashes = await engine.sweep(work, 1);
        const again = await engine.sweep(work, 1);
        check(
          hashes[0] === again[0],
          `${engine.name} came to ${hashes[0]} and then to ${again[0]} for ${work.title}`,
        );
        swept[i]![engines.indexOf(engine)] = { engine, hashes };
      }
      console.log(
        `${engine.name}: ${WORLDS * RUNS} random orchestrations, twice, in ${((performance.now() - beganMs) / 1_000).toFixed(1)} s`,
      );
    });
    for (const [i, work] of works.entries()) {
      const differs = await difference(work, swept[i]!);
      check(differs === null, differs ?? '');
    }
    const hashes = new Set(swept.map(([first]) => first?.hashes[0]));
    check(hashes.size === WORLDS, `${WORLDS} different worlds came to ${hashes.size} hashes`);
  });
}
