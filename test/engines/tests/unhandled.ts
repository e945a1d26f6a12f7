/** An error that nobody handles fails its run with the same history in every engine, whenever that engine tells of it. */
import { difference, type Swept } from '../compare.ts';
import { workOf, type Engine } from '../engine.ts';
import { check, type Report } from '../report.ts';

const project = (title: string, body: string) =>
  workOf(
    title,
    {
      'unhandled.ts': `import { orchestration, step } from 'rehearsal';

const nap = step(async (_: string, { sleep }) => {
  await sleep('1s');
  return 'rested';
});

export default orchestration({
  name: 'Unhandled',
  steps: { nap },
  async run(_: unknown, { nap }, { sleep }) {
${body}
  },
});
`,
    },
    'hello',
  );

const FAILING = [
  project('in an earlier turn', `void (async () => { throw new Error('lost'); })();\n    return nap('a');`),
  project(
    'after a wait',
    `void (async () => { await sleep('10ms'); throw new Error('lost'); })();\n    return nap('a');`,
  ),
  project(
    'in a microtask of its own',
    `queueMicrotask(() => { throw new Error('lost'); });\n    return nap('a');`,
  ),
  project(
    'in a listener',
    `const bell = new EventTarget();
    bell.addEventListener('ring', () => { throw new Error('lost'); });
    await nap('a');
    bell.dispatchEvent(new Event('ring'));
    return 1;`,
  ),
  project('in the last turn', `await nap('a');\n    void Promise.reject(new Error('lost'));\n    return 1;`),
  project(
    'while it returns',
    `void Promise.resolve().then(() => { throw new Error('lost'); });\n    return 1;`,
  ),
];
const HANDLED = [
  project(
    'and is handled later',
    `const lost = (async () => { throw new Error('lost'); })();\n    await nap('a');\n    return lost.catch(() => 'found');`,
  ),
  project(
    'because it was given up',
    `void (async () => { await nap('a'); })();\n    await sleep('10ms');\n    return 1;`,
  ),
];

export async function unhandled(report: Report, engines: readonly Engine[]): Promise<void> {
  for (const [works, outcome] of [
    [FAILING, 'failed'],
    [HANDLED, 'returned'],
  ] as const)
    for (const work of works)
      await report.test(
        `what is rejected ${work.title} ends a run as ${outcome} in every engine`,
        async () => {
          const found: Swept[] = [];
          for (const engine of engines) {
            const { hash, history } = await engine.run(work, 1);
            const end = history.find(({ type }) => type === 'run.finished');
            const ended = end?.type === 'run.finished' ? end.outcome : 'unfinished';
            check(ended === outcome, `${engine.name}: it ended as ${ended}`);
            found.push({ engine, hashes: [hash] });
          }
          const differs = await difference(work, found);
          check(differs === null, differs ?? '');
        },
      );
}
