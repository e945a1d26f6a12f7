import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, normalizePath, runnerImport, type HtmlTagDescriptor, type Plugin, type Rolldown } from 'vite';
import { authoringTypes } from './authoring-types.ts';

const root = resolve(import.meta.dirname, '..');
const workerEntry = resolve(root, 'workers/sandbox.worker.ts');
const frameBootstrap = resolve(root, 'src/sandbox/frame-bootstrap.ts');
/** Of sucrase: what no transform that is asked for takes. */
const UNTAKEN = [
  './FlowTransformer',
  './JestHoistTransformer',
  './JSXTransformer',
  '../transformers/JSXTransformer',
  './ReactDisplayNameTransformer',
  './ReactHotLoaderTransformer',
];
const untaken = resolve(root, 'scripts/untaken-transformer.ts');
export const authoringEntry = resolve(root, 'src/authoring/index.ts');

type Generated = { readonly code: string; readonly inputs: ReadonlySet<string> };
type Engine = {
  /** The sandbox worker. */
  readonly sandbox: string;
  /** What it needs for programs alone. */
  readonly door: string;
  readonly digest: string;
  readonly inputs: ReadonlySet<string>;
};

// Held by the process: vitest makes this plugin once a project.
const held = new Map<string, Promise<{ readonly inputs: ReadonlySet<string> }>>();
const engine = (): Promise<Engine> => hold('engine', buildEngine);

/**
 * Hands out `virtual:sandbox-bundle`, `virtual:sandbox-door` and `virtual:authoring-types` (scripts/virtual.d.ts), the
 * same bytes in dev, build and vitest; leaves both scripts in the site as `engines/sandbox-<digest>.js` and
 * `engines/door-<digest>.js`; completes the page's CSP.
 */
export function sandboxPlugin(): Plugin {
  const makers: Record<string, () => Promise<Generated>> = {
    'virtual:sandbox-bundle': sandboxModule,
    'virtual:sandbox-door': doorModule,
    'virtual:authoring-types': () => hold('types', authoringTypesModule),
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
      const { code, inputs } = await make();
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
      const { sandbox, door, digest } = await engine();
      this.emitFile({ type: 'asset', fileName: `engines/sandbox-${digest}.js`, source: sandbox });
      this.emitFile({ type: 'asset', fileName: `engines/door-${digest}.js`, source: door });
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

function hold<T extends { readonly inputs: ReadonlySet<string> }>(
  name: string,
  make: () => Promise<T>,
): Promise<T> {
  const made = (held.get(name) as Promise<T> | undefined) ?? make();
  held.set(name, made);
  return made;
}

async function sandboxModule(): Promise<Generated> {
  const { sandbox, digest, inputs } = await engine();
  const code = `export default ${JSON.stringify(sandbox)};\nexport const digest = ${JSON.stringify(digest)};\n`;
  return { code, inputs };
}

async function doorModule(): Promise<Generated> {
  const { door, inputs } = await engine();
  return { code: `export default ${JSON.stringify(door)};\n`, inputs };
}

async function buildEngine(): Promise<Engine> {
  const [{ output }] = (await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    mode: 'production',
    // Spelt out, since vitest and dev set NODE_ENV and the digest must not depend on who asks.
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: {
      alias: {
        rehearsal: authoringEntry,
        // sucrase checks its options with it; ours stand in src/scenario/compile.ts
        'ts-interface-checker': resolve(root, 'scripts/unchecked-options.ts'),
        ...Object.fromEntries(UNTAKEN.map((path) => [path, untaken])),
      },
      conditions: ['module', 'browser', 'production'],
    },
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      reportCompressedSize: false,
      lib: { entry: workerEntry, formats: ['cjs'] },
      rolldownOptions: {
        // what both scripts need stands in the first
        preserveEntrySignatures: 'allow-extension',
        output: { entryFileNames: 'sandbox.js', chunkFileNames: 'door.js' },
      },
    },
  })) as [Rolldown.RolldownOutput];
  const [entry, door, ...others] = output;
  if (door?.type !== 'chunk' || door.imports.join() !== entry.fileName || others.length > 0)
    throw new Error(
      'The sandbox is not two scripts, of which the second needs the first: it imports an asset, a worker, or more on demand.',
    );
  const scripts = { sandbox: firstScript(entry.code), door: secondScript(door.code) };
  const modules = [...entry.moduleIds, ...door.moduleIds];
  return {
    ...scripts,
    // of both, since either may change what a history says
    digest: createHash('sha256').update(JSON.stringify(scripts)).digest('hex').slice(0, 16),
    inputs: new Set(modules.filter((id) => existsSync(id)).map(normalizePath)),
  };
}

/** Where the second script waits until the first asks for it. No identifier: nobody meets it by chance. */
const DOOR = JSON.stringify('rehearsal door');

/** A classic script has neither `exports` nor `require`: the one who asks takes what ran last under the name above. */
const firstScript = (code: string): string =>
  `(()=>{"use strict";const exports={};const require=()=>{const door={};const define=self[${DOOR}];delete self[${DOOR}];define(door,()=>exports);return door;};${code}})();`;

const secondScript = (code: string): string => `self[${DOOR}]=(exports,require)=>{"use strict";${code}};`;

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
