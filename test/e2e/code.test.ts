import { expect, test } from './page.ts';

test('code that does not compile names its line, and the last run that did stays', async ({ app, page }) => {
  await app.open();
  const before = await app.hash();
  await app.edit('const reply = await answer(', 'const reply = = await answer(');
  await expect(page.getByText('edited, not run yet')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(app.verdict).toContainText(/triage\.ts does not compile: line \d+/);
  await expect(app.region('Graph')).toContainText('last run that compiled');
  await expect(app.region('Editor')).toContainText(/triage\.ts \d+:\d+/);
  expect(await app.hash()).toBe(before);
});

test('F8 goes to the problem, and mended code runs', async ({ app, page }) => {
  await app.open();
  const before = await app.hash();
  await app.edit('const reply = await answer(', 'const reply = = await answer(');
  await page.keyboard.press('Control+Enter');
  await expect(app.region('Run status')).toContainText('1 problem');
  await page.keyboard.press('F8');
  await expect(app.code).toBeFocused();
  const line = await app.code.evaluate(
    (area: HTMLTextAreaElement) => area.value.slice(0, area.selectionStart).split('\n').length,
  );
  await expect(app.verdict).toContainText(`line ${line}`);
  await app.edit('reply = = await', 'reply = await');
  await page.keyboard.press('Control+Enter');
  await expect(app.verdict).toContainText('was down from');
  expect(await app.hash()).toBe(before);
});

test('a thrown error shows its line in the editor', async ({ app, page }) => {
  await app.open();
  await app.edit(
    'const reply = await answer(',
    "throw new Error('not today');\n    const reply = await answer(",
  );
  await page.keyboard.press('Control+Enter');
  await expect(app.region('Run status')).toContainText('1 problem');
  const thrownAt = await app.code.evaluate(
    (area: HTMLTextAreaElement) => area.value.slice(0, area.value.indexOf('not today')).split('\n').length,
  );
  await expect(app.region('Editor')).toContainText(`triage.ts ${thrownAt}:`);
  await expect(app.verdict).toContainText('threw');
});

test('a loop that never gives way leaves the page alive, and Stop ends it', async ({ app, page }) => {
  await app.open();
  await app.edit('const reply = await answer(', 'for (;;) {\n    const reply = await answer(');
  await page.keyboard.press('Control+Enter');
  await expect(app.verdict).toContainText('does not compile');
  await app.edit('for (;;) {\n', 'for (;;) {}\n');
  await page.keyboard.press('Control+Enter');
  await app.button('Stop').click();
  await expect(app.verdict).toContainText(/stopped/i);
  await app.edit('for (;;) {}\n', '\n');
  await page.keyboard.press('Control+Enter');
  await expect(app.verdict).toContainText('was down from');
});

test('Run ends a loop that is told of, and begins at once', async ({ app, page }) => {
  await app.open();
  await app.edit('const reply = await answer(', 'for (;;) {}\n    const reply = await answer(');
  await page.keyboard.press('Control+Enter');
  await expect(app.verdict).toContainText('spinning');
  await app.edit('for (;;) {}\n', '\n');
  await page.keyboard.press('Control+Enter');
  await expect(app.verdict).toContainText('was down from');
});

test('a loop that never gives way is told of, and ends by itself', async ({ app, page }) => {
  await app.open();
  await app.edit('const reply = await answer(', 'for (;;) {}\n    const reply = await answer(');
  await page.keyboard.press('Control+Enter');
  await expect(app.verdict).toContainText(/The code has been spinning for \d+\.\d/);
  await expect(app.verdict).not.toContainText('spinning');
  await expect(app.verdict).toContainText(/hung|stopped/i);
});

test('a scenario that cannot be read names its line and loses nothing', async ({ app, page }) => {
  await app.open();
  await page.getByRole('tab', { name: 'scenario.json' }).click();
  const scenario = page.getByRole('textbox', { name: 'scenario.json' });
  const text = await scenario.inputValue();
  await scenario.fill(text.replace(/"seed": \d+/, '"seed": "seven"'));
  await expect(app.region('Run status')).toContainText('1 problem');
  await app.button('Run').click();
  await expect(app.verdict).toContainText(/scenario\.json cannot be read: line \d+/);
  await expect(scenario).toHaveValue(/"seven"/);
  await scenario.fill(text.replace(/"seed": \d+/, '"seed": 8'));
  await app.button('Run').click();
  await expect(app.verdict).toContainText('was down');
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('8');
});

test('the rich editor takes over the text and keeps what was typed', async ({ app, page }) => {
  await app.open('', { richEditor: true });
  const rich = page.locator('.monaco-editor').first();
  await expect(rich).toBeVisible();
  await expect(rich).toContainText('await answer');
  await page.getByRole('textbox', { name: /triage\.ts/ }).focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('// mine\n');
  await expect(page.getByText('edited, not run yet')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('edited, not run yet')).toBeHidden();
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByLabel('Rich editor, with types').uncheck();
  await expect(app.code).toHaveValue(/^\/\/ mine\n/);
});

test('a click on a line points at its step, and a step at its line', async ({ app, page }) => {
  await app.open();
  const line = app.region('Editor').locator('li', { hasText: 'await answer(' });
  await line.scrollIntoViewIfNeeded();
  const box = (await line.boundingBox())!;
  await page.mouse.click(box.x + 120, box.y + box.height / 2);
  await expect(app.region('Inspector')).toBeHidden();
  await expect(app.region('Timeline').locator('.chosen').first()).toBeAttached();
});
