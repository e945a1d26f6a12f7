import { join } from 'node:path';
import { build } from 'vite';
import { authoringEntry } from '../sandbox-plugin.ts';
import { root } from '../tools.mjs';

/**
 * Bundles the command line, the process that it runs authored code in, and what an orchestration imports, as modules in
 * `lib/`: `rehearse.js`, `child.js` and `index.js`, with what they share beside them, since src/cli/place.ts finds its
 * neighbours there. Everything from npm is bundled; its licences are in `THIRD-PARTY.md`.
 */
export async function bundle(folder: string): Promise<void> {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias: { rehearsal: authoringEntry } },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      target: 'node20',
      // what one installs should be readable
      minify: false,
      license: { fileName: 'THIRD-PARTY.md' },
      rolldownOptions: {
        input: {
          index: authoringEntry,
          rehearse: join(root, 'src/cli/rehearse.ts'),
          child: join(root, 'src/cli/child.ts'),
        },
        output: { format: 'es', entryFileNames: 'lib/[name].js', chunkFileNames: 'lib/[name]-[hash].js' },
      },
    },
  });
}
