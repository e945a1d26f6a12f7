// WebKitGTK, by its WebDriver server under a virtual screen.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Builder, Capabilities } from 'selenium-webdriver';
import { pause, within } from '../within.ts';

/**
 * @param {string} url
 * @param {{ driver: string, browser: string, display: string }} paths WebKitWebDriver, MiniBrowser, xvfb-run
 * @param {number} limitMs
 * @returns {Promise<import('./open-page.ts').OpenedPage>}
 */
export async function openWebkit(url, paths, limitMs) {
  const port = await freePort();
  const server = await startServer(paths, port, limitMs);
  try {
    const options = { binary: paths.browser, args: ['--automation'] };
    const capabilities = new Capabilities({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': options,
    });
    const building = new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities(capabilities)
      .build();
    const driver = await within(limitMs, 'WebKit to open a window', building);
    await within(limitMs, 'WebKit to open the page', driver.get(url));
    const version = (await driver.getCapabilities()).getBrowserVersion();
    return {
      version,
      async close() {
        await within(10_000, 'WebKit to close its window', driver.quit()).catch(() => undefined);
        await server.end();
      },
    };
  } catch (error) {
    await server.end();
    throw error;
  }
}

/** xvfb-run tidies up behind itself only if the command in it ends by itself: so that command tells its id first. */
async function startServer({ driver, display }, port, limitMs) {
  const command = ['sh', '-c', 'echo $$; exec "$0" "$@"', driver, `--port=${port}`];
  const child = spawn(display, ['-a', ...command], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  const ended = new AbortController();
  const end = new Promise((resolve) => child.on('close', resolve).on('error', resolve));
  void end.then((why) =>
    ended.abort(new Error(`${display} with ${driver} ended: ${why?.message ?? `code ${why}`}`)),
  );
  let id;
  const kill = () => id !== undefined && quietly(() => process.kill(id));
  process.once('exit', kill); // its own group, so that nothing else ends it
  const server = {
    async end() {
      kill();
      process.removeListener('exit', kill);
      const late = () => quietly(() => process.kill(-child.pid, 'SIGKILL'));
      await within(5_000, 'the virtual screen to end', end).catch(late);
    },
  };
  try {
    id = await within(limitMs, `${display} to start ${driver}`, idFrom(child, ended.signal));
    await within(limitMs, `${driver} to listen`, listening(port, ended.signal));
    return server;
  } catch (error) {
    await server.end();
    throw error;
  }
}

const idFrom = (child, ended) =>
  new Promise((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(Number(text)));
    ended.addEventListener('abort', () => reject(ended.reason));
  });

async function listening(port, ended) {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined);
    if (answer?.ok) return;
    ended.throwIfAborted();
    await pause(50);
  }
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

function quietly(act) {
  try {
    act();
  } catch {
    // it has ended already
  }
}
