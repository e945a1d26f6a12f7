import { expect, test } from './page.ts';

test('scrubbing moves graph, timeline and code together', async ({ app, page }) => {
  await app.open();
  await app.playhead.focus();
  await page.keyboard.press('Home');
  await expect(app.region('Graph')).toContainText('waiting');
  await expect(app.region('Timeline')).toContainText(/0\.00\ss of/);
  for (let times = 0; times < 3; times++) await page.keyboard.press('Shift+ArrowRight');
  await expect(app.region('Timeline')).toContainText(/3\.00\ss of/);
  await expect(app.region('Editor').locator('li.running')).toContainText('await answer(');
  await page.keyboard.press('End');
  await expect(app.region('Editor').locator('li.parked')).toContainText('return');
});

test('F goes to the first failure', async ({ app, page }) => {
  await app.open();
  await page.keyboard.press('f');
  await expect(app.region('Timeline')).toContainText(/2\.00\ss of/);
  await expect(app.region('Graph')).toContainText('cut off');
});

test('the events can be visited one after another', async ({ app }) => {
  await app.open();
  await app.button('To the start').click();
  await app.button('Next event').click();
  await expect(app.region('Timeline')).not.toContainText(/^0\.00\ss of/);
  await expect(app.region('Timeline')).toContainText(/0\.\d\d\ss of/);
});

test('hovering a failure lights its cause and dims the rest', async ({ app }) => {
  await app.open();
  const { page } = app;
  const bar = (await app.region('Timeline').getByText('503').first().boundingBox())!;
  await page.mouse.move(bar.x + bar.width / 2, bar.y + bar.height / 2);
  await expect(app.region('Graph').locator('.faded').first()).toBeAttached();
  await page.mouse.move(5, 5);
  await expect(app.region('Graph').locator('.faded')).toHaveCount(0);
});

test('the same seed gives the same hash, another seed another', async ({ app, page }) => {
  await app.open();
  const first = await app.hash();
  const seed = page.getByLabel('Seed', { exact: true });
  const value = await seed.inputValue();
  await app.button('Next seed').click();
  await expect(seed).toHaveValue(String(Number(value) + 1));
  await expect.poll(() => app.hash()).not.toBe(first);
  await seed.fill(value);
  await seed.press('Enter');
  await expect.poll(() => app.hash()).toBe(first);
});

test('a pace is chosen and kept', async ({ app, page }) => {
  await app.open();
  await page.getByLabel('Pace', { exact: true }).selectOption('10');
  await page.reload();
  await app.ran();
  await expect(page.getByLabel('Pace', { exact: true })).toHaveValue('10');
});
