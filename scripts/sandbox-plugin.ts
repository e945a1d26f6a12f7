import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, normalizePath, runnerImport, type HtmlTagDescriptor, type Plugin, type Rolldown } from 'vite';
import { authoringTypes } from './authoring-types.ts';

const root = resolve(import.meta.dirname, '..');
const workerEntry = resolve(root, 'workers/sandbox.worker.ts');
const frameBootstrap = resolve(root, 'src/sandbox/frame-bootstrap.ts');
export const authoringEntry = resolve(root, 'src/authoring/index.ts');

type Generated = { readonly code: string; readonly inputs: ReadonlySet<string> };
type SandboxBundle = Generated & { readonly source: string; readonly digest: string };

// Held by the process: vitest makes this plugin once a project.
const held = new Map<string, Promise<Generated>>();

/**
 * Hands out `virtual:sandbox-bundle` and `virtual:authoring-types` (scripts/virtual.d.ts), the same bytes in dev,
 * build and vitest; leaves the bundle in the site as `engines/sandbox-<digest>.js`; completes the page's CSP.
 */
export function sandboxPlugin(): Plugin {
  const makers: Record<string, () => Promise<Generated>> = {
    'virtual:sandbox-bundle': sandboxBundle,
    'virtual:authoring-types': authoringTypesModule,
  };
  let serving = false;
  return {
    name: 'rehearsal-sandbox',
    configResolved(config) {
      serving = config.command === 'serve';
    },
    resolveId: (id) => (id in makers ? `\0${id}` : undefined),
    async load(id) {
      const make = makers[id.slice(1)];
      if (!id.startsWith('\0') || make === undefined) return undefined;
      const { code, inputs } = await hold(id.slice(1), make);
      for (const file of inputs) this.addWatchFile(file);
      return code;
    },
    async hotUpdate({ file }) {
      for (const [name, generated] of held) {
        const inputs = (await generated.catch(() => undefined))?.inputs;
        if (inputs === undefined || inputs.has(file)) held.delete(name);
      }
    },
    async generateBundle() {
      const { source, digest } = (await hold('virtual:sandbox-bundle', sandboxBundle)) as SandboxBundle;
      this.emitFile({ type: 'asset', fileName: `engines/sandbox-${digest}.js`, source });
    },
    transformIndexHtml: {
      order: 'post',
      async handler(html, { bundle }) {
        return { html: await completePolicy(html, serving), tags: preloads(bundle) };
      },
    },
  };
}

/** The page asks for the sandbox's bundle as soon as it runs; so it may as well be on its way before. */
function preloads(bundle: Rolldown.OutputBundle = {}): HtmlTagDescriptor[] {
  return Object.values(bundle)
    .filter((file) => file.type === 'chunk' && file.facadeModuleId === '\0virtual:sandbox-bundle')
    .map(({ fileName }) => ({
      tag: 'link',
      attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` },
      injectTo: 'head',
    }));
}

function hold(name: string, make: () => Promise<Generated>): Promise<Generated> {
  const generated = held.get(name) ?? make();
  held.set(name, generated);
  return generated;
}

async function sandboxBundle(): Promise<SandboxBundle> {
  const output = (await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    mode: 'production',
    // Spelt out, since vitest and dev set NODE_ENV and the digest must not depend on who asks.
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { alias: { rehearsal: authoringEntry }, conditions: ['module', 'browser', 'production'] },
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: { input: workerEntry, output: { format: 'iife', codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  const [chunk, ...others] = output.output;
  if (others.length > 0)
    throw new Error('The sandbox bundle is not one script: it imports an asset or a worker.');
  const source = chunk.code;
  const digest = createHash('sha256').update(source).digest('hex').slice(0, 16);
  const code = `export default ${JSON.stringify(source)};\nexport const digest = ${JSON.stringify(digest)};\n`;
  return {
    source,
    digest,
    code,
    inputs: new Set(chunk.moduleIds.filter((id) => existsSync(id)).map(normalizePath)),
  };
}

async function authoringTypesModule(): Promise<Generated> {
  const { files, inputs } = authoringTypes(root, authoringEntry);
  const code = `export default ${JSON.stringify(files)};\n`;
  return Promise.resolve({ code, inputs: new Set(inputs.map(normalizePath)) });
}

/**
 * Lists in the page's policy the hash of every inline script that may run: those of index.html and, since a srcdoc
 * frame inherits the policy, the sandbox frame's. In dev it lets Vite's own socket through.
 */
async function completePolicy(html: string, serving: boolean): Promise<string> {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, text]) => text ?? '',
  );
  const hashes = [...inline, ...(await frameScripts())].map(
    (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  const completed = html.replace('%INLINE_HASHES%', hashes.join(' '));
  return serving ? completed.replace("connect-src 'self'", "connect-src 'self' ws:") : completed;
}

async function frameScripts(): Promise<string[]> {
  if (!existsSync(frameBootstrap)) return [];
  const { module } = await runnerImport<{ FRAME_BOOTSTRAP: string }>(frameBootstrap, {
    configFile: false,
    logLevel: 'warn',
  });
  if (typeof module.FRAME_BOOTSTRAP !== 'string') {
    throw new Error(
      'src/sandbox/frame-bootstrap.ts must export FRAME_BOOTSTRAP, the exact text of the inline script.',
    );
  }
  return [module.FRAME_BOOTSTRAP];
}
