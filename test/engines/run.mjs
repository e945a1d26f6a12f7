// The determinism suite. scripts/test.mjs starts it with REPORT_FILE and the paths of the browsers that it found; by
// hand, after `npm run build`: node test/engines/run.mjs, which looks for the browsers itself.
import { runNode } from '../../scripts/tools.mjs';

process.exitCode = process.features.typescript ? await run() : await runNode([import.meta.filename]);

async function run() {
  const { runSuite } = await import('./suite.ts');
  const { REPORT_FILE } = process.env;
  const passed = await runSuite(REPORT_FILE === undefined ? await searched() : given(process.env), REPORT_FILE);
  return passed ? 0 : 1;
}

function given({ CHROMIUM_PATH, FIREFOX_PATH, WEBKIT_DRIVER_PATH, WEBKIT_BROWSER_PATH, XVFB_RUN_PATH }) {
  const webkit = { driver: WEBKIT_DRIVER_PATH, browser: WEBKIT_BROWSER_PATH, display: XVFB_RUN_PATH };
  const complete = Object.values(webkit).every((path) => path);
  return { chromium: CHROMIUM_PATH, firefox: FIREFOX_PATH, webkit: complete ? webkit : undefined };
}

async function searched() {
  const browsers = await import('../../scripts/browsers.mjs');
  return { chromium: await browsers.chromium(), firefox: browsers.firefox(), webkit: browsers.webkit() };
}
