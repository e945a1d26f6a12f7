import { expect, test } from './page.ts';

test('a run from ticket to inspector needs no pointer', async ({ app, page }) => {
  await app.open();
  await page.keyboard.press('i');
  await expect(app.ticket).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(
    'My invoice of March is wrong, and I would like to have it corrected before the end of the month.',
  );
  await page.keyboard.press('Control+Enter');
  await expect(app.verdict).toContainText('claude-3-sonnet was down');
  await page.keyboard.press('Tab');
  await page.keyboard.press('f');
  await page.keyboard.press(']');
  await expect(app.region('Inspector')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(app.region('Inspector')).toBeHidden();
});

test('the palette finds a command and an example by a few letters', async ({ app, page }) => {
  await app.open();
  const seed = page.getByLabel('Seed', { exact: true });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('critical');
  await page.keyboard.press('Enter');
  await expect(app.verdict).toContainText(/handed to a person/i);
  await page.keyboard.press('Control+k');
  const before = await seed.inputValue();
  await page.keyboard.type('next seed');
  await page.keyboard.press('Enter');
  await expect(seed).not.toHaveValue(before);
});

test('single keys do nothing while someone types, and can be switched off', async ({ app, page }) => {
  await app.open();
  await app.code.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('// p?');
  await expect(app.region('Editor')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByLabel('Single-key shortcuts').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('Tab leaves the plain editor', async ({ app, page }) => {
  await app.open();
  await page.keyboard.press('e');
  await expect(app.code).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(app.code).not.toBeFocused();
});

test('every control has a target of at least 24 px', async ({ app, page }) => {
  await app.open();
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, select, input:not([type]), [role="tab"], nav a')]
      .filter((element) => element.checkVisibility())
      // A word within a sentence is exempt.
      .filter((element) => element.closest('p') === null)
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 24 && box.height > 0)
      .map(
        ({ element, box }) => `${element.tagName} ${element.textContent.trim()} ${Math.round(box.height)}`,
      ),
  );
  expect(small).toEqual([]);
});

test('Ctrl M lets Tab leave the rich editor', async ({ app, page }) => {
  await app.open('', { richEditor: true });
  const rich = page.getByRole('textbox', { name: /triage\.ts/ });
  await expect(page.locator('.monaco-editor').first()).toBeVisible();
  await page.keyboard.press('e');
  await expect(rich).toBeFocused();
  await page.keyboard.press('Control+m');
  await page.keyboard.press('Tab');
  await expect(rich).not.toBeFocused();
});

test('below 1200 px a key opens the editor, and F8 leads to the problem in it', async ({ app, page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await app.open();
  await page.keyboard.press('e');
  await expect(app.code).toBeFocused();
  await app.edit('const reply = await', 'const reply = = await');
  await page.keyboard.press('Control+Enter');
  await expect(app.region('Run status')).toContainText('1 problem');
  await page.getByRole('button', { name: 'triage.ts' }).first().click();
  await expect(app.code).toBeHidden();
  await page.keyboard.press('F8');
  await expect(app.code).toBeFocused();
});

test('Escape leaves presentation mode, after a reload too, once nothing else is open', async ({
  app,
  page,
}) => {
  await app.open();
  await page.keyboard.press('p');
  await expect(app.region('Editor')).toBeHidden();
  await page.reload();
  await app.ran();
  await expect(page.getByRole('link', { name: 'Runs' })).toBeVisible();
  await page.getByRole('button', { name: 'View' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Single-key shortcuts')).toBeHidden();
  await expect(app.region('Editor')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(app.region('Editor')).toBeVisible();
});
