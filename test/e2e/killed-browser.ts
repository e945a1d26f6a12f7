/** A browser on a profile that outlives it, and its sudden end. */
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { chromiumLaunch } from '../../scripts/browsers.mjs';

export interface Opened {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** Opens a browser of its own on a profile; default contexts keep nothing. */
export async function openProfile(profile: string): Promise<Opened> {
  const context = await chromium.launchPersistentContext(profile, {
    ...chromiumLaunch(),
    reducedMotion: 'reduce',
  });
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}

/** Ends the browser as a power cut would, all of its processes and no other: it names them itself. */
export async function killer(context: BrowserContext): Promise<() => Promise<void>> {
  const session = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pids = processInfo.sort((a) => (a.type === 'browser' ? -1 : 1)).map(({ id }) => id);
  const closed = new Promise<void>((resolve) => context.once('close', () => resolve()));
  return () => {
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It went with the one before.
      }
    }
    return closed;
  };
}
