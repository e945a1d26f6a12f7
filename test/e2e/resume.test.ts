/** Live runs that are cut short and gone on with, over the mock host, on real profiles. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import type { Event, EventOf, History } from '../../src/history/events.ts';
import { killer, openProfile } from './killed-browser.ts';
import { expect, Rehearsal, test } from './page.ts';

const MOCK = 'https://mock.rehearsal.invalid/';

let folder = '';
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-resume-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));

/** What the mock host is asked, by idempotency key, and a promise of the n-th. */
function asking(context: BrowserContext) {
  const keys: string[] = [];
  const waiting: [number, () => void][] = [];
  context.on('request', (request) => {
    if (!request.url().startsWith(MOCK)) return;
    keys.push(request.headers()['idempotency-key'] ?? 'none');
    for (const [count, met] of waiting) if (keys.length === count) met();
  });
  return {
    keys,
    reaches: (count: number) =>
      keys.length >= count ? Promise.resolve() : new Promise<void>((met) => waiting.push([count, met])),
  };
}

/** The stored histories of runs over HTTP, by id, as they lie in the database. */
async function storedHistories(page: Page): Promise<Record<string, History>> {
  const chunks = await page.evaluate(
    () =>
      new Promise<{ run: string; no: number; events: string }[]>((resolve, reject) => {
        const opening = indexedDB.open('rehearsal');
        opening.onerror = () => reject(new Error('the database cannot be opened'));
        opening.onsuccess = () => {
          const all = opening.result.transaction('chunks').objectStore('chunks').getAll();
          all.onsuccess = () => {
            opening.result.close();
            resolve(all.result as { run: string; no: number; events: string }[]);
          };
        };
      }),
  );
  const histories: Record<string, Event[]> = {};
  for (const { run, events } of chunks.sort((a, b) => a.no - b.no))
    (histories[run] ??= []).push(...(JSON.parse(events) as Event[]));
  return Object.fromEntries(
    Object.entries(histories).filter(
      ([, [first]]) => first?.type === 'world.started' && first.host === 'wall',
    ),
  );
}
const endsOf = (history: History): EventOf<'attempt.finished'>[] =>
  history.filter((event): event is EventOf<'attempt.finished'> => event.type === 'attempt.finished');
const valueOf = (history: History): unknown =>
  history.find((event): event is EventOf<'run.finished'> => event.type === 'run.finished')?.value;

/** Opens Play on a profile; resolves when a run is on the screen. */
async function visit(page: Page, baseURL: string, address = ''): Promise<Rehearsal> {
  const app = new Rehearsal(page);
  await app.choose({ richEditor: false });
  await page.goto(`${baseURL}${address}`);
  await app.ran();
  await app.saved();
  return app;
}
async function runOverHttp({ page }: Rehearsal): Promise<void> {
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByLabel('Over real HTTP, on the wall clock').check();
}
const message = ({ page }: Rehearsal) => page.getByRole('status', { name: 'Message' });
const row = (page: Page, text: string | RegExp) => page.getByRole('row').filter({ hasText: text });

/** The end that the run comes to when nobody cuts it short: the same replies, on virtual time. */
const LABELS = ['billing', 'high', '3 articles', '0.91'];

for (const { when, requests } of [
  { when: 'its first calls are under way', requests: 1 },
  { when: 'four labels are there and a search begins', requests: 5 },
  { when: 'the answer is being written', requests: 6 },
  { when: 'the last call is under way', requests: 7 },
])
  test(`a live run whose browser is killed while ${when} is gone on with, and no call that had ended is made again`, async ({
    baseURL,
  }) => {
    const profile = join(folder, `killed-${requests}`);
    const first = await openProfile(profile);
    const app = await visit(first.page, baseURL!, '#/play/triage/calm');
    const asked = asking(first.context);
    const kill = await killer(first.context);
    await runOverHttp(app);
    await asked.reaches(requests);
    await kill();

    const { context, page } = await openProfile(profile);
    const askedAgain = asking(context);
    const again = await visit(page, baseURL!);
    await expect(message(again)).toContainText('was cut short');
    const [[id, cut]] = Object.entries(await storedHistories(page)) as [[string, History]];
    expect(cut.some(({ type }) => type === 'world.ended')).toBe(false);
    await message(again).getByRole('button', { name: 'Resume' }).click();
    await expect(again.region('Verdict')).toContainText('the reply came after');
    await again.saved();
    for (const label of LABELS) await expect(again.region('Graph')).toContainText(label);

    const { [id]: whole, ...others } = await storedHistories(page);
    expect(others, 'it goes on in the run that it was').toEqual({});
    expect(whole!.slice(0, cut.length), 'nothing is overwritten').toEqual(cut);
    expect(whole!.filter(({ type }) => type === 'orchestrator.resumed')).toHaveLength(1);
    expect(whole!.at(-1)).toMatchObject({ type: 'world.ended', reason: 'quiet' });
    expect(valueOf(whole!)).toMatchObject({ labels: { intent: 'billing', priority: 'high' } });

    const ended = endsOf(cut).map(
      ({ run, step, attempt, target }) => `${id}/${run}/${step}#${attempt}@${target}`,
    );
    expect(askedAgain.keys.filter((key) => ended.includes(key))).toEqual([]);
    expect(new Set([...asked.keys, ...askedAgain.keys]).size, 'each call under its own key').toBe(7);
    const underWay = asked.keys.filter((key) => !ended.includes(key));
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Replay this run');
    await page.keyboard.press('Enter');
    await expect(message(again), 'what happened in two browsers replays as one').toContainText(
      `the same ${whole!.length} events`,
    );
    expect(askedAgain.keys, 'what was under way is asked again, under the same key').toEqual(
      expect.arrayContaining(underWay),
    );
    await context.close();
  });

