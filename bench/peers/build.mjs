// node bench/peers/build.mjs: bundles the engine into dist/ours.mjs, one file that Node 20 and browsers read.
import { join } from 'node:path';
import { build } from 'vite';

const here = import.meta.dirname;

await build({
  root: here,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  mode: 'production',
  resolve: { alias: { rehearsal: join(here, '../../src/authoring/index.ts') } },
  build: {
    outDir: join(here, 'dist'),
    emptyOutDir: true,
    target: 'es2022',
    minify: false,
    modulePreload: false,
    reportCompressedSize: false,
    lib: { entry: join(here, 'entry.mjs'), formats: ['es'], fileName: () => 'ours.mjs' },
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
