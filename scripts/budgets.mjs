// Holds the built site to its size budgets, gzipped (ECOSYSTEM's figures, in kB of 1,000 bytes).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './tools.mjs';

const dist = join(root, 'dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

const entry = staticImports('index.html');
const engines = readdirSync(join(dist, 'engines')).map((name) => `engines/${name}`);
const rows = [
  { what: 'entry and its static imports, JS', files: entry.map((chunk) => chunk.file), limitKb: 150 },
  {
    what: 'entry and its static imports, CSS',
    files: entry.flatMap((chunk) => chunk.css ?? []),
    limitKb: 15,
  },
  ...engines.map((file) =>
    file.startsWith('engines/door-')
      ? { what: 'what the sandbox needs for programs', files: [file], limitKb: 30 }
      : { what: 'sandbox bundle', files: [file], limitKb: 250 },
  ),
];

let over = 0;
for (const { what, files, limitKb } of rows) {
  const sizes = [...new Set(files)].map((file) => ({
    file,
    kb: gzipSync(readFileSync(join(dist, file))).length / 1000,
  }));
  const totalKb = sizes.reduce((sum, { kb }) => sum + kb, 0);
  const broken = totalKb > limitKb;
  console.log(`${broken ? '✕' : '✓'} ${what}: ${totalKb.toFixed(1)} of ${limitKb} kB`);
  if (!broken) continue;
  over += 1;
  for (const { file, kb } of sizes.sort((a, b) => b.kb - a.kb))
    console.log(`    ${kb.toFixed(1)} kB  ${file}`);
}
if (over > 0) console.error('Over budget: import the heavy part lazily, with import(), or do without it.');
process.exitCode = over > 0 ? 1 : 0;

function staticImports(key, seen = new Set()) {
  if (seen.has(key)) return [];
  seen.add(key);
  const chunk = manifest[key];
  return [chunk, ...(chunk.imports ?? []).flatMap((name) => staticImports(name, seen))];
}
