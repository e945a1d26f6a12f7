/** Chromium, by Playwright. */
import { chromium } from 'playwright';
import { chromiumLaunch } from '../../../scripts/browsers.mjs';
import { within } from '../within.ts';
import type { OpenPage } from './open-page.ts';

export const openChromium: OpenPage = async (url, executablePath, limitMs) => {
  const browser = await chromium.launch({ ...chromiumLaunch(), executablePath, timeout: limitMs });
  try {
    const page = await within(limitMs, 'Chromium to open a page', browser.newPage());
    await page.goto(url, { timeout: limitMs });
    return { version: browser.version(), close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
};
