// `npm run bench`: what the product promises about speed, measured on this machine. Ratios within one run mean more than
// the milliseconds: this is no test. Builds the site if it is not built.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root, runNode } from './tools.mjs';

await ensureInstalled();
const builtAlready = existsSync(join(root, 'dist/index.html'));
const code =
  (builtAlready ? 0 : await runNode([join(root, 'node_modules/vite/bin/vite.js'), 'build'])) ||
  (await runNode([join(root, 'scripts/bench/step-cost.ts')])) ||
  (await runNode([join(root, 'scripts/bench/screen.ts')]));
process.exitCode = code;
