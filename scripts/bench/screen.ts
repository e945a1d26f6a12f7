/** Speeds of the built site in headless Chromium: first verdict, Run to verdict, drag to verdict, a sweep, frames. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { openScenario } from '../../src/cli/open-scenario.ts';
import { chromiumLaunch } from '../browsers.mjs';
import { oneScript } from '../one-script.ts';
import { serve } from '../serve.mjs';
import { root } from '../tools.mjs';
import type { SweepAsked } from './page.ts';
import { median, say } from './table.ts';

const site = await serve();
const browser = await chromium.launch(chromiumLaunch());
try {
  await firstVerdicts();
  const page = await opened();
  await frames(page);
  await runs(page);
  await drags(page);
  await page.close();
  await sweeps();
} finally {
  await browser.close();
  await site.stop();
}

/** A page that notes when the verdict first names the outage, and when the hash in the status line last changed. */
async function opened(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const noted = { firstMs: 0, hash: '', changedMs: 0, verdict: '', verdictMs: 0 };
    Object.assign(window, { noted: () => noted });
    const look = (): void => {
      const verdict = document.querySelector('[aria-label="Verdict"]')?.textContent ?? '';
      const status = document.querySelector('[aria-label="Run status"]')?.textContent ?? '';
      if (noted.firstMs === 0 && verdict.includes('was down')) noted.firstMs = performance.now();
      const hash = /hash\s*([0-9a-f]{8,16})/.exec(status)?.[1] ?? '';
      if (hash !== '' && hash !== noted.hash) Object.assign(noted, { hash, changedMs: performance.now() });
      if (verdict !== noted.verdict) Object.assign(noted, { verdict, verdictMs: performance.now() });
    };
    addEventListener('DOMContentLoaded', () =>
      new MutationObserver(look).observe(document.documentElement, {
        subtree: true,
        childList: true,
        characterData: true,
      }),
    );
  });
  await page.goto(site.url);
  await page.waitForFunction(() => noted().firstMs > 0);
  return page;
}

declare function noted(): { firstMs: number; changedMs: number; verdictMs: number };

async function firstVerdicts(): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const page = await opened();
    times.push(await page.evaluate(() => noted().firstMs));
    await page.context().close();
  }
  say('load to the first verdict (median of 5)', `${median(times).toFixed(0)} ms`, 'promised: 1,000 ms');
}

/** The longest frame while the first history plays. */
async function frames(page: Page): Promise<void> {
  const longest = await page.evaluate(
    () =>
      new Promise<{ longestMs: number; frames: number; tookMs: number }>((resolve) => {
        const began = performance.now();
        let last = began;
        let longestMs = 0;
        let frames = 0;
        const tick = (): void => {
          const now = performance.now();
          if (frames++ > 3) longestMs = Math.max(longestMs, now - last);
          last = now;
          if (now - began < 4_000) requestAnimationFrame(tick);
          else resolve({ longestMs, frames, tookMs: now - began });
        };
        requestAnimationFrame(tick);
      }),
  );
  say(
    'frames a second while it plays',
    ((longest.frames / longest.tookMs) * 1000).toFixed(1),
    'promised: 60',
  );
  say('longest frame while it plays', `${longest.longestMs.toFixed(0)} ms`, 'promised: 50 ms');
}

async function runs(page: Page): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < 20; i++) {
    // the next seed, since the same world again would change nothing that could be seen; the way is the same as Run's
    const began = await page.evaluate(() => {
      const at = performance.now();
      document.querySelector<HTMLButtonElement>('button[aria-label="Next seed"]')!.click();
      return at;
    });
    await page.waitForFunction((at) => noted().changedMs > at, began);
    times.push(await page.evaluate((at) => noted().changedMs - at, began));
  }
  say('Run with the next seed to the verdict (of 20)', `${median(times).toFixed(0)} ms`, 'promised: 100 ms');
}

async function drags(page: Page): Promise<void> {
  const band = page.getByRole('slider', { name: /outage/i }).first();
  await band.focus();
  const times: number[] = [];
  for (let i = 0; i < 20; i++) {
    const began = await page.evaluate(() => performance.now());
    await page.keyboard.press(i % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
    await page.waitForFunction((at) => noted().verdictMs > at, began);
    times.push(await page.evaluate((at) => noted().verdictMs - at, began));
  }
  say('a band moved to the verdict (median of 20)', `${median(times).toFixed(0)} ms`, 'promised: 150 ms');
}

async function sweeps(): Promise<void> {
  const { scenario, files, entry } = openScenario('triage', null);
  const engines = join(root, 'dist/engines');
  const bundle = readFileSync(
    join(
      engines,
      readdirSync(engines).find((file) => file.startsWith('sandbox-'))!,
    ),
    'utf8',
  );
  const { name, input, faults, seed } = scenario;
  const asked: SweepAsked = {
    bundle,
    files,
    entry,
    inputs: { scenario: name, input, faults, seed, host: 'simulated' },
    seeds: 1_000,
  };
  const context = await browser.newContext();
  const page = await context.newPage();
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(
    readFileSync(join(root, 'dist/index.html'), 'utf8'),
  )![1]!;
  const script = await oneScript(join(import.meta.dirname, 'page.ts'));
  await page.route('**/bench.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  await page.route('**/bench.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><script type="module" src="bench.js"></script>`,
    }),
  );
  await page.goto(`${site.url}bench.html`);
  await page.waitForFunction(() => 'sweep' in window);
  for (const [way, what] of [
    ['sweep', '1,000 seeds of the triage, hashed'],
    ['keep', '1,000 seeds of the triage, every history kept'],
  ] as const) {
    const times: number[] = [];
    let events = 0;
    for (let i = 0; i < 3; i++) {
      const done = await page.evaluate<{ tookMs: number; events: number }>(
        `${way}(${JSON.stringify(asked)})`,
      );
      times.push(done.tookMs);
      events = done.events;
    }
    say(what, `${median(times).toFixed(0)} ms`, `promised: 2,000 ms; ${events} events`);
  }
}
