/** Unmodified programs in the page: opened from the gallery, fetched on demand, run under faults like anything else. */
import type { Page } from '@playwright/test';
import { expect, Rehearsal, test } from './page.ts';

const BUNDLE = /\/programs\/[\w-]+\.js$/;

function bundlesAskedFor(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (BUNDLE.test(request.url())) asked.push(new URL(request.url()).pathname.replace(/^.*\//, ''));
  });
  return asked;
}

test('a visitor opens a program from the gallery, and only then its bundle is fetched', async ({
  app,
  page,
}) => {
  const asked = bundlesAskedFor(page);
  await app.open();
  await page.getByRole('button', { name: /Support triage/ }).click();
  const section = page.locator('section', { hasText: 'Unmodified program on openai: a streamed chat' });
  expect(asked).toEqual([]);
  await section.getByRole('link', { name: /Rate limited/ }).click();
  await expect(app.verdict).toContainText('gpt-4o enforced a rate limit once');
  await expect(app.region('Verdict')).toContainText('recovered');
  await expect(page).toHaveURL(/#\/play\/program-openai-chat\/limited$/);
  expect(asked).toEqual(['openai-chat.js']);
});

test('the client of a program tries again after the wait that it was told, as the timeline shows', async ({
  app,
}) => {
  await app.open('#/play/program-openai-chat/limited');
  const asks = app.region('Timeline').getByRole('button', { name: /gpt-4o\[\d\]/ });
  await expect(asks).toHaveCount(2);
  await app.region('Timeline').getByRole('button', { name: 'Table' }).click();
  const rows = app.region('Timeline').getByRole('row');
  // refused at 150 ms and told to wait for three seconds
  await expect(rows.filter({ hasText: 'gpt-4o[1]' })).toContainText(/0\.000\ss0\.150\ss.*429/);
  await expect(rows.filter({ hasText: 'gpt-4o[2]' })).toContainText(/3\.1[5-9]\d\ss/);
  await expect(app.verdict).toContainText(
    /the reply came after [45]\.\d\ss\. Without the rate limit: 1\.\d\ss/,
  );
});

test('a LangGraph agent takes its turns under the rate limit, and comes to another end when it is cut', async ({
  app,
  page,
}) => {
  await app.open('#/play/program-langgraph/limited');
  await expect(app.verdict).toContainText('gpt-4o enforced a rate limit once');
  await expect(app.region('Timeline').getByRole('button', { name: /gpt-4o\[\d\]/ })).toHaveCount(4);
  const limited = await app.hash();
  await page.goto('./#/play/program-langgraph/cut');
  await expect(app.verdict).toContainText('gpt-4o cut its reply short once');
  await app.ran();
  expect(await app.hash()).not.toBe(limited);
});

test('a seed gives the same history again, in a sandbox that loads the program anew, and another seed another', async ({
  app,
  page,
}) => {
  await app.open('#/play/program-openai-chat/limited');
  const first = await app.hash();
  await page.reload();
  await app.ran();
  expect(await app.hash()).toBe(first);
  await app.button('Next seed').click();
  await expect.poll(() => app.hash()).not.toBe(first);
});

test('its source is there to be read, the scenario to be edited', async ({ app, page }) => {
  await app.open('#/play/program-openai-chat/calm');
  const source = page.getByRole('textbox', { name: 'openai-chat.js' });
  await expect(source).toHaveValue(/import OpenAI from 'openai';/);
  await expect(source).toHaveJSProperty('readOnly', true);
  await expect(app.region('Editor')).toContainText('read-only: runs as bundled');
  await page.getByRole('tab', { name: 'help.js' }).click();
  await expect(page.getByRole('textbox', { name: 'help.js' })).toHaveValue(/helpQuestion/);
  await page.getByRole('tab', { name: 'scenario.json' }).click();
  const scenario = page.getByRole('textbox', { name: 'scenario.json' });
  await expect(scenario).toHaveJSProperty('readOnly', false);
  await expect(app.region('Editor')).not.toContainText('runs as bundled');
  await scenario.fill((await scenario.inputValue()).replace('"seed": 1', '"seed": 2'));
  const before = await app.hash();
  await app.button('Run').click();
  await expect.poll(() => app.hash()).not.toBe(before);
});

for (const [how, answer] of [
  ['a site without it answers 404', { status: 404, body: 'not found' }],
  ['a server answers everything with its page', { contentType: 'text/html', body: '<!doctype html>' }],
] as const)
  test(`a bundle that is missing is named, with what to run: ${how}`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL: baseURL!, serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.route(BUNDLE, (route) => route.fulfill(answer));
    const app = new Rehearsal(page);
    await app.choose({ richEditor: false });
    await page.goto('./#/play/program-openai-chat/calm');
    await expect(app.verdict).toContainText(
      'openai-chat.js cannot be loaded: its bundle programs/openai-chat.js is not among the files of this site',
    );
    await expect(app.verdict).toContainText('run node scripts/programs.mjs build');
    // nothing else is the worse for it
    await page.goto('./#/play/triage/calm');
    await app.ran();
    // and once it is there, it runs
    await page.unroute(BUNDLE);
    await page.goto('./#/play/program-openai-chat/calm');
    await expect(app.verdict).toContainText('went well');
    await context.close();
  });

test('without a network a program that was fetched before runs, and one that was not says so', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL: baseURL! });
  const page = await context.newPage();
  const app = new Rehearsal(page);
  await app.choose({ richEditor: false });
  await page.goto('./');
  await app.ran();
  await page.evaluate(keepSite);
  await page.goto('./#/play/program-bare-fetch/calm');
  await expect(app.verdict).toContainText('gpt-4o-mini[1] went well');
  const kept = () => page.evaluate(async () => (await caches.match('programs/bare-fetch.js')) !== undefined);
  await expect.poll(kept).toBe(true);
  const precached = await page.evaluate(
    async () => (await caches.match('programs/langgraph.js')) !== undefined,
  );
  expect(precached).toBe(false);
  await context.setOffline(true);
  await page.reload();
  await expect(app.verdict).toContainText('gpt-4o-mini[1] went well');
  await page.goto('./#/play/program-langgraph/calm');
  await expect(app.verdict).toContainText(
    'its bundle programs/langgraph.js cannot be fetched, and this browser has not kept it: run it once while there is a network',
  );
  await context.close();
});

/** Has the service worker control the page and keep the site. Runs in the page. */
async function keepSite(): Promise<void> {
  await navigator.serviceWorker.register('sw.js');
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const kept = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  active!.postMessage('keep', [port2]);
  const why: unknown = await kept;
  if (why !== null) throw new Error(JSON.stringify(why));
  if (navigator.serviceWorker.controller) return;
  const controlled = new Promise((resolve) =>
    navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
  );
  active!.postMessage('claim');
  await controlled;
}
