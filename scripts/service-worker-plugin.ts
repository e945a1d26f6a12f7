import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve, sep } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';

const root = resolve(import.meta.dirname, '..');
const entry = resolve(root, 'workers/service-worker.ts');
const mswScript = createRequire(import.meta.url).resolve('msw/mockServiceWorker.js');

/** The service worker, and the script of msw that it imports: always the installed one's. */
const scripts: Record<string, (site: Site | null) => Promise<string>> = {
  'sw.js': serviceWorker,
  'mockServiceWorker.js': () => Promise.resolve(readFileSync(mswScript, 'utf8')),
};

interface Site {
  readonly digest: string;
  readonly index: string;
  readonly files: readonly string[];
}

/**
 * Puts the service worker at the site's root, with the list of what it keeps when there is no network. In dev and under
 * vitest the same worker keeps nothing, so that it never stands between a page and Vite.
 */
export function serviceWorkerPlugin(): Plugin {
  return {
    name: 'rehearsal-service-worker',
    // Found up front: found later, it would reload the page under a running test.
    config: () => ({ optimizeDeps: { include: ['msw/http', 'msw/browser'] } }),
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const make = scripts[(request.url ?? '').replace(/^\//, '').replace(/\?.*$/, '')];
        if (make === undefined) {
          next();
          return;
        }
        make(null).then((text) => {
          response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
          response.setHeader('Cache-Control', 'no-cache');
          response.end(text);
        }, next);
      });
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler({ dir }) {
        const folder = dir ?? resolve(root, 'dist');
        const site = siteIn(folder);
        for (const [name, make] of Object.entries(scripts))
          writeFileSync(join(folder, name), await make(site));
      },
    },
  };
}

function siteIn(folder: string): Site {
  const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((path) => !/^\.|^programs\/|\.map$/.test(path) && !(path in scripts))
    .sort();
  const digests = new Map(files.map((path) => [path, sha256(readFileSync(join(folder, path)))]));
  return {
    files,
    index: digests.get('index.html')!,
    digest: sha256(JSON.stringify([...digests])).slice(0, 16),
  };
}

async function serviceWorker(site: Site | null): Promise<string> {
  const output = (await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    mode: 'production',
    define: { __SITE__: JSON.stringify(site) },
    build: {
      write: false,
      target: 'es2022',
      minify: site !== null,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: { input: entry, output: { format: 'iife', codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  return output.output[0].code;
}
