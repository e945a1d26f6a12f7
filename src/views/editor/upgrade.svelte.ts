import type * as Setup from './monaco-setup.ts';

/** Wall ms that the page is given to itself before Monaco is fetched. */
const CALM_MS = 400;

/** The way from the plain editor to Monaco: fetched when the page is idle, or when someone begins to edit. */
export class Upgrade {
  setup: typeof Setup | null = $state.raw(null);
  loading = $state(false);
  failed = $state(false);

  /** Fetches it once the page has been idle for a moment; gives back how to call that off. */
  whenIdle(): () => void {
    if (this.setup || this.loading) return () => undefined;
    const timer = setTimeout(() => {
      if ('requestIdleCallback' in globalThis) requestIdleCallback(() => this.now(), { timeout: 2000 });
      else this.now();
    }, CALM_MS);
    return () => clearTimeout(timer);
  }

  now(): void {
    if (this.setup || this.loading) return;
    this.loading = true;
    import('./monaco-setup.ts').then(
      (setup) => {
        this.setup = setup;
        this.loading = false;
      },
      () => {
        // Offline, or the file is gone: the plain editor stays.
        this.loading = false;
        this.failed = true;
      },
    );
  }
}
