// `npm run verify`: everything that must hold before a change lands. The tests come last (the import table is
// among them), so that the closing line is theirs.
import { command, ensureInstalled, runNode } from './tools.mjs';

await ensureInstalled();
const steps = [
  ['format', [command('prettier'), '--check', '--log-level', 'warn', '.']],
  ['lint', [command('eslint'), '.']],
  ['colours', ['scripts/lint-colours.mjs']],
  ['types', ['scripts/check.mjs']],
  ['dead exports', [command('knip')]],
  ['build', [command('vite'), 'build', '--logLevel', 'warn']],
  ['budgets', ['scripts/budgets.mjs']],
];

const broken = [];
for (const [name, args] of steps) {
  console.log(`\n── ${name}`);
  if ((await runNode(args)) !== 0) broken.push(name);
}
if (broken.length > 0) console.error(`\nNot verified: ${broken.join(', ')}.`);

const tests = await runNode(['scripts/test.mjs']);
process.exitCode = broken.length > 0 ? 1 : tests;
