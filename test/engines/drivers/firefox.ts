/** Firefox, by Puppeteer over WebDriver BiDi. */
import puppeteer from 'puppeteer-core';
import type { OpenPage } from './open-page.ts';

export const openFirefox: OpenPage = async (url, executablePath, limitMs) => {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true, timeout: limitMs });
  const page = await browser.newPage();
  await page.goto(url, { timeout: limitMs });
  return { version: (await browser.version()).replace('/', ' '), close: () => browser.close() };
};
