/** The harness page around what was built: the shipped bundle, and the policy of the shipped page. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oneScript } from '../../scripts/one-script.ts';
import { root } from '../../scripts/tools.mjs';
import type { Site } from './harness-server.ts';

/** @throws {Error} if the site is not built */
export async function harnessSite(dist = join(root, 'dist')): Promise<Site> {
  const engines = join(dist, 'engines');
  const [bundle, door] = [shipped(engines, 'sandbox'), shipped(engines, 'door')];
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(
    built(join(dist, 'index.html')),
  )?.[1];
  if (policy === undefined) throw new Error('dist/index.html has no Content-Security-Policy');
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><link rel="icon" href="data:,"><title>Harness</title></head><body><script type="module" src="harness.js"></script></body></html>`;
  return {
    html,
    bundle,
    door,
    script: await oneScript(fileURLToPath(import.meta.resolve('./page/main.ts'))),
  };
}

function shipped(folder: string, what: 'sandbox' | 'door'): string {
  let names: string[] = [];
  try {
    names = readdirSync(folder).filter((name) => name.startsWith(`${what}-`));
  } catch {
    // said below
  }
  const [name, ...more] = names;
  if (name === undefined || more.length > 0)
    throw new Error(
      `dist/engines holds ${names.length} scripts ${what}-*.js, one is expected: run npm run build`,
    );
  return built(join(folder, name));
}

function built(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Error(`${path} is missing: run npm run build`);
  }
}
