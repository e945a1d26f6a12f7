/** Firefox, by Puppeteer over WebDriver BiDi. */
import puppeteer from 'puppeteer-core';
import { within } from '../within.ts';
import type { OpenPage } from './open-page.ts';

export const openFirefox: OpenPage = async (url, executablePath, limitMs) => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    timeout: limitMs,
  });
  try {
    const page = await within(limitMs, 'Firefox to open a page', browser.newPage());
    await page.goto(url, { timeout: limitMs });
    const version = await within(limitMs, 'Firefox to tell its version', browser.version());
    return { version: version.replace(/^.*\//, ''), close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
};
