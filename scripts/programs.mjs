// The programs of programs/: `node scripts/programs.mjs` installs their clients if they are missing; with `build` it also
// bundles each program into dist/programs/<name>.js, one CommonJS text with everything in it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root, run } from './tools.mjs';

const folder = join(root, 'programs');

/** The programs, by the names of their files. */
export const PROGRAMS = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'ai-sdk',
  'langgraph',
  'bare-fetch',
];

/** Installs the clients from their own lock file where one is missing or has another version than the lock says. */
export async function ensurePrograms() {
  if (isInstalled()) return;
  console.log('Installing the clients of programs/.');
  const windows = process.platform === 'win32';
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const code = await run(windows ? 'npm.cmd' : 'npm', args, {}, { cwd: folder, shell: windows });
  if (code === 0) return;
  console.error('The clients of programs/ could not be installed; npm says why above.');
  process.exit(code);
}

/** Writes the bundles and says how large they are. */
export async function buildPrograms(to) {
  mkdirSync(to, { recursive: true });
  for (const name of PROGRAMS) {
    const code = await bundleProgram(name);
    writeFileSync(join(to, `${name}.js`), code);
    const [bytes, packed] = [Buffer.byteLength(code), gzipSync(code).length];
    console.log(`programs/${name}.js: ${kB(bytes)}, ${kB(packed)} gzipped`);
  }
}

/**
 * One program as a body of a function of `module`, `exports` and `require`: it asks for nothing, and its `module.exports`
 * has the program's exports. It brings a `process` of its own, since a browser has none.
 * @param {string} name
 * @returns {Promise<string>}
 */
export async function bundleProgram(name) {
  const { build } = await import('vite');
  const [{ output }] = await build({
    root: folder,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'globalThis.process': 'process', 'process.env.NODE_ENV': '"production"' },
    resolve: {
      alias: { 'node:async_hooks': resolve(folder, 'in-browser/async-hooks.js') },
      conditions: ['browser', 'module', 'production'],
    },
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      reportCompressedSize: false,
      lib: { entry: join(folder, `${name}.js`), formats: ['cjs'] },
      rolldownOptions: { output: { exports: 'named', codeSplitting: false, banner: PROCESS } },
    },
  });
  const [chunk, ...others] = output;
  if (others.length > 0)
    throw new Error(`programs/${name}.js is not one script: it imports an asset or a worker.`);
  return chunk.code;
}

/** Clients refuse to begin without a key, and these are none. */
const PROCESS = `const process = { env: ${JSON.stringify({
  NODE_ENV: 'production',
  OPENAI_API_KEY: 'sk-rehearsal',
  AZURE_OPENAI_API_KEY: 'sk-rehearsal',
  ANTHROPIC_API_KEY: 'sk-ant-rehearsal',
})} };`;

function isInstalled() {
  const installedLock = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = packagesIn(join(folder, 'package-lock.json'));
  const installed = packagesIn(installedLock);
  return Object.entries(wanted).every(
    ([path, { version, optional, peer }]) =>
      path === '' || optional || peer || installed[path]?.version === version,
  );
}

function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function kB(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}

if (process.argv[1] === import.meta.filename) {
  await ensurePrograms();
  if (process.argv[2] === 'build') await buildPrograms(join(root, 'dist/programs'));
}
