import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Rehearsal } from './page.ts';

async function violations(app: Rehearsal): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page: app.page }).exclude('iframe').analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}

for (const theme of ['light', 'dark'] as const)
  test.describe(`in the ${theme} theme axe finds nothing to object to`, () => {
    test('where a person is waited for', async ({ app, page }) => {
      await app.open('#/play/approval/approved', { theme });
      await page.keyboard.press('Home');
      await page.keyboard.press('.');
      await expect(page.getByRole('form', { name: 'Answer a supervisor' })).toBeVisible();
      expect(await violations(app)).toEqual([]);
    });

    test('where people did something', async ({ app }) => {
      await app.open('#/play/approval/approved', { theme });
      await app.button('People').click();
      expect(await violations(app)).toEqual([]);
    });

    test('in the human queue', async ({ app, page }) => {
      await app.open('#/play/dead-letter/waiting', { theme });
      await page.keyboard.press('q');
      await expect(page.getByRole('region', { name: 'Human queue' })).toBeVisible();
      expect(await violations(app)).toEqual([]);
    });

    test('with a breaker and several runs, and in their tables', async ({ app }) => {
      await app.open('#/play/failure-handling/breaker', { theme });
      expect(await violations(app)).toEqual([]);
      await app.region('Timeline').getByRole('button', { name: 'Table' }).click();
      expect(await violations(app)).toEqual([]);
    });

    test('with a crash of the orchestrator, and the policy of a step', async ({ app }) => {
      await app.open('#/play/crash-fixed/once', { theme });
      await app
        .region('Graph')
        .getByRole('button', { name: /^refund/ })
        .click();
      await expect(app.region('Inspector')).toBeVisible();
      expect(await violations(app)).toEqual([]);
    });
  });

test('no type of what is new is under 12 px, and under 20 px in a presentation', async ({ app, page }) => {
  const smallest = (): Promise<number> =>
    page.evaluate(() => {
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
  await app.open('#/play/failure-handling/breaker');
  expect(await smallest()).toBeGreaterThanOrEqual(12);
  await page.keyboard.press('p');
  await expect(app.region('Editor')).toBeHidden();
  expect(await smallest()).toBeGreaterThanOrEqual(20);
});
