import { expect, test } from './page.ts';

test('after a reload the last run is there again, without being computed', async ({ app, page }) => {
  await app.open();
  const seed = page.getByLabel('Seed', { exact: true });
  await seed.fill('11');
  await app.anew(() => seed.press('Enter'));
  const verdict = await app.verdict.textContent();
  const hash = await app.hash();
  await page.reload();
  await app.ran();
  expect(await app.hash()).toBe(hash);
  await expect(app.verdict).toHaveText(verdict ?? '');
  await expect(seed).toHaveValue('11');
});

test('a draft survives a reload, even one that does not compile', async ({ app, page }) => {
  await app.open();
  await app.saved();
  await app.edit('const reply = await answer(', 'const reply = = await answer(');
  await page.reload();
  await app.ran();
  await expect(app.code).toHaveValue(/const reply = = await answer/);
  await expect(page.getByText('edited, not run yet')).toBeVisible();
});

test('every run is listed, opens again, and can be deleted and brought back', async ({ app, page }) => {
  await app.open();
  await app.saved();
  const seed = await page.getByLabel('Seed', { exact: true }).inputValue();
  await app.anew(() => app.button('Next seed').click());
  await page.getByRole('link', { name: 'Runs' }).click();
  const rows = page.getByRole('row').filter({ has: page.getByRole('link') });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('claude-3-sonnet was down');
  await rows
    .last()
    .getByRole('button', { name: /Delete/ })
    .click();
  await expect(rows).toHaveCount(1);
  await app.button('Undo').click();
  await expect(rows).toHaveCount(2);
  await rows.last().getByRole('link').click();
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue(seed);
  await expect(app.verdict).toContainText('was down');
});

test('a stored run that was opened and edited comes back after a reload as it was left', async ({
  app,
  page,
}) => {
  await app.open();
  await app.saved();
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByRole('row').getByRole('link').click();
  await app.ran();
  await app.edit('const QUALITY = 0.85', 'const QUALITY = 0.2');
  await app.anew(() => page.keyboard.press('Control+Enter'));
  await page.reload();
  await app.ran();
  await expect(app.code).toHaveValue(/const QUALITY = 0\.2;/);
  await expect(page.getByText('edited, not run yet')).toBeHidden();
});

test('an address of a run that is not there says so, and leads to the list', async ({ app, page }) => {
  await app.choose({ richEditor: false });
  await page.goto('./#/runs/no-such-run');
  await expect(page.getByText('is not kept in this browser')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible();
});

test('the same run twice is kept once', async ({ app, page }) => {
  await app.open();
  await app.saved();
  await app.button('Run').click();
  await app.saved();
  await page.getByRole('link', { name: 'Runs' }).click();
  await expect(page.getByRole('row').filter({ has: page.getByRole('link') })).toHaveCount(1);
});

test('where the browser keeps nothing the page says so and works', async ({ app, page }) => {
  await page.route('**/store.worker*', (route) => route.abort());
  await app.open();
  await expect(app.verdict).toContainText('was down');
  await expect(app.region('Run status')).toContainText(/kept until the page is reloaded|not saved/, {
    timeout: 15_000,
  });
});
