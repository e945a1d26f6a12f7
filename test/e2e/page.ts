/** How every end-to-end test finds its way about the page: by the names that a visitor hears. */
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import type { Settings } from '../../src/session/settings.ts';

export { expect };

export class Rehearsal {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  region(name: 'Verdict' | 'Editor' | 'Graph' | 'Timeline' | 'Inspector' | 'Run status'): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }
  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
  get verdict(): Locator {
    return this.region('Verdict').locator('p');
  }
  get ticket(): Locator {
    return this.page.getByLabel('Ticket', { exact: true });
  }
  get code(): Locator {
    return this.page.getByRole('textbox', { name: 'triage.ts' });
  }
  get band(): Locator {
    return this.page.getByRole('slider', { name: /outage on claude-3-sonnet/i });
  }
  get playhead(): Locator {
    return this.page.getByRole('slider', { name: 'Playhead' });
  }
  /** The whole hash of the run on the screen. */
  async hash(): Promise<string> {
    const text = (await this.region('Run status').textContent()) ?? '';
    return /[0-9a-f]{16}/.exec(text)?.[0] ?? '';
  }

  /** Opens the page; resolves when its first run has a verdict. */
  async open(address = '', settings: Partial<Settings> = {}): Promise<void> {
    await this.choose({ richEditor: false, ...settings });
    await this.page.goto(`./${address}`);
    await this.ran();
  }

  /** Settings as a visitor would find them kept; they hold from the next page load on, until changed there. */
  async choose(settings: Partial<Settings>): Promise<void> {
    await this.page.addInitScript((kept) => {
      if (window !== window.top) return;
      if (localStorage.getItem('rehearsal.settings') === null)
        localStorage.setItem('rehearsal.settings', kept);
    }, JSON.stringify(settings));
  }

  /** Resolves when a run is on the screen. */
  async ran(): Promise<void> {
    await expect(this.region('Run status')).toContainText(/hash [0-9a-f]{16}/);
  }

  async saved(): Promise<void> {
    await expect(this.region('Run status').getByText('saved', { exact: true })).toBeVisible();
  }

  /** Does what begins another run; resolves when that one is on the screen, and saved. */
  async anew(begin: () => Promise<void>): Promise<void> {
    const before = await this.hash();
    await begin();
    await expect.poll(() => this.hash()).toMatch(new RegExp(`^(?!${before})[0-9a-f]{16}$`));
    await this.saved();
  }

  /** Replaces a piece of the source by typing over it. */
  async edit(from: string, to: string): Promise<void> {
    await this.code.evaluate((area: HTMLTextAreaElement, piece) => {
      const at = area.value.indexOf(piece);
      if (at < 0) throw new Error(`the source holds no ${piece}`);
      area.focus();
      area.setSelectionRange(at, at + piece.length);
    }, from);
    await this.page.keyboard.insertText(to);
  }
}

/** Each test gets the page; nothing moves by itself unless a test wants it to. */
export const test = base.extend<{ app: Rehearsal }>({
  app: async ({ page }, use) => {
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(error.message));
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await use(new Rehearsal(page));
    expect(broken, 'errors in the page').toEqual([]);
  },
});
