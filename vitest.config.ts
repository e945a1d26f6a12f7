import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunch } from './scripts/browsers.mjs';

/** A slow machine is no failure: what is timed is timed by the bench. */
const PATIENCE_MS = 60_000;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: './vite.config.ts',
        test: {
          name: 'unit',
          environment: 'node',
          testTimeout: PATIENCE_MS,
          hookTimeout: PATIENCE_MS,
          include: ['test/{unit,property,contract,package}/**/*.test.ts', 'test/imports.test.ts'],
          exclude: ['**/*.browser.test.ts'],
        },
      },
      {
        extends: './vite.config.ts',
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['test/types/**/*.test-d.ts'],
            tsconfig: 'tsconfig.types.json',
          },
        },
      },
      {
        extends: './vite.config.ts',
        test: {
          name: 'browser',
          testTimeout: PATIENCE_MS,
          hookTimeout: PATIENCE_MS,
          include: ['test/browser/**/*.test.ts', 'test/contract/**/*.browser.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({ launchOptions: chromiumLaunch() }),
          },
        },
      },
    ],
  },
});
