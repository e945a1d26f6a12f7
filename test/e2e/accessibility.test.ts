import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Rehearsal } from './page.ts';

async function violations(app: Rehearsal): Promise<string[]> {
  // The sandbox's frame is empty and hidden: nothing of it is shown or heard.
  const { violations } = await new AxeBuilder({ page: app.page }).exclude('iframe').analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in the ${theme} theme axe finds nothing to object to`, () => {
    test('in Play', async ({ app }) => {
      await app.open('', { theme });
      expect(await violations(app)).toEqual([]);
    });

    test('in Play with the rich editor', async ({ app, page }) => {
      await app.open('', { theme, richEditor: true });
      await expect(page.locator('.monaco-editor').first()).toBeVisible();
      expect(await violations(app)).toEqual([]);
    });

    test('with the inspector open', async ({ app }) => {
      await app.open('', { theme });
      await app
        .region('Verdict')
        .getByRole('button', { name: /failed/ })
        .click();
      await expect(app.region('Inspector')).toBeVisible();
      expect(await violations(app)).toEqual([]);
    });

    test('with code that does not compile', async ({ app, page }) => {
      await app.open('', { theme });
      await app.edit('const reply = await answer(', 'const reply = = await answer(');
      await page.keyboard.press('Control+Enter');
      await expect(app.region('Run status')).toContainText('problem');
      expect(await violations(app)).toEqual([]);
    });

    test('in presentation mode', async ({ app }) => {
      await app.open('', { theme, presentation: true });
      expect(await violations(app)).toEqual([]);
    });

    test('in the pictures’ tables', async ({ app }) => {
      await app.open('', { theme });
      await app.region('Graph').getByRole('button', { name: 'Table' }).click();
      await app.region('Timeline').getByRole('button', { name: 'Table' }).click();
      expect(await violations(app)).toEqual([]);
    });

    test('in Runs', async ({ app, page }) => {
      await app.open('', { theme });
      await app.saved();
      await page.getByRole('link', { name: 'Runs' }).click();
      await expect(page.getByRole('row').nth(1)).toBeVisible();
      expect(await violations(app)).toEqual([]);
    });

    test('in gallery, menu, palette and shortcut sheet', async ({ app, page }) => {
      await app.open('', { theme });
      await page.getByRole('button', { name: /Support triage/ }).click();
      expect(await violations(app)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'View' }).click();
      expect(await violations(app)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      expect(await violations(app)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      expect(await violations(app)).toEqual([]);
    });
  });
}
