// The determinism suite. scripts/test.mjs starts it with REPORT_FILE and the paths of the browsers that it found; by
// hand, after `npm run build`: node test/engines/run.mjs, which looks for the browsers itself.
import { projectNode, runNode } from '../../scripts/tools.mjs';

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
// Exits in so many words: a browser that would not close must not keep it waiting.
process.exit(await start());

async function start() {
  if (process.features.typescript) return run();
  if (projectNode() !== process.execPath) return runNode([import.meta.filename]);
  console.error(`Node ${process.version} does not read TypeScript: use 22.18 or later.`);
  return 1;
}

async function run() {
  const { runSuite } = await import('./suite.ts');
  const { REPORT_FILE } = process.env;
  const browsers = REPORT_FILE === undefined ? await searched() : given(process.env);
  return (await runSuite(browsers, REPORT_FILE)) ? 0 : 1;
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
