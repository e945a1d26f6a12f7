/** Chromium, by Playwright. */
import { chromium } from 'playwright';
import { chromiumLaunch } from '../../../scripts/browsers.mjs';
import type { OpenPage } from './open-page.ts';

export const openChromium: OpenPage = async (url, executablePath, limitMs) => {
  const browser = await chromium.launch({ ...chromiumLaunch(), executablePath, timeout: limitMs });
  const page = await browser.newPage();
  await page.goto(url, { timeout: limitMs });
  return { version: `Chromium ${browser.version()}`, close: () => browser.close() };
};