test('a run that goes on in another tab is not offered, and is when that tab is gone', async ({
  context,
  page,
  baseURL,
}) => {
  const app = await visit(page, baseURL!, '#/play/triage/outage');
  const asked = asking(context);
  await runOverHttp(app);
  await asked.reaches(1);
  const other = await context.newPage();
  const beside = await visit(other, baseURL!);
  await expect(message(beside)).toHaveText('');
  await other.getByRole('link', { name: 'Runs' }).click();
  await expect(row(other, 'goes on in another tab')).toHaveCount(1);
  await expect(other.getByRole('button', { name: /^Resume/ })).toHaveCount(0);

  await page.close();
  await other.reload();
  await expect(row(other, 'cut short: its tab was closed')).toHaveCount(1);
  await other.getByRole('button', { name: /^Resume the run/ }).click();
  await expect(beside.region('Verdict')).toContainText('resumed');
  await expect(beside.region('Run status')).toContainText(/hash [0-9a-f]{16}/);
});

test('code that does something else by now cannot go on: the first difference is shown, and it opens as a fork', async ({
  context,
  page,
  baseURL,
}) => {
  const app = await visit(page, baseURL!, '#/play/triage/calm');
  const asked = asking(context);
  await runOverHttp(app);
  await asked.reaches(5);
  await page.close();

  const other = await context.newPage();
  const again = await visit(other, baseURL!);
  const [[id, cut]] = Object.entries(await storedHistories(other)) as [[string, History]];
  await message(again).getByRole('button', { name: 'Show it' }).click();
  await expect(again.region('Graph')).toContainText('billing');
  await again.edit("'billing',", "'invoices', 'billing',");
  await other.keyboard.press('Control+k');
  await other.keyboard.type('Resume the run');
  await other.keyboard.press('Enter');
  await expect(message(again)).toContainText('cannot be gone on with');
  await expect(message(again)).toContainText(/First difference: event \d+, .*intent/);
  expect((await storedHistories(other))[id], 'nothing is lost').toEqual(cut);

  await message(again).getByRole('button', { name: 'Open it as a fork' }).click();
  await expect(again.region('Run status')).toContainText('the code does otherwise');
  await expect(again.region('Verdict')).toContainText('the reply came after');
  await other.getByRole('link', { name: 'Runs' }).click();
  await expect(row(other, 'the code does otherwise')).toHaveCount(1);
  await expect(row(other, 'unfinished')).toHaveCount(1);
});

test('a live run that comes to its end leaves nothing to go on with', async ({ context, page, baseURL }) => {
  const app = await visit(page, baseURL!, '#/play/triage/calm');
  const asked = asking(context);
  await runOverHttp(app);
  await asked.reaches(7);
  await expect(app.region('Verdict')).toContainText('the reply came after');
  await app.saved();
  await page.getByRole('link', { name: 'Runs' }).click();
  await expect(row(page, 'over HTTP')).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^Resume/ })).toHaveCount(0);
});

test('a live run that is stopped by hand is over: it is kept as it came, and not gone on with', async ({
  context,
  page,
  baseURL,
}) => {
  const app = await visit(page, baseURL!, '#/play/triage/outage');
  const asked = asking(context);
  await runOverHttp(app);
  await asked.reaches(5);
  await app.button('Stop').click();
  await expect(app.region('Verdict')).toContainText('Stopped by hand');
  await app.saved();
  await page.reload();
  await page.getByRole('link', { name: 'Runs' }).click();
  await expect(row(page, 'Stopped by hand')).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^Resume/ })).toHaveCount(0);
});
