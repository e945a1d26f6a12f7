/**
 * One hash everywhere: the shipped sandbox bundle in Node and in three browsers, beside Node from source. It owns the
 * order: engines are opened one after another and stay open, since some tests compare them.
 */
import { openBrowser, type BrowserEngine } from './browser.ts';
import { openChromium } from './drivers/chromium.ts';
import { openFirefox } from './drivers/firefox.ts';
import type { OpenedPage } from './drivers/open-page.ts';
import { openWebkit } from './drivers/webkit.mjs';
import type { Engine } from './engine.ts';
import { HarnessServer, type Site } from './harness-server.ts';
import { nodeBundle } from './node-bundle.ts';
import { nodeSource } from './node-source.ts';
import { Report } from './report.ts';
import { harnessSite } from './site.ts';
import { lines } from './tests/lines.ts';
import { noNetwork } from './tests/no-network.ts';
import { plantedDifferences } from './tests/planted.ts';
import { programs } from './tests/programs.ts';
import { randomOrchestrations } from './tests/random.ts';
import { sameHashes } from './tests/same-hashes.ts';

import { spinning } from './tests/spinning.ts';
import { unhandled } from './tests/unhandled.ts';
import { within } from './within.ts';

/** Where the browsers are; undefined for one that the machine lacks. */
export interface Browsers {
  readonly chromium: string | undefined;
  readonly firefox: string | undefined;
  readonly webkit:
    { readonly driver: string; readonly browser: string; readonly display: string } | undefined;
}

/** Generous: on two cores it takes about three minutes. */
const SUITE_MS = 1_500_000;

/** @returns whether every test passed */
export async function runSuite(browsers: Browsers, reportFile: string | undefined): Promise<boolean> {
  const report = new Report();
  const opened: Engine[] = [];
  try {
    const site = await harnessSite();
    const server = new HarnessServer(site);
    await server.start();
    await within(SUITE_MS, 'the suite to end', tests(browsers, site, server, report, opened));
    await server.stop();
  } catch (error) {
    report.fail('the suite comes to its end', error as Error);
  }
  for (const engine of opened)
    await engine.close().catch((error: unknown) => console.error((error as Error).message));
  return report.end(reportFile);
}

/** Puts every engine that it opens into `opened`, for whoever closes them. */
async function tests(
  found: Browsers,
  site: Site,
  server: HarnessServer,
  report: Report,
  opened: Engine[],
): Promise<void> {
  const bundled = nodeBundle(site);
  opened.push(bundled);
  const browsers: BrowserEngine[] = [];
  for (const [name, open] of Object.entries(openersOf(found))) {
    if (!open) {
      report.skip(`${name}, which is not here`);
      continue;
    }
    await report.test(`${name} opens the harness page`, async () => {
      const browser = await openBrowser(name, server, open);
      opened.push(browser);
      browsers.push(browser);
      return browser.version;
    });
  }
  await sameHashes(report, [nodeSource, bundled, ...browsers]);
  await randomOrchestrations(report, [nodeSource, bundled, ...browsers]);
  await programs(report, [bundled, ...browsers]);
  await plantedDifferences(report, [nodeSource, bundled, ...browsers]);
  await unhandled(report, [nodeSource, bundled, ...browsers]);
  for (const engine of [bundled, ...browsers]) await lines(report, engine);
  for (const browser of browsers) await spinning(report, browser);
  for (const browser of browsers) await noNetwork(report, browser, server);
}

type Open = (url: string, limitMs: number) => Promise<OpenedPage>;

function openersOf({ chromium, firefox, webkit }: Browsers): Record<string, Open | undefined> {
  return {
    Chromium: chromium === undefined ? undefined : (url, limitMs) => openChromium(url, chromium, limitMs),
    Firefox: firefox === undefined ? undefined : (url, limitMs) => openFirefox(url, firefox, limitMs),
    WebKit: webkit === undefined ? undefined : (url, limitMs) => openWebkit(url, webkit, limitMs),
  };
}
