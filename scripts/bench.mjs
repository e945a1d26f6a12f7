// `npm run bench`: what the product promises about speed, measured on this machine. Ratios within one run mean more than
// the milliseconds: this is no test. `npm run bench -- engine` and `-- screen` run one part. The screen's part builds the
// site if it is not built.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root, runNode } from './tools.mjs';

const asked = process.argv.slice(2);
const parts = {
  engine: () => runNode(['--expose-gc', join(root, 'scripts/bench/engine.ts')]),
  screen: async () =>
    (existsSync(join(root, 'dist/index.html'))
      ? 0
      : await runNode([join(root, 'node_modules/vite/bin/vite.js'), 'build'])) ||
    (await runNode([join(root, 'scripts/bench/screen.ts')])),
};

await ensureInstalled();
const unknown = asked.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`There is no part '${unknown}'; there is ${Object.keys(parts).join(' and ')}.`);
  process.exitCode = 2;
} else
  for (const [name, run] of Object.entries(parts))
    if (asked.length === 0 || asked.includes(name)) process.exitCode = (await run()) || process.exitCode;
