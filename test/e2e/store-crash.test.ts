/** The store on a real profile: a browser that is killed, and a disk that is full. Default contexts keep nothing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import type { PageStore } from '../../src/store/client.ts';
import type { runOf } from '../unit/store/sample-runs.ts';
import { killer, openProfile, type Opened } from './killed-browser.ts';

/** What store-crash.html offers. */
declare global {
  interface Window {
    readonly store: PageStore;
    readonly runOf: typeof runOf;
    save(id: string, events: number): Promise<void>;
    leaveOpen(id: string, events: number): Promise<void>;
    reread(id: string): Promise<{ events: number; hash: string; complete: boolean } | string>;
  }
}

let folder = '';
let server: ViteDevServer;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-store-'));
  server = await createServer({
    configFile: false,
    root: process.cwd(),
    cacheDir: join(folder, 'vite'),
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  });
  await server.listen();
});
test.afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** Opens the page in a browser of its own, with a profile that outlives it. */
async function open(profile: string): Promise<Opened> {
  const { context, page } = await openProfile(join(folder, profile));
  await page.goto(`${server.resolvedUrls?.local[0] ?? ''}test/e2e/store-crash.html`);
  await expect(page.getByRole('status')).toHaveText('ready');
  return { context, page };
}

for (const events of [60, 12_000]) {
  test(`a run of ${events} events outlives a browser that is killed as soon as it is said to be saved`, async () => {
    const profile = `killed-${events}`;
    const { context, page } = await open(profile);
    await page.evaluate(() => window.leaveOpen('open', 2_500));
    const kill = await killer(context);
    const killed = page.waitForEvent('console').then(async (message) => {
      await kill();
      return message.text();
    });
    void page.evaluate((count) => window.save('saved', count), events).catch(() => undefined);
    const said = await killed;
    expect(said).toMatch(/^saved [0-9a-f]{16}$/);

    const again = await open(profile);
    const listed = await again.page.evaluate(async () => {
      const list = await window.store.list();
      return list.ok ? list.runs.map(({ id, hash, complete }) => ({ id, hash, complete })) : list.message;
    });
    const hash = said.slice('saved '.length);
    expect(listed).toContainEqual({ id: 'saved', hash, complete: true });
    expect(await again.page.evaluate(() => window.reread('saved'))).toEqual({ events, hash, complete: true });
    expect(
      await again.page.evaluate(() => window.reread('open')),
      'a run that was under way is there as far as it was written',
    ).toMatchObject({ events: 2_500, complete: false });
    await again.context.close();
  });
}

test('a full disk is told with what to try, costs nothing that was saved, and takes the run when there is room', async () => {
  const { context, page } = await open('full');
  const session = await context.newCDPSession(page);
  const origin = new URL(page.url()).origin;
  // Chromium counts what it writes compressed: room for the first run, not for the second.
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 300_000 });
  await page.evaluate(() => window.save('old', 1_000));
  await expect(page.getByRole('status')).toHaveText(/^saved/);

  await page.evaluate(() => window.save('new', 30_000));
  await expect(page.getByRole('status')).toHaveText(
    /could not be saved: .* Remove runs that you no longer need/,
  );
  expect(await page.evaluate(() => window.reread('old'))).toMatchObject({ events: 1_000, complete: true });

  await session.send('Storage.overrideQuotaForOrigin', { origin });
  const finished = await page.evaluate(() => window.store.finish('new', window.runOf('new', 30_000).summary));
  expect(finished).toMatchObject({ ok: true });
  expect(await page.evaluate(() => window.reread('new'))).toMatchObject({ events: 30_000, complete: true });
  await context.close();
});
