/** Fills a folder with the npm package: `node scripts/package/build.ts <folder>`. What was in the folder is gone. */
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from '../tools.mjs';
import { bundle } from './bundle.ts';
import { manifest } from './manifest.ts';
import { packageReadme } from './readme.ts';
import { packageTypes } from './types.ts';

/** As an example in the package says it. */
const SCHEMA = '../../scenario.schema.json';

const [out] = process.argv.slice(2);
if (out === undefined) throw new Error('name the folder that the package shall be built in');
await build(resolve(out));

async function build(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await bundle(folder);
  chmodSync(join(folder, 'lib/rehearse.js'), 0o755);
  for (const [path, text] of packageTypes(root)) write(join(folder, 'types', path), text);
  write(join(folder, 'package.json'), `${JSON.stringify(manifest(root), null, 2)}\n`);
  write(join(folder, 'README.md'), packageReadme(readFileSync(join(root, 'README.md'), 'utf8')));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(root, 'public/scenario.schema.json'), join(folder, 'scenario.schema.json'));
  copyExamples(join(root, 'src/examples'), join(folder, 'examples'));
}

/** The command line reads an example's source from its folder; their index is bundled. */
function copyExamples(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || entry.parentPath === from) continue;
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, 'utf8');
    write(join(to, relative(from, path)), text.replace('../../../public/scenario.schema.json', SCHEMA));
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
