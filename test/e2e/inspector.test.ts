import { expect, test } from './page.ts';

test('a step opens in full: attempts, cause, policy, request', async ({ app, page }) => {
  await app.open();
  await app
    .region('Graph')
    .getByRole('button', { name: /^answer/ })
    .first()
    .click();
  const inspector = app.region('Inspector');
  await expect(inspector).toContainText('answer');
  await expect(inspector.getByRole('tab')).toHaveCount(4);
  await expect(inspector).toContainText(/outage, 2\ss to 9\ss/);
  await expect(inspector).toContainText('Policy: as configured, then as it acted');
  await inspector.getByRole('tab').last().click();
  await expect(inspector).toContainText(/gpt-4o/);
  await page.keyboard.press('Escape');
  await expect(inspector).toBeHidden();
});

test('it never covers the pictures', async ({ app }) => {
  await app.open();
  await app
    .region('Verdict')
    .getByRole('button', { name: /failed/ })
    .click();
  const inspector = (await app.region('Inspector').boundingBox())!;
  const graph = (await app.region('Graph').boundingBox())!;
  expect(inspector.x + inspector.width).toBeLessThanOrEqual(graph.x + 1);
});

test('below 1200 px it stands beside the pictures, and the editor is a tab', async ({ app, page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await app.open();
  await expect(app.code).toBeHidden();
  await page.getByRole('button', { name: 'triage.ts' }).click();
  await expect(app.code).toBeVisible();
  await page.getByRole('button', { name: 'triage.ts' }).click();
  await app
    .region('Verdict')
    .getByRole('button', { name: /failed/ })
    .click();
  const inspector = (await app.region('Inspector').boundingBox())!;
  const graph = (await app.region('Graph').boundingBox())!;
  expect(Math.round(inspector.width)).toBeGreaterThanOrEqual(370);
  expect(inspector.x + inspector.width).toBeLessThanOrEqual(graph.x + 1);
});
