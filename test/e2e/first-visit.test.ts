import { expect, test } from './page.ts';

test('a first visit reads in one sentence how the triage survived the outage', async ({ app }) => {
  await app.open();
  await expect(app.verdict).toContainText(
    /claude-3-sonnet was down from 2\ss to 9\ss\. answer failed .*gpt-4o answered after \d+\.\d\ss\. Without the outage: \d\.\d\ss\./,
  );
  await expect(app.region('Verdict')).toContainText('recovered');
  await expect(app.region('Graph')).toContainText('answer');
  await expect(app.region('Timeline')).toContainText('claude-3-sonnet');
});

test('the verdict is there before the rich editor is so much as asked for', async ({ app, page }) => {
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await app.open();
  await expect(app.region('Verdict')).toContainText('was down from');
  expect(requested.filter((url) => /monaco/i.test(url))).toEqual([]);
});

test('the history plays back by itself and comes to rest at its end', async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await app.open();
  await expect(app.button('Pause')).toBeVisible();
  await expect(app.region('Graph')).toContainText('running');
  await expect(app.button('Play')).toBeVisible();
  await expect(app.region('Graph')).toContainText('reply at');
});

test('with reduced motion nothing plays unless it is asked to', async ({ app }) => {
  await app.open();
  await expect(app.button('Play')).toBeVisible();
  await expect(app.region('Graph')).toContainText('reply at');
  await app.button('Play').click();
  await expect(app.button('Pause')).toBeVisible();
});

test('an address opens its example and scenario, and the gallery any', async ({ app, page }) => {
  await app.open('#/play/triage/critical');
  await expect(app.verdict).toContainText(/handed to a person/i);
  await page.getByRole('button', { name: /Support triage/ }).click();
  await page.getByRole('link', { name: /A greeting/ }).click();
  await expect(app.verdict).toContainText('skipped');
  await expect(page).toHaveURL(/#\/play\/dag\/greeting$/);
  await page.goBack();
  await expect(app.verdict).toContainText(/handed to a person/i);
});
