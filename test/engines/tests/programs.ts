/** Unmodified programs on the clients of others come to the same hashes in every engine that takes the shipped bundle. */
import { bundleProgram, ensurePrograms, PROGRAMS } from '../../../scripts/programs.mjs';
import { planSchema } from '../../../src/faults/plan-schema.ts';
import { difference, type Swept } from '../compare.ts';
import { workOf, type Engine, type Work } from '../engine.ts';
import { check, type Report } from '../report.ts';

const SEEDS = 10;

const PLANS: Readonly<Record<string, readonly object[]>> = {
  'no fault': [],
  'a rate limit': [{ id: 'limited', kind: 'rate_limit', count: 1, retryAfterMs: 3000 }],
  'a cut': [{ id: 'cut', kind: 'cut', count: 1, afterParts: 6, how: 'reset' }],
  'an outage': [{ id: 'down', kind: 'outage', window: [0, 5000], how: 'refuse' }],
};

export async function programs(report: Report, engines: readonly Engine[]): Promise<void> {
  await ensurePrograms();
  for (const name of PROGRAMS) {
    const bundle = await bundleProgram(name);
    for (const [plan, faults] of Object.entries(PLANS)) {
      const work = programWork(name, bundle, faults);
      await report.test(
        `the program ${name} under ${plan} has the same ${SEEDS} hashes in every engine`,
        async () => {
          const swept: Swept[] = [];
          for (const engine of engines) swept.push({ engine, hashes: await engine.sweep(work, SEEDS) });
          const differs = await difference(work, swept);
          check(differs === null, differs ?? '');
          const [first] = engines;
          const { history } = await first!.run(work, 1);
          const calls = history.filter(({ type }) => type === 'attempt.finished').length;
          check(calls > 0, `${first!.name} came to a history without a call`);
        },
      );
    }
  }
}

function programWork(name: string, bundle: string, faults: readonly object[]): Work {
  const work = workOf(name, { [`${name}.js`]: bundle });
  return {
    ...work,
    code: { ...work.code, program: true },
    scenario: { ...work.scenario, faults: planSchema.parse({ faults }) },
  };
}
