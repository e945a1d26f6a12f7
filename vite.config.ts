import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { programsPlugin } from './scripts/programs-plugin.ts';
import { authoringEntry, sandboxPlugin } from './scripts/sandbox-plugin.ts';
import { serviceWorkerPlugin } from './scripts/service-worker-plugin.ts';

export default defineConfig({
  // Relative, so that the site can be hosted under any path.
  base: './',
  plugins: [svelte({ configFile: false }), sandboxPlugin(), programsPlugin(), serviceWorkerPlugin()],
  resolve: { alias: { rehearsal: authoringEntry } },
  worker: { format: 'es' },
  server: { host: '127.0.0.1' },
  build: {
    target: 'es2022',
    manifest: true,
    // scripts/budgets.mjs holds the sizes; Monaco's chunks would only raise Vite's own warning.
    chunkSizeWarningLimit: 10_000,
  },
});
