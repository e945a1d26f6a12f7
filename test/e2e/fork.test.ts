/** Stored runs that are executed again: forked at an attempt, replayed, compared, carried as files. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test, type Rehearsal } from './page.ts';

const message = ({ page }: Rehearsal) => page.getByRole('status', { name: 'Message' });
const row = (page: Page, text: string | RegExp) => page.getByRole('row').filter({ hasText: text });
const REPLY = 'We refunded the second charge today.';

/** Opens the form on the last attempt of a step. */
async function forking(app: Rehearsal, step: string): Promise<void> {
  await app
    .region('Graph')
    .getByRole('button', { name: new RegExp(`^${step}`) })
    .first()
    .click();
  await app.region('Inspector').getByRole('button', { name: 'Run again from here…' }).click();
}

test('an attempt runs again with another reply: a fork beside the run that it names, and undo goes back', async ({
  app,
  page,
}) => {
  await app.open('#/play/triage/calm');
  await app.saved();
  const before = await app.hash();
  await forking(app, 'answer');
  const form = app.region('Inspector').getByRole('form', { name: 'Run again from here' });
  await expect(form.getByLabel('The reply')).toHaveValue(/\w+/);
  await form.getByLabel('The reply').fill(REPLY);
  await form.getByRole('button', { name: 'Run from here' }).click();
  await expect(app.region('Run status')).toContainText(/fork at event \d+: answer said otherwise/);
  await expect(app.region('Inspector')).toContainText(REPLY);
  await app.saved();
  expect(await app.hash()).not.toBe(before);
  await expect(app.region('Graph'), 'what came before is as it was').toContainText('billing');

  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(app.region('Run status')).toContainText(before);
  await expect(app.region('Run status')).not.toContainText('fork at event');

  await page.getByRole('link', { name: 'Runs' }).click();
  const fork = row(page, /fork of .* at event \d+: answer said otherwise/);
  await expect(fork).toHaveCount(1);
  await fork.getByRole('link').click();
  await expect(app.region('Run status'), 'it opens as the fork that it is').toContainText(
    'answer said otherwise',
  );
});

test('a fork keeps its beginning while faults are edited after it', async ({ app, page }) => {
  await app.open('#/play/triage/calm');
  await app.saved();
  await forking(app, 'answer');
  const form = app.region('Inspector').getByRole('form', { name: 'Run again from here' });
  await form.getByLabel('The reply').fill(REPLY);
  await form.getByRole('button', { name: 'Run from here' }).click();
  await expect(app.region('Inspector')).toContainText(REPLY);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'scenario.json' }).click();
  const scenario = page.getByRole('textbox', { name: 'scenario.json' });
  const text = JSON.parse(await scenario.inputValue()) as Record<string, unknown>;
  // had they been there from the start, no label would have come
  const faults = ['gpt-4o-mini', 'gpt-4o'].map((model) => ({
    id: model,
    kind: 'outage',
    match: { model },
    window: [0, 60_000],
  }));
  await scenario.fill(JSON.stringify({ ...text, faults: { faults } }));
  await page.keyboard.press('Control+Enter');
  await expect(app.region('Verdict')).toContainText('gpt-4o was down');
  await expect(app.region('Verdict')).toContainText('quality');
  await expect(app.region('Verdict')).not.toContainText('intent');
  await expect(app.region('Run status')).toContainText('answer said otherwise');
});

test('an attempt runs again with another input, read as its field reads it', async ({ app }) => {
  await app.open('#/play/triage/calm');
  await app.saved();
  await forking(app, 'intent');
  const form = app.region('Inspector').getByRole('form', { name: 'Run again from here' });
  await form.getByLabel('another input').check();
  await form.getByLabel('The input').fill('');
  await form.getByRole('button', { name: 'Run from here' }).click();
  await expect(form.getByRole('alert')).toContainText('is empty');
  await form.getByLabel('The input').fill('The app crashes with error 500 when I export my report.');
  await form.getByRole('button', { name: 'Run from here' }).click();
  await expect(app.region('Run status')).toContainText('another input');
  await expect(app.region('Graph')).toContainText('technical');
});

test('Escape closes the form, and then the inspector', async ({ app, page }) => {
  await app.open('#/play/triage/calm');
  await forking(app, 'answer');
  const form = app.region('Inspector').getByRole('form', { name: 'Run again from here' });
  await form.getByLabel('The reply').press('Escape');
  await expect(form).toBeHidden();
  await expect(app.region('Inspector')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(app.region('Inspector')).toBeHidden();
});

test('a run is replayed from its history to the same hash', async ({ app, page }) => {
  await app.open();
  await app.saved();
  const hash = await app.hash();
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByRole('button', { name: /^Replay/ }).click();
  await expect(message(app)).toContainText(`hash ${hash}`);
  await expect(message(app)).toContainText(/the same \d+ events/);
  await expect(page.getByRole('img', { name: 'replayed: equal' })).toBeVisible();
});

test('code that was edited since is compared with what was recorded, and what it does now can be shown', async ({
  app,
  page,
}) => {
  await app.open('#/play/triage/calm');
  await app.saved();
  const hash = await app.hash();
  await app.edit("'billing',", "'invoices', 'billing',");
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Compute this run again');
  await page.keyboard.press('Enter');
  await expect(message(app)).toContainText('it parts from what was recorded');
  await expect(message(app)).toContainText(/First difference: event \d+, /);
  expect(await app.hash()).toBe(hash);
  await message(app).getByRole('button', { name: 'Show it' }).click();
  await expect(app.region('Run status')).not.toContainText(hash);
  await app.saved();
  await page.getByRole('link', { name: 'Runs' }).click();
  await expect(row(page, 'computed again')).toHaveCount(1);
});

test('a history leaves as a file, and comes back as a run that replays', async ({ app, page }) => {
  await app.open();
  await app.saved();
  const hash = await app.hash();
  await page.getByRole('link', { name: 'Runs' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Save/ }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(new RegExp(`${hash.slice(0, 8)}\\.history\\.json$`));
  const path = await download.path();
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ format: 'rehearsal-history', hash });

  await page.getByRole('button', { name: /^Delete/ }).click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a history file…' }).click();
  await (await choosing).setFiles(path);
  await expect(app.region('Run status')).toContainText(hash);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Replay this run');
  await page.keyboard.press('Enter');
  await expect(message(app)).toContainText(`hash ${hash}`);
});

test('a file that is no history is refused by name', async ({ app, page }) => {
  await app.open();
  await app.saved();
  await page.getByRole('link', { name: 'Runs' }).click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a history file…' }).click();
  await (
    await choosing
  ).setFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await expect(message(app)).toContainText('The file is no saved history');
});
