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
  let pid;
  const ended = new Promise((resolve) => child.on('close', resolve));
  const kill = () => pid !== undefined && quietly(() => process.kill(pid));
  process.once('exit', kill); // its own group, so that nothing else ends it
  const end = async () => {
    kill();
    process.removeListener('exit', kill);
    await within(5_000, 'the virtual screen to end', ended).catch(() =>
      quietly(() => process.kill(-child.pid, 'SIGKILL')),
    );
  };
  try {
    pid = await within(limitMs, `${display} to start ${driver}`, idFrom(child));
    await within(limitMs, `${driver} to listen`, listening(port));
  } catch (error) {
    await end();
    throw error;
  }
  return { end };
}

const idFrom = (child) =>
  new Promise((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(Number(text)));
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`${child.spawnfile} ended with code ${code}`)));
  });

async function listening(port) {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined);
    if (answer?.ok) return;
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
