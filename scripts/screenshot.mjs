// Takes the README's pictures from the built site: node scripts/screenshot.mjs, after npm run build.
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromium as findChromium, chromiumLaunch } from './browsers.mjs';
import { serve } from './serve.mjs';
import { root } from './tools.mjs';

await findChromium();
const site = await serve();
const browser = await chromium.launch(chromiumLaunch());
for (const colorScheme of ['light', 'dark']) {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    colorScheme,
    reducedMotion: 'reduce',
  });
  await page.goto(site.url);
  await page.getByRole('region', { name: 'Verdict' }).getByText('was down').first().waitFor();
  await page.getByRole('region', { name: 'Run status' }).getByText('saved').waitFor();
  await page.keyboard.press('End');
  await page.screenshot({ path: join(root, `docs/play-${colorScheme}.png`) });
  await page.close();
}
await browser.close();
await site.stop();
