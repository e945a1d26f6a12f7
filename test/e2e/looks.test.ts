import { expect, test } from './page.ts';

test('the theme follows the system, and a choice is kept', async ({ app, page }) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await app.open();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByRole('radio', { name: 'Light' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.reload();
  await app.ran();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('presentation mode has no type under 20 px and no editor', async ({ app, page }) => {
  await app.open();
  await page.keyboard.press('p');
  await expect(app.region('Editor')).toBeHidden();
  const smallest = await page.evaluate(() => {
    const sizes = [...document.querySelectorAll('body *')]
      .filter(
        (element) =>
          element.checkVisibility({ visibilityProperty: true }) && element.closest('.unseen') === null,
      )
      .filter((element) =>
        [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
      )
      .map((element) => parseFloat(getComputedStyle(element).fontSize));
    return Math.min(...sizes);
  });
  expect(smallest).toBeGreaterThanOrEqual(20);
  await page.keyboard.press('p');
  await expect(app.region('Editor')).toBeVisible();
});

for (const [width, height] of [
  [1280, 800],
  [1920, 1080],
  [1024, 768],
  [390, 844],
] as const)
  test(`at ${width} × ${height} nothing is cut off and nothing scrolls sideways`, async ({ app, page }) => {
    await page.setViewportSize({ width, height });
    await app.open();
    const overflow = await page.evaluate(() => {
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
      return [scrollWidth - clientWidth, scrollHeight - clientHeight];
    });
    expect(overflow).toEqual([0, 0]);
    const status = (await app.region('Run status').boundingBox())!;
    expect(Math.round(status.y + status.height)).toBe(height);
    await expect(app.button('Run')).toBeInViewport({ ratio: 1 });
  });
