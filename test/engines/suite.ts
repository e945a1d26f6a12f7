/**
 * One hash everywhere: the shipped sandbox bundle in Node and in three browsers, beside Node from source. It owns the
 * order: engines are opened one after another and stay open, since some tests compare them.
 */
import { openBrowser, type BrowserEngine } from './browser.ts';
import { openChromium } from './drivers/chromium.ts';
import { openFirefox } from './drivers/firefox.ts';
import type { OpenedPage } from './drivers/open-page.ts';
import { openWebkit } from './drivers/webkit.mjs';
import { HarnessServer } from './harness-server.ts';
import { nodeBundle } from './node-bundle.ts';
import { nodeSource } from './node-source.ts';
import { Report } from './report.ts';
import { harnessSite } from './site.ts';
import { lines } from './tests/lines.ts';
import { noNetwork } from './tests/no-network.ts';
import { plantedDifferences } from './tests/planted.ts';
import { sameHashes } from './tests/same-hashes.ts';
import { spinning } from './tests/spinning.ts';

/** Where the browsers are; undefined for one that the machine lacks. */
export interface Browsers {
  readonly chromium: string | undefined;
  readonly firefox: string | undefined;
  readonly webkit: { readonly driver: string; readonly browser: string; readonly display: string } | undefined;
}

/** @returns whether every test passed */
export async function runSuite(browsers: Browsers, reportFile: string | undefined): Promise<boolean> {
  const report = new Report();
  const site = await harnessSite();
  const server = new HarnessServer(site);
  await server.start();
  const bundled = nodeBundle(site.bundle);
  const opened: BrowserEngine[] = [];
  try {
    for (const [name, open] of Object.entries(openersOf(browsers))) {
      if (!open) report.skip(`${name} is not here`);
      else await report.test(`${name} opens the harness page`, async () => void opened.push(await openBrowser(name, server, open)));
    }
    const engines = [nodeSource, bundled, ...opened];
    await sameHashes(report, engines);
    await plantedDifferences(report, engines);
    for (const engine of [bundled, ...opened]) await lines(report, engine);
    for (const engine of opened) await spinning(report, engine);
    for (const engine of opened) await noNetwork(report, engine, server);
  } finally {
    for (const engine of [bundled, ...opened]) await engine.close().catch((error: Error) => console.error(error.message));
    await server.stop();
  }
  return report.end(reportFile);
}

type Open = (url: string, limitMs: number) => Promise<OpenedPage>;

function openersOf({ chromium, firefox, webkit }: Browsers): Record<string, Open | undefined> {
  return {
    Chromium: chromium === undefined ? undefined : (url, limitMs) => openChromium(url, chromium, limitMs),
    Firefox: firefox === undefined ? undefined : (url, limitMs) => openFirefox(url, firefox, limitMs),
    WebKit: webkit === undefined ? undefined : (url, limitMs) => openWebkit(url, webkit, limitMs),
  };
}
