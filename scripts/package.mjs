// `npm run package`: makes the npm package in dist/package and its tarball beside it. `--out <folder>` puts them elsewhere.
import { dirname, join } from 'node:path';
import { ensureInstalled, root, run, runNode } from './tools.mjs';

await ensureInstalled();
const given = process.argv.indexOf('--out');
const out = given < 0 ? join(root, 'dist/package') : process.argv[given + 1];
const windows = process.platform === 'win32';
const pack = ['pack', '--pack-destination', dirname(out), '--loglevel=notice'];
const code =
  (await runNode([join(root, 'scripts/package/build.ts'), out])) ||
  (await run(windows ? 'npm.cmd' : 'npm', pack, {}, { cwd: out, shell: windows }));
process.exitCode = code;
