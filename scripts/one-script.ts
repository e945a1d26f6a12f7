import { build, type Rolldown } from 'vite';
import { root } from './tools.mjs';

/** Bundles a harness page's entry and all it imports into one module script; nothing is written. */
export async function oneScript(entry: string): Promise<string> {
  const output = (await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: { input: entry, output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  return output.output[0].code;
}
