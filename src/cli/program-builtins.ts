/**
 * Node's own modules as a program finds them in a world: as they are where they answer at once and alike everywhere, the
 * world's where they tell time, chance or the machine, and refused by name, when they are used, where they do neither.
 */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { createRequire, isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Misuse } from '../engine/step-error.ts';
import type { Door } from '../simulation/door/door.ts';
import type { WorldGlobals } from '../simulation/door/world-globals.ts';
import type { Builtins } from './program-modules.ts';
import { refusedModule } from './refused-module.ts';
import { intervals } from './program-timers.ts';

type Table = Record<string, unknown>;

const native = createRequire(import.meta.url) as (name: string) => Table;

/** As they are. */
const KEPT = new Set([
  'assert',
  'assert/strict',
  'constants',
  'diagnostics_channel',
  'events',
  'path',
  'path/posix',
  'path/win32',
  'punycode',
  'querystring',
  'stream',
  'stream/promises',
  'string_decoder',
  'sys',
  'url',
  'util',
  'util/types',
]);

/** Of these modules what answers at once: the rest of each is refused. */
const AT_ONCE: Readonly<Record<string, RegExp>> = {
  crypto:
    /^(?:create(?:Hash|Hmac|Cipheriv|Decipheriv)|hash|timingSafeEqual|get(?:Hashes|Ciphers|Curves|CipherInfo)|(?:pbkdf2|scrypt|hkdf)Sync|constants)$/,
  fs: /^(?:(?:readFile|exists|stat|lstat|readdir|realpath|access)Sync|constants)$/,
  zlib: /^(?:\w+Sync|constants|codes|crc32)$/,
};

const READS = ['readFile', 'stat', 'lstat', 'readdir', 'realpath', 'access'] as const;

interface BuiltinParts {
  readonly door: Door;
  readonly globals: WorldGlobals;
  readonly process: object;
}

/** The modules of one world. */
export function worldBuiltins({ door, globals, process }: BuiltinParts): Builtins {
  const { names, timers, chance } = globals;
  const made: Readonly<Record<string, (requireFrom: Parameters<Builtins>[1]) => object>> = {
    async_hooks: () => {
      // from now on a timer's function belongs where the timer was set
      door.bindContext = (act) => AsyncLocalStorage.bind(act);
      return { ...refusedNative('async_hooks'), AsyncLocalStorage, AsyncResource: UnnumberedResource };
    },
    buffer: () => ({ ...native('node:buffer'), Blob: names.Blob, File: names.File }),
    console: () => names.console,
    crypto: () => cryptoOf(chance),
    fs: () => ({ ...partly('fs'), existsSync, promises: readsOf() }),
    'fs/promises': () => readsOf(),
    module: (requireFrom) => ({
      createRequire: (from: string | URL) => requireFrom(pathOf(from)),
      builtinModules: [],
      isBuiltin,
    }),
    os: () => MACHINE,
    perf_hooks: () => ({ performance: names.performance, PerformanceObserver: Observer }),
    process: () => process,
    'stream/web': () => ({
      ...native('node:stream/web'),
      ReadableStream: names.ReadableStream,
      TransformStream: names.TransformStream,
      TextDecoderStream: names.TextDecoderStream,
      TextEncoderStream: names.TextEncoderStream,
      CompressionStream: undefined,
      DecompressionStream: undefined,
    }),
    timers: () => timers.globals,
    'timers/promises': () => ({
      setTimeout: timers.wait,
      setImmediate: timers.waitNone,
      setInterval: intervals(timers.globals),
      scheduler: names.scheduler,
    }),
    tty: () => ({ isatty: () => false }),
    worker_threads: () => ({
      ...refusedNative('worker_threads'),
      isMainThread: true,
      parentPort: null,
      workerData: null,
      threadId: 0,
      MessageChannel: names.MessageChannel,
    }),
  };
  const done = new Map<string, object>();
  return (name, requireFrom) => {
    let found = done.get(name);
    if (!found) {
      const own = Object.hasOwn(made, name) ? made[name]!(requireFrom) : null;
      found =
        own ??
        (KEPT.has(name) ? native(`node:${name}`) : name in AT_ONCE ? partly(name) : refusedNative(name));
      done.set(name, found);
    }
    return found;
  };
}

const refusedNative = (name: string): Table => refusedModule(`node:${name}`, native(`node:${name}`));

const pathOf = (from: string | URL): string =>
  typeof from === 'string' && !from.startsWith('file:') ? from : fileURLToPath(from);

function partly(name: string): Table {
  const all = native(`node:${name}`);
  const own = refusedNative(name);
  for (const key of Object.keys(all)) if (AT_ONCE[name]!.test(key)) own[key] = all[key];
  return own;
}

function cryptoOf({ crypto, randomBytes, random }: WorldGlobals['chance']): Table {
  const bytes = (length: number, done?: (error: null, bytes: Uint8Array) => void) => {
    const made = Buffer.from(randomBytes(length));
    if (!done) return made;
    queueMicrotask(() => done(null, made));
    return undefined;
  };
  const below = (from: number, to?: number): number => {
    const [least, bound] = to === undefined ? [0, from] : [from, to];
    return least + Math.floor(random() * (bound - least));
  };
  return {
    ...partly('crypto'),
    ...crypto,
    webcrypto: crypto,
    randomBytes: bytes,
    randomInt: below,
    randomFillSync: crypto.getRandomValues,
  };
}

/** What lies outside of what a program may read is not there. */
function existsSync(path: string): boolean {
  try {
    return (native('node:fs') as { existsSync(path: string): boolean }).existsSync(path);
  } catch {
    return false;
  }
}

/** Reading without waiting: another thread would answer when it likes. */
function readsOf(): Table {
  const fs = native('node:fs') as Record<string, (...given: unknown[]) => unknown>;
  const reads = READS.map((name) => [
    name,
    async (...given: unknown[]): Promise<unknown> => fs[`${name}Sync`]!(...given),
  ]);
  return { ...refusedNative('fs/promises'), ...(Object.fromEntries(reads) as Table) };
}

/** Node numbers what is under way as it comes, whichever world it is of. */
class UnnumberedResource extends AsyncResource {
  override asyncId(): never {
    throw new Misuse("an AsyncResource's asyncId is not part of a world: it would differ in every one");
  }

  override triggerAsyncId(): never {
    return this.asyncId();
  }
}

const MACHINE = {
  EOL: '\n',
  platform: () => 'linux',
  type: () => 'Linux',
  arch: () => 'x64',
  release: () => '',
  version: () => '',
  hostname: () => 'rehearsal',
  homedir: () => '/',
  tmpdir: () => '/tmp',
  endianness: () => 'LE',
  availableParallelism: () => 1,
  cpus: () => [],
  totalmem: () => 0,
  freemem: () => 0,
  loadavg: () => [0, 0, 0],
  uptime: () => 0,
  networkInterfaces: () => ({}),
  userInfo: () => ({ username: 'rehearsal', uid: 0, gid: 0, shell: null, homedir: '/' }),
  constants: { signals: {} },
};

class Observer {
  observe(): void {
    // nothing of the machine is measured in a world
  }

  disconnect(): void {
    // as above
  }
}
