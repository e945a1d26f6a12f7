// Finds the browsers that the tests drive, and installs what is missing where the machine allows it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { command, runNode } from './tools.mjs';

/** Without these Chromium keeps dialling its maker, which a closed network refuses again and again. */
const chromiumFlags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const programs = process.env['ProgramFiles'] ?? 'C:\\Program Files';
const chromiumNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  join(programs, 'Google/Chrome/Application/chrome.exe'),
];
const firefoxNames = [
  'firefox-esr',
  'firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  join(programs, 'Mozilla Firefox/firefox.exe'),
];

/**
 * How Playwright starts the Chromium that is here; vitest's browser project and the end-to-end tests share it.
 * @returns {{ args: string[], executablePath?: string }}
 */
export function chromiumLaunch() {
  const executablePath = process.env.CHROMIUM_PATH ?? found(chromiumNames);
  return { args: chromiumFlags, ...(executablePath && { executablePath }) };
}

/** A Chromium: CHROMIUM_PATH, a system browser, Playwright's own download, Debian's package; or undefined. */
export async function chromium() {
  const here = process.env.CHROMIUM_PATH ?? found(chromiumNames) ?? playwrightChromium();
  if (here !== undefined) return here;
  console.log('No Chromium here: asking Playwright for its own.');
  await runNode([command('playwright'), 'install', 'chromium'], {
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '',
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000',
  });
  return playwrightChromium() ?? (installDebian(['chromium']) ? found(chromiumNames) : undefined);
}

/** A Firefox: FIREFOX_PATH, a system browser, Debian's package; or undefined. */
export function firefox() {
  const here = process.env.FIREFOX_PATH ?? found(firefoxNames);
  return here ?? (installDebian(['firefox-esr']) ? found(firefoxNames) : undefined);
}

/** WebKitGTK's driver and its MiniBrowser (Linux only); `display` wraps a command that needs a screen. */
export function webkit() {
  const packages = ['webkit2gtk-driver', 'xvfb', 'xauth'];
  const here = foundWebkit();
  return here ?? (installDebian(packages) ? foundWebkit() : undefined);
}

function foundWebkit() {
  const driver = found([process.env.WEBKIT_DRIVER_PATH, 'WebKitWebDriver']);
  const browser = found([process.env.WEBKIT_BROWSER_PATH, ...miniBrowsers()]);
  const display = found(['xvfb-run']);
  return driver && browser && display ? { driver, browser, display } : undefined;
}

function miniBrowsers() {
  const folders = ['/usr/lib', '/usr/libexec', '/usr/lib64'].filter((path) => existsSync(path));
  const within = (folder) => readdirSync(folder).map((name) => join(folder, name));
  return folders
    .flatMap((folder) => [folder, ...within(folder).filter((path) => path.endsWith('-linux-gnu'))])
    .flatMap((folder) => within(folder).filter((path) => path.includes('webkit2gtk-')))
    .map((folder) => join(folder, 'MiniBrowser'))
    .filter((path) => existsSync(path))
    .sort();
}

function playwrightChromium() {
  const require = createRequire(import.meta.url);
  return found([require('playwright').chromium.executablePath()]);
}

/** The first of these paths or command names that is here and starts. */
function found(names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names
    .filter((name) => name !== undefined && name !== '')
    .flatMap((name) => (/[\\/]/.test(name) ? [name] : folders.map((folder) => join(folder, name))))
    .find((path) => existsSync(path) && starts(path));
}

function starts(path) {
  // On Windows a browser asked for its version opens a window instead.
  if (process.platform === 'win32' || !/chrom|firefox/i.test(path)) return true;
  return spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0;
}

function installDebian(packages) {
  if (!existsSync('/usr/bin/apt-get')) return false;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [file, ...rest] = [...asRoot, 'apt-get', '-o', 'DPkg::Lock::Timeout=300', ...args];
    return spawnSync(file, rest, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  console.log(`Installing from Debian: ${packages.join(', ')}.`);
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  return apt('update', '-qq').status === 0 && apt(...install, '-qq').status === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(JSON.stringify({ chromium: await chromium(), firefox: firefox(), webkit: webkit() }, null, 2));
}
