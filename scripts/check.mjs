// Type-checks every realm on its own, then the page with svelte-check. `npm run check -- core` checks one.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { command, projectNode, root } from './tools.mjs';

const tsc = (realm) => ({
  realm,
  args: [command('typescript', 'tsc'), '-p', `tsconfig.${realm}.json`, '--pretty'],
});
const svelteCheck = [command('svelte-check'), '--tsconfig', 'tsconfig.page.json', '--fail-on-warnings'];
const checks = [
  ...['core', 'sandbox', 'worker', 'node', 'test', 'types'].map(tsc),
  { realm: 'page', args: [...svelteCheck, '--output', 'human'] },
];

const wanted = process.argv.slice(2);
const queue = checks.filter(({ realm }) => wanted.length === 0 || wanted.includes(realm));
const node = projectNode();
let failed = queue.length === 0 ? 1 : 0;
await Promise.all(Array.from({ length: availableParallelism() }, drain));
process.exitCode = failed === 0 ? 0 : 1;

async function drain() {
  for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
    const { code, output } = await collect(check.args);
    console.log(code === 0 ? `✓ ${check.realm}` : `✕ ${check.realm}\n${output}`);
    if (code !== 0) failed += 1;
  }
}

function collect(args) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(node, args, { cwd: root });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += bytes));
    child.on('close', (code) => resolve({ code, output }));
  });
}
