import { expect, test } from './page.ts';

test('moving the outage by keyboard changes the verdict, and says what numbers were', async ({
  app,
  page,
}) => {
  await app.open();
  const before = await app.verdict.textContent();
  await app.band.focus();
  for (let times = 0; times < 5; times++) await page.keyboard.press('ArrowRight');
  await expect(app.verdict).toContainText(/down from 2\.5\ss to 9\.5\ss/);
  expect(await app.verdict.textContent()).not.toBe(before);
  await expect(app.region('Verdict')).toContainText('was ');
});

test('the outage dragged off the call makes the fallback disappear', async ({ app }) => {
  await app.open();
  await expect(app.region('Graph')).toContainText('503');
  const box = (await app.band.boundingBox())!;
  const { mouse } = app.page;
  await mouse.move(box.x + box.width * 0.75, box.y + box.height / 2);
  await mouse.down();
  await mouse.move(box.x + box.width * 0.75 + 120, box.y + box.height / 2, { steps: 6 });
  await mouse.move(box.x + box.width * 0.75 + 420, box.y + box.height / 2, { steps: 6 });
  await mouse.up();
  await expect(app.region('Graph')).not.toContainText('503');
  await expect(app.verdict).not.toContainText('gpt-4o answered');
  await expect(app.region('Verdict')).toContainText('succeeded');
});

test('the verdict follows during the drag, not after it', async ({ app, page }) => {
  await app.open();
  const box = (await app.band.boundingBox())!;
  const right = box.x + box.width;
  const y = box.y + box.height / 2;
  await page.mouse.move(right, y);
  await page.mouse.down();
  await page.mouse.move(right - 60, y, { steps: 3 });
  await expect(app.verdict).not.toContainText(/to 9\ss/);
  await expect(app.region('Run status')).toContainText('not saved yet');
  await page.mouse.up();
  await app.saved();
});

test('Delete takes the outage out, a click on a lane puts one in', async ({ app, page }) => {
  await app.open();
  await app.band.focus();
  await page.keyboard.press('Delete');
  await expect(app.band).toHaveCount(0);
  await expect(app.region('Verdict')).toContainText('succeeded');
});

test('without this fault the alternative is drawn', async ({ app }) => {
  await app.open();
  await app.button('Without this fault').click();
  await expect(app.region('Timeline')).toContainText('lost to the outage');
  await app.button('Without this fault').click();
  await expect(app.region('Timeline')).not.toContainText('lost to the outage');
});

test('Control Z brings a deleted fault back, and the numbers are whole again once the run is kept', async ({
  app,
  page,
}) => {
  await app.open();
  const before = await app.hash();
  await app.band.focus();
  await page.keyboard.press('Delete');
  await expect(app.band).toHaveCount(0);
  await expect(app.region('Timeline').locator(':focus')).toHaveCount(1);
  await app.saved();
  const numbers = app.region('Verdict').locator('dl');
  await expect(numbers).toContainText('tokens');
  await expect(numbers).toContainText('hash');
  await expect(numbers.getByText(/^was /)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(app.band).toHaveCount(1);
  await expect.poll(() => app.hash()).toBe(before);
});
