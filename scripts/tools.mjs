// What the other scripts share. Runs on the machine's own Node, from 20.20 on.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const packagedNodes = [
  `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}/bin/node`,
  `node-bin-${process.platform}-${process.arch}/bin/node`,
];

/** The Node that the lock file brings (24), where this platform has one and it starts; else the running one. */
export function projectNode() {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const packaged = packagedNodes
    .map((name) => join(root, 'node_modules', name + suffix))
    .find((path) => existsSync(path) && spawnSync(path, ['--version']).status === 0);
  return packaged ?? process.execPath;
}

/** The entry script of an installed package's command, so that no shell or .cmd shim is needed. */
export function command(packageName, name = packageName) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[name]);
}

/** Runs a Node script with the project's Node, passing its output on; resolves to its exit code. */
export function runNode(args, env = {}) {
  const node = projectNode();
  return run(node, args, { PATH: dirname(node) + delimiter + process.env.PATH, ...env });
}

export function run(file, args, env = {}, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
      ...options,
    });
    child.on('error', (error) => {
      console.error(`${file} did not start: ${error.message}`);
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Installs from the lock file when a package is missing or has another version than the lock says. */
export async function ensureInstalled() {
  const missing = firstDifference();
  if (missing !== undefined) await install(missing);
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 22 || projectNode() !== process.execPath) return;
  console.error(
    `Node ${process.version} is too old here, and npm installed no newer one for this platform: use 22 or 24.`,
  );
  process.exit(1);
}

async function install(missing) {
  const fresh = !existsSync(join(root, 'node_modules'));
  console.log(
    fresh ? 'Installing packages.' : `Installing packages: ${missing} is not as package-lock.json says.`,
  );
  // `npm ci` would first delete what is there, under whoever is using it.
  const args = [fresh ? 'ci' : 'install', '--no-audit', '--no-fund', '--loglevel=error'];
  const windows = process.platform === 'win32';
  const env = { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };
  const code = await run(windows ? 'npm.cmd' : 'npm', args, env, { shell: windows });
  if (code !== 0) {
    console.error('The packages could not be installed; npm says why above.');
    process.exit(code);
  }
}

function firstDifference() {
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installedLock = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock)) return 'node_modules';
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  const differs = ([path, entry]) =>
    path !== '' && !entry.optional && !entry.peer && installed[path]?.version !== entry.version;
  return Object.entries(wanted).find(differs)?.[0];
}
