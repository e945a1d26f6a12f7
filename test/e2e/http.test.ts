/** The service worker of the built site: it opens without its server, and lets nothing through to the mock host. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type Page } from '@playwright/test';
import { chromiumLaunch } from '../../scripts/browsers.mjs';
import { serve } from '../../scripts/serve.mjs';

const MOCK_URL = 'https://mock.rehearsal.invalid/v1/chat/completions';

test('the site opens without its server once it is kept, and from its server as soon as there is one', async ({
  page,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'site-'));
  await cp('dist', folder, { recursive: true });
  const site = await serve({ folder });
  await page.goto(site.url);
  await page.evaluate(register);
  expect(await page.evaluate(keep)).toBeNull();
  const regions = await named(page);
  expect(regions).toContain('Verdict');

  const index = join(folder, 'index.html');
  await writeFile(index, (await readFile(index, 'utf8')).replace('<html', '<html data-build="newer"'));
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-build', 'newer');

  await site.stop();
  await page.reload();
  await expect(page.locator('html')).not.toHaveAttribute('data-build');
  await expect.poll(() => named(page)).toEqual(regions);
  await rm(folder, { recursive: true });
});

test('a page that was reloaded past its service worker is taken back when it asks', async ({
  page,
  baseURL,
}) => {
  await page.goto(baseURL!);
  await page.evaluate(register);
  const session = await page.context().newCDPSession(page);
  const loaded = page.waitForEvent('load');
  await session.send('Page.reload', { ignoreCache: true });
  await loaded;
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active!.postMessage('claim'));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  const probed = await page.evaluate(async () =>
    (await fetch('service-worker')).headers.has('x-rehearsal-service-worker'),
  );
  expect(probed).toBe(true);
});

test('what msw does not answer never leaves for the network', async () => {
  let connections = 0;
  const listener = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  const launch = chromiumLaunch();
  const rules = `--host-resolver-rules=MAP mock.rehearsal.invalid 127.0.0.1:${port}`;
  const browser = await chromium.launch({ ...launch, args: [...launch.args, rules] });
  const site = await serve();
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    expect(await page.evaluate(ask, { url: MOCK_URL })).toBe('TypeError');
    expect(connections, 'the trap works: without a service worker the request leaves').toBeGreaterThan(0);
    await page.evaluate(register);
    const before = connections;
    const client = await page.evaluate(
      async () => (await (await fetch('service-worker')).json()) as { client: string },
    );
    const tag = Buffer.from(
      JSON.stringify({ page: client.client, world: 1, call: 1, identity: {} }),
    ).toString('base64url');
    for (const headers of [{}, { 'x-rehearsal-call': tag }, { 'x-rehearsal-call': 'nonsense' }] as const)
      expect(await page.evaluate(ask, { url: MOCK_URL, headers })).toBe('TypeError');
    expect(connections).toBe(before);
  } finally {
    await browser.close();
    await site.stop();
    listener.close();
  }
});

/** Registers the service worker and waits until it controls the page. Runs in the page. */
async function register(): Promise<void> {
  await navigator.serviceWorker.register('sw.js');
  await navigator.serviceWorker.ready;
  if (navigator.serviceWorker.controller) return;
  await new Promise((resolve) =>
    navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
  );
}

/** Keeps the site; null, or why that failed. Runs in the page. */
async function keep(): Promise<string | null> {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<string | null>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<string | null>) => resolve(data);
  });
  (await navigator.serviceWorker.ready).active!.postMessage('keep', [port2]);
  return answer;
}

/** The name of the error that a request fails with, or its status. Runs in the page. */
async function ask({
  url,
  headers = {},
}: {
  url: string;
  headers?: Record<string, string>;
}): Promise<string> {
  return fetch(url, { method: 'POST', body: '{}', headers }).then(
    ({ status }) => `status ${status}`,
    (error: unknown) => (error as Error).name,
  );
}

/** The accessible names of the page's regions. */
const named = async (page: Page): Promise<(string | null)[]> =>
  Promise.all((await page.getByRole('region').all()).map((region) => region.getAttribute('aria-label')));
