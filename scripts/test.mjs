// `npm test`: installs what is missing, builds, runs every suite, and ends with one line over all of them.
//
// Each suite leaves a JSON report in test-results/. test/engines/run.mjs is started with REPORT_FILE and, where
// found, CHROMIUM_PATH, FIREFOX_PATH, WEBKIT_DRIVER_PATH, WEBKIT_BROWSER_PATH and XVFB_RUN_PATH; it writes
// {"passed": n, "failed": n} to REPORT_FILE and runs in the browsers it was given.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { command, ensureInstalled, root, runNode } from './tools.mjs';

await ensureInstalled();
await (await import('./programs.mjs')).ensurePrograms();
const browsers = await import('./browsers.mjs'); // needs the packages
const chromium = await browsers.chromium();
const reports = join(root, 'test-results');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const env = { NO_COLOR: process.env.CI ? '1' : undefined, ...(chromium && { CHROMIUM_PATH: chromium }) };

await vitest('unit');
await vitest('types');
if (chromium) await vitest('browser');
else missing('Chromium', 'the browser and end-to-end tests');
const site = await runNode([command('vite'), 'build', '--logLevel', 'warn'], env);
const built = site || (await runNode([join(root, 'scripts/programs.mjs'), 'build'], env));
if (built !== 0) count('build', { failed: 1 });
else if (chromium) await endToEnd();
await engines();

const { passed, failed, skipped } = total;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function vitest(project) {
  const file = join(reports, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const args = [command('vitest'), 'run', '--project', project, '--passWithNoTests', ...reporters];
  const code = await runNode(args, env);
  countReport(project, code, file, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    skippedNames: report.testResults
      .flatMap((suite) => suite.assertionResults)
      .filter((test) => ['pending', 'skipped', 'todo', 'disabled'].includes(test.status))
      .map((test) => test.fullName),
  }));
}

async function endToEnd() {
  if (!holdsTests('test/e2e')) return count('end to end', {});
  const file = join(reports, 'e2e.json');
  const code = await runNode([command('@playwright/test', 'playwright'), 'test', '--reporter=list,json'], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  countReport('end to end', code, file, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }));
}

async function engines() {
  const script = join(root, 'test/engines/run.mjs');
  if (!existsSync(script)) return;
  const firefox = browsers.firefox();
  const webkit = browsers.webkit();
  if (!firefox) missing('Firefox', 'the determinism suite in it');
  if (!webkit) missing('WebKitGTK', 'the determinism suite in it');
  const file = join(reports, 'engines.json');
  const code = await runNode([script], {
    ...env,
    REPORT_FILE: file,
    FIREFOX_PATH: firefox,
    WEBKIT_DRIVER_PATH: webkit?.driver,
    WEBKIT_BROWSER_PATH: webkit?.browser,
    XVFB_RUN_PATH: webkit?.display,
  });
  countReport('engines', code, file, (report) => report);
}

/** A suite that died without a report, or that failed for another reason than a test, counts as one failure. */
function countReport(suite, code, file, read) {
  const report = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : {};
  if (code !== 0 && !report.failed) {
    console.error(`${suite}: the suite ended with code ${code}, though no test failed.`);
    report.failed = 1;
  }
  count(suite, report);
}

function count(suite, { passed = 0, failed = 0, skipped = 0, skippedNames = [] }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  for (const name of skippedNames) console.log(`skipped: ${name}`);
  console.log(`── ${suite}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
}

function missing(browser, what) {
  console.log(`${browser} is missing and could not be installed: skipped ${what}.`);
  total.skipped += 1;
}

function holdsTests(folder) {
  const path = join(root, folder);
  return (
    existsSync(path) &&
    readdirSync(path, { recursive: true }).some((name) => /\.test\.ts$/.test(String(name)))
  );
}
