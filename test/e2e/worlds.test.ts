import { expect, test } from './page.ts';

test('of several runs one is looked at, and the verdict speaks of all', async ({ app, page }) => {
  await app.open('#/play/failure-handling/breaker');
  await expect(app.verdict).toContainText(/All 14 runs returned/);
  const runs = page.getByRole('combobox', { name: 'Run', exact: true });
  await expect(runs.locator('option')).toHaveCount(14);
  await runs.selectOption('run-2');
  await expect(runs).toHaveValue('run-2');
  await expect(app.verdict).toContainText(/All 14 runs returned/);
  await runs.blur();
  await page.keyboard.press('r');
  await expect(runs).toHaveValue('run-3');
});

test('the breaker of an endpoint stands under its lane, and in the table', async ({ app }) => {
  await app.open('#/play/failure-handling/breaker');
  const timeline = app.region('Timeline');
  await expect(timeline.getByRole('img', { name: /^breaker open: 5 failures/ })).toHaveCount(1);
  await timeline.getByRole('button', { name: 'Table' }).click();
  await expect(timeline).toContainText('Policies that changed for all runs');
  await expect(timeline.getByRole('row', { name: /^breaker gpt-4o/ }).first()).toContainText('open');
});

test('a step says what each layer of its policy did', async ({ app, page }) => {
  await app.open('#/play/failure-handling/breaker');
  await page.getByRole('combobox', { name: 'Run', exact: true }).selectOption('run-8');
  await app
    .region('Graph')
    .getByRole('button', { name: /^summary/ })
    .click();
  const inspector = app.region('Inspector');
  await expect(inspector.getByRole('row', { name: /^breaker/ })).toContainText('refused at');
  await expect(inspector).toContainText('not asked');
});

test('a crash of the orchestrator is moved and made longer by keyboard', async ({ app, page }) => {
  await app.open('#/play/crash-fixed/once');
  await expect(app.verdict).toContainText(/crashed at 0\.9\ss and resumed from its history 3\.0\ss later/);
  const crash = page.getByRole('slider', { name: 'crash on orchestrator' });
  await crash.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(app.verdict).toContainText(/resumed from its history 3\.1\ss later/);
  await crash.focus();
  await page.keyboard.press('Delete');
  await expect(crash).toHaveCount(0);
  await expect(app.verdict).not.toContainText('crashed');
});

test('the palette crashes the orchestrator at the playhead', async ({ app, page }) => {
  await app.open();
  await page.keyboard.press('Home');
  for (let times = 0; times < 3; times++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('crash the orchestrator');
  await page.keyboard.press('Enter');
  await expect(app.verdict).toContainText(/The orchestrator crashed at 3\.0\ss/);
  await expect(page.getByRole('slider', { name: 'crash on orchestrator' })).toHaveCount(1);
});
