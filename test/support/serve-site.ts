import { serve } from '../../scripts/serve.mjs';

/** Serves the built site to the end-to-end tests; playwright.config.ts reads SITE_URL in each worker. */
export default async function serveSite(): Promise<() => Promise<void>> {
  const { url, stop } = await serve();
  process.env['SITE_URL'] = url;
  return stop;
}
