/** `process` as a program finds it in a world: the same on every machine, and of this machine nothing but its files. */
import { EventEmitter } from 'node:events';
import { isBuiltin } from 'node:module';
import { Misuse } from '../engine/step-error.ts';
import type { WriteLog } from '../simulation/ambient-console.ts';
import type { Door } from '../simulation/door/door.ts';

/**
 * The environment of every program. Keys are no secrets here, but clients refuse to begin without one; those of the
 * machine never reach a world.
 */
export const PROGRAM_ENVIRONMENT: Readonly<Record<string, string>> = {
  NODE_ENV: 'production',
  TZ: 'UTC',
  LANG: 'en_US.UTF-8',
  OPENAI_API_KEY: 'sk-rehearsal',
  AZURE_OPENAI_API_KEY: 'sk-rehearsal',
  ANTHROPIC_API_KEY: 'sk-ant-rehearsal',
};

const VERSION = '24.0.0';
const NANO_PER_MS = 1_000_000;

interface ProcessParts {
  readonly door: Door;
  readonly log: WriteLog;
  /** Absolute; what a program takes for its working folder. */
  readonly folder: string;
  readonly entry: string;
  readonly builtin: (name: string) => object | undefined;
}

/** A fresh one for each world. */
export function worldProcess({ door, log, folder, entry, builtin }: ProcessParts): object {
  const refuse = (name: string, why: string) => (): never => {
    throw new Misuse(`process.${name} is not part of a world: ${why}`);
  };
  const leave = 'return from main, or throw';
  const hrtime = (since?: readonly [number, number]): [number, number] => {
    const ms = door.nowMs;
    const [seconds, nanos] = [Math.floor(ms / 1000), (ms % 1000) * NANO_PER_MS];
    if (!since) return [seconds, nanos];
    const borrow = nanos < since[1] ? 1 : 0;
    return [seconds - since[0] - borrow, nanos - since[1] + borrow * 1_000_000_000];
  };
  const output = (level: 'info' | 'error') =>
    Object.assign(new EventEmitter(), {
      isTTY: false,
      writable: true,
      write: (text: unknown): boolean => {
        log(level, String(text).replace(/\n$/, ''), '');
        return true;
      },
      end: () => undefined,
    });
  return Object.assign(new EventEmitter(), {
    env: { ...PROGRAM_ENVIRONMENT },
    argv: ['node', entry],
    argv0: 'node',
    execArgv: [],
    execPath: 'node',
    title: 'node',
    pid: 1,
    ppid: 0,
    platform: 'linux',
    arch: 'x64',
    version: `v${VERSION}`,
    versions: { node: VERSION },
    release: { name: 'node' },
    features: {},
    config: {},
    stdout: output('info'),
    stderr: output('error'),
    stdin: Object.assign(new EventEmitter(), { isTTY: false }),
    cwd: () => folder,
    nextTick: process.nextTick.bind(process),
    hrtime: Object.assign(hrtime, { bigint: () => BigInt(door.nowMs) * BigInt(NANO_PER_MS) }),
    uptime: () => door.nowMs / 1000,
    memoryUsage: Object.assign(() => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }), {
      rss: () => 0,
    }),
    cpuUsage: () => ({ user: 0, system: 0 }),
    emitWarning: (warning: unknown) => log('warn', String(warning), ''),
    getBuiltinModule: (name: string) => (isBuiltin(name) ? builtin(name.replace(/^node:/, '')) : undefined),
    umask: () => 0o022,
    exit: refuse('exit', leave),
    abort: refuse('abort', leave),
    kill: refuse('kill', leave),
    chdir: refuse('chdir', 'name files by their paths'),
  });
}
