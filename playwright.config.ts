import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './scripts/browsers.mjs';

const { SITE_URL } = process.env;

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results/e2e',
  globalSetup: './test/support/serve-site.ts',
  // a slow machine is no failure: what is timed is timed by the bench
  timeout: 120_000,
  expect: { timeout: 20_000 },
  retries: 0,
  workers: 1,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: {
    ...(SITE_URL && { baseURL: SITE_URL }),
    browserName: 'chromium',
    screenshot: 'only-on-failure',
    launchOptions: chromiumLaunch(),
  },
});
