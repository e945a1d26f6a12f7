import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProgramModules } from '../../../src/cli/program-modules.ts';
import { programAt } from '../../../src/cli/program-place.ts';
import { ProgramFault } from '../../../src/cli/program-text.ts';

const entry = join(import.meta.dirname, '../../../src/cli/rehearse.ts');
let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'program-')));
  await write('package.json', '{"name":"mine","type":"module"}');
  for (const [path, text] of Object.entries(PACKAGES)) await write(`node_modules/${path}`, text);
});
afterAll(() => rm(folder, { recursive: true }));

/** A package that is both kinds of module, one that is CommonJS, and what they lean on. */
const PACKAGES = {
  'both/package.json':
    '{"name":"both","version":"1.2.3","exports":{".":{"import":"./main.mjs","require":"./main.cjs"},"./parts/*":"./parts/*.mjs"}}',
  'both/main.mjs':
    "import { count } from './state.mjs';\nimport old, { named } from 'old';\nexport { named };\nexport default class Both { kind = 'import'; old = old.name; counted = count(); }\nexport const url = import.meta.url;",
  'both/main.cjs': "module.exports = class Both { kind = 'require'; };",
  'both/state.mjs': 'let n = 0;\nexport const count = () => ++n;',
  'both/parts/a.mjs': "export const part = 'a';",
  'old/package.json': '{"name":"old","version":"0.0.1","main":"lib"}',
  'old/lib/index.js':
    "const both = require('both');\nconst http = require('http');\nclass Agent extends http.Agent {}\nexports.name = 'old';\nexports.named = new both().kind;\nexports.Agent = Agent;\nexports.later = () => import('both');",
};

async function write(path: string, text: string): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

interface Told {
  readonly code: number | null;
  readonly err: string;
  readonly outcome: { readonly outcome: string; readonly value?: unknown; readonly failure?: Failed };
  readonly hashes: readonly string[];
  readonly history: readonly { readonly type: string; readonly text?: string }[];
}
interface Failed {
  readonly code: string;
  readonly message: string;
  readonly $unhashed?: { readonly file?: string; readonly line?: number };
}

/** Rehearses a program of these lines. */
async function rehearse(name: string, text: string, ...args: string[]): Promise<Told> {
  const file = await write(name, text);
  const child = spawn(process.execPath, [entry, file, '--json', '--input', 'hello', ...args], {
    cwd: tmpdir(),
    env: { ...process.env, SECRET: 'mine', OPENAI_API_KEY: 'mine' },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, err, ...(out === '' ? {} : (JSON.parse(out) as object)) } as Told;
}

const main = (body: string, imports = ''): string =>
  `${imports}\nexport default async function main(input) {\n${body}\n}\n`;

describe('a program is rehearsed in Node from its own folder', () => {
  test('in TypeScript, with its packages as Node would resolve them', async () => {
    const { outcome } = await rehearse(
      'whole.ts',
      `import Both, { named, url, type Shape } from 'both';
import { part } from 'both/parts/a';
import old, { Agent } from 'old';
import * as all from 'old';
import { double } from './lib/double.js';
import data from './data.json' with { type: 'json' };
type Input = string;
export default async function main(input: Input) {
  const { later } = old;
  return [new Both(), named, url.startsWith('file://'), part, typeof Agent, all.name, double(21), data.a, typeof (await later()).default, input] as unknown[];
}`,
      ...(await extraFiles()),
    );
    expect(outcome).toMatchObject({
      outcome: 'returned',
      value: [
        { kind: 'import', old: 'old', counted: 1 },
        'require',
        true,
        'a',
        'function',
        'old',
        42,
        7,
        'function',
        'hello',
      ],
    });
  });

  test('every world has modules, globals and built-ins of its own', async () => {
    const { hashes, outcome } = await rehearse(
      'state.js',
      `import Both from 'both';
let worlds = 0;
const fetched = globalThis.fetch;
export default async function main() {
  worlds++;
  globalThis.left = (globalThis.left ?? 0) + 1;
  globalThis[Symbol.for('left')] ??= 0;
  const pristine = globalThis.fetch === fetched && !fetched.changed;
  globalThis.fetch.changed = true;
  process.env.LEFT = (process.env.LEFT ?? '') + 'x';
  return [worlds, new Both().counted, globalThis.left, globalThis[Symbol.for('left')]++, pristine, process.env.LEFT];
}`,
      '--seeds',
      '3',
    );
    expect(outcome.value).toEqual([1, 1, 1, 0, true, 'x']);
    // the worlds differ in nothing but their seed
    expect(new Set(hashes).size).toBe(3);
  });

  test('what it finds of the machine is the same everywhere', async () => {
    const { outcome } = await rehearse(
      'machine.js',
      main(
        `return [process.env.SECRET ?? null, process.env.OPENAI_API_KEY, process.version, process.platform, os.hostname(),
  process.hrtime.bigint().toString(), new Date().getTimezoneOffset(), randomBytes(4).length, randomUUID().length,
  createHash('sha256').update('abc').digest('hex').slice(0, 8), performance.now(), typeof Buffer, isMainThread];`,
        `import os from 'node:os';
import { createHash, randomBytes, randomUUID } from 'crypto';
import { performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';`,
      ),
    );
    expect(outcome.value).toEqual([
      null,
      'sk-rehearsal',
      'v24.0.0',
      'linux',
      'rehearsal',
      '0',
      0,
      4,
      36,
      'ba7816bf',
      0,
      'function',
      true,
    ]);
  });

  test('contexts reach what timers call', async () => {
    const { outcome } = await rehearse(
      'contexts.js',
      main(
        `const store = new AsyncLocalStorage();
const seen = [];
await Promise.all(['a', 'b'].map((name) => store.run(name, async () => {
  await sleep(name === 'a' ? 20 : 10);
  seen.push(store.getStore());
  await new Promise((resolve) => setTimeout(() => { seen.push(store.getStore()); resolve(); }, 5));
  await new Promise((resolve) => setImmediate(() => { seen.push(store.getStore()); resolve(); }));
})));
return [seen, store.getStore() ?? null, performance.now()];`,
        `import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';`,
      ),
    );
    expect(outcome.value).toEqual([['b', 'b', 'b', 'a', 'a', 'a'], null, 25]);
  });

  test('it reads its own files, at once', async () => {
    await write('prompt.txt', 'Be brief.');
    const { outcome } = await rehearse(
      'reads.js',
      main(
        `const file = new URL('./prompt.txt', import.meta.url);
return [readFileSync(file, 'utf8'), await readFile(file, 'utf8'), existsSync('/nowhere'), performance.now()];`,
        `import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';`,
      ),
    );
    expect(outcome.value).toEqual(['Be brief.', 'Be brief.', false, 0]);
  });

  test('what reaches the machine is refused by name, when it is used', async () => {
    const { outcome } = await rehearse(
      'refused.js',
      main(
        `const messages = [];
for (const use of [
  () => http.get('http://x.test'),
  () => exec('ls'),
  () => fs.writeFileSync('/tmp/x', 'x'),
  () => zlib.gzip('x', () => undefined),
  () => process.exit(1),
])
  try { use(); } catch (error) { messages.push(error.message); }
return messages;`,
        `import { exec } from 'child_process';
import fs from 'fs';
import http from 'node:http';
import zlib from 'zlib';`,
      ),
    );
    const machine = 'is not part of a world: it reaches the machine, or answers when that likes';
    expect(outcome.value).toEqual([
      `node:http's get ${machine}`,
      `node:child_process's exec ${machine}`,
      `node:fs's writeFileSync ${machine}`,
      `node:zlib's gzip ${machine}`,
      'process.exit is not part of a world: return from main, or throw',
    ]);
  });

  test('nothing of a refused module leads back to it', async () => {
    const { outcome } = await rehearse(
      'ways.js',
      main(
        `const ways = [
  () => new http.ClientRequest.prototype.constructor('http://127.0.0.1:1'),
  () => Object.getPrototypeOf(http.ClientRequest) === Function.prototype,
  () => new (Object.getOwnPropertyDescriptor(http.ClientRequest, 'prototype').value.constructor)('http://x.test'),
  () => http.Agent.prototype.createConnection({ port: 1 }),
  () => exec[promisify.custom]('true'),
  () => dns.promises.lookup('localhost'),
  () => new AsyncResource('mine').asyncId(),
  () => asyncHooks.executionAsyncId(),
];
const messages = ways.map((way) => { try { return String(way()); } catch (error) { return error.message; } });
class Own extends http.Agent {}
return [...messages, typeof Own, http.METHODS.includes('GET'), ({}) instanceof http.Agent];`,
        `import asyncHooks, { AsyncResource } from 'node:async_hooks';
import { exec } from 'node:child_process';
import dns from 'node:dns';
import http from 'node:http';
import { promisify } from 'node:util';`,
      ),
    );
    const machine = 'is not part of a world: it reaches the machine, or answers when that likes';
    expect(outcome.value).toEqual([
      `node:http's ClientRequest ${machine}`,
      'true',
      `node:http's ClientRequest ${machine}`,
      `node:http's Agent.createConnection ${machine}`,
      expect.stringMatching(/^node:child_process's exec\..* is not part of a world/) as string,
      `node:dns's promises.lookup ${machine}`,
      "an AsyncResource's asyncId is not part of a world: it would differ in every one",
      `node:async_hooks's executionAsyncId ${machine}`,
      'function',
      true,
      false,
    ]);
  });

  test.each([
    'generateKeyPairSync',
    'generateKeySync',
    'generatePrimeSync',
    'checkPrimeSync',
    'createDiffieHellman',
  ])('crypto’s %s, which draws chance of the machine, is refused by name', async (name) => {
    const { outcome } = await rehearse(
      'crypto.js',
      main(
        `const kept = [crypto.getHashes, crypto.pbkdf2Sync, crypto.scryptSync, crypto.hkdfSync].map((one) => typeof one);
try { return crypto.${name}('modp5', 16); } catch (error) { return [error.message, crypto.pbkdf2Sync('a', 'b', 1, 4, 'sha1').length, ...kept]; }`,
        "import crypto from 'node:crypto';",
      ),
    );
    expect(outcome.value).toEqual([
      expect.stringContaining(`node:crypto's ${name} is not part of a world`),
      4,
      ...Array<string>(4).fill('function'),
    ]);
  });

  test('process gives Node’s modules by either name, and none that is not there', async () => {
    const { outcome } = await rehearse(
      'builtin.js',
      main(
        `const { getBuiltinModule } = process;
return [typeof getBuiltinModule('node:fs').readFileSync, getBuiltinModule('fs') === getBuiltinModule('node:fs'), typeof getBuiltinModule('nope')];`,
      ),
    );
    expect(outcome.value).toEqual(['function', true, 'undefined']);
  });

  test('an interval that is awaited goes by the world’s clock, and ends with its signal', async () => {
    const { outcome } = await rehearse(
      'interval.js',
      main(
        `const stop = new AbortController();
const seen = [];
try {
  for await (const value of setInterval(10, 'tick', { signal: stop.signal })) {
    seen.push(value + performance.now());
    if (seen.length === 2) await new Promise((resolve) => setTimeout(resolve, 25));
    if (seen.length === 5) stop.abort(new Error('enough'));
  }
} catch (error) { seen.push(error.message); }
return seen;`,
        "import { setInterval } from 'node:timers/promises';",
      ),
    );
    expect(outcome.value).toEqual(['tick10', 'tick20', 'tick45', 'tick45', 'tick50', 'enough']);
  });

  test('what it throws is told with its line, also out of nowhere', async () => {
    const { outcome } = await rehearse(
      'throws.ts',
      'interface Shape { a: number }\n\nexport default async function main(input: Shape) {\n  process.nextTick(() => {\n    throw new Error("dropped");\n  });\n  await new Promise((resolve) => setTimeout(resolve, 1000));\n}',
    );
    expect(outcome.failure).toMatchObject({
      message: 'it was thrown in a microtask or a listener, where nobody could catch it',
      $unhashed: { detail: 'dropped', file: 'throws.ts', line: 5 },
    });
  });

  test('what it prints is kept', async () => {
    const { history } = await rehearse(
      'prints.js',
      main("console.log('one'); process.stdout.write('two\\n');"),
    );
    expect(history.filter(({ type }) => type === 'log.written').map(({ text }) => text)).toEqual([
      'one',
      'two',
    ]);
  });

  test('what cannot be read is told before anything runs', async () => {
    const { code, err } = await rehearse('bad.ts', "\nimport x from 'nowhere';\nexport default () => x;");
    expect(err).toMatch(/^bad\.ts:2:1 'nowhere' cannot be found from here: install the package/);
    expect(code).toBe(2);
  });

  test('an import() that leads nowhere is the program’s own affair', async () => {
    const { outcome } = await rehearse(
      'maybe.js',
      main("return import('nowhere').catch((error) => error.message);"),
    );
    expect(outcome.value).toMatch(/^'nowhere' cannot be found/);
  });
});

describe('a module whose top awaits', () => {
  const asking = (text: string) =>
    `import { setTimeout as wait } from 'node:timers/promises';\nconst began = Date.now();\nawait wait(86_400_000);\n${text}`;

  test('is a program that does all of it there: a day passes at once', async () => {
    const text = asking('console.log(`took ${Date.now() - began} ms`);');
    const { outcome, history, hashes } = await rehearse('script.js', text);
    expect(outcome).toMatchObject({ outcome: 'returned', value: null });
    expect(history.filter(({ type }) => type === 'log.written').map(({ text }) => text)).toEqual([
      'took 86400000 ms',
    ]);
    expect((await rehearse('script.js', text)).hashes).toEqual(hashes);
  });

  test('may export a main function as well, which is called when it is there', async () => {
    const { outcome } = await rehearse(
      'prepared.ts',
      asking('const took: number = Date.now() - began;\nexport default (input: string) => [input, took];'),
    );
    expect(outcome.value).toEqual(['hello', 86_400_000]);
  });

  test('fails its run with what it throws there, at its line', async () => {
    const { outcome } = await rehearse('thrower.js', asking("throw new RangeError('too early');"));
    expect(outcome).toMatchObject({
      outcome: 'failed',
      failure: { message: 'threw a RangeError', $unhashed: { file: 'thrower.js', line: 4 } },
    });
  });

  test('is refused by its line where another module imports it', async () => {
    await write('lib/late.js', 'export const a = 1;\n\nawait a;');
    const { code, err } = await rehearse(
      'importer.js',
      "import { a } from './lib/late.js';\nexport default () => a;",
    );
    expect(code).toBe(2);
    expect(err).toMatch(/lib\/late\.js:3.*await stands at the top of a module that others import/);
  });
});

describe('a module that cannot be loaded says where, and why', () => {
  test.each([
    ['a missing file', "\nimport x from './nowhere.js';\nx();", 2, /^'\.\/nowhere\.js' cannot be found/],
    [
      'a part that a package keeps',
      "import x from 'both/state.mjs';\nx();",
      1,
      /^'both\/state\.mjs' cannot be found/,
    ],
    ['a syntax error', 'let a = 1;\nconst = 2;', 2, /^this cannot be read as JavaScript or TypeScript/],
  ])('%s', async (_what, text, line, message) => {
    const file = await write('broken.ts', text);
    const modules = new ProgramModules();
    const load = (): void => {
      modules.compile(file);
      modules.importsOf(file);
    };
    expect(load).toThrow(ProgramFault);
    expect(load).toThrow(
      expect.objectContaining({ file, line, message: expect.stringMatching(message) as string }),
    );
  });

  test.each([
    ["import 'both';", ['both@1.2.3']],
    ["import x from 'old'; x();", ['old@0.0.1']],
    ["import { type Shape } from 'types-only'; let a: Shape;", []],
    ["import 'node:fs';", [null]],
    ["import('nowhere');", []],
  ])('%s leads to its package', async (text, packages) => {
    const file = await write('imports.ts', text);
    const found = new ProgramModules()
      .importsOf(file)
      .map(({ from }) => from && `${from.name}@${from.version}`);
    expect(found).toEqual(packages);
  });
});

async function extraFiles(): Promise<[]> {
  await write('lib/double.ts', 'export const double = (n: number): number => n * 2;');
  await write('data.json', '{"a":7}');
  return [];
}

describe('a program is told from an orchestration', () => {
  const one = (text: string) => [{ path: 'a.ts', text }];

  test('by what it imports', () => {
    expect(programAt('/x/a.ts', one("import { orchestration } from 'rehearsal';"))).toBeNull();
    expect(
      programAt('/x/a.ts', [...one("import './b';"), { path: 'b.ts', text: "import 'rehearsal';" }]),
    ).toBeNull();
    expect(programAt('/x/a.ts', one("import OpenAI from 'openai';"))).toEqual({
      entry: '/x/a.ts',
      readable: ['/x'],
    });
  });

  test('and may read the whole of its workspace', async () => {
    const file = await write('packages/app/main.ts', '');
    await write('packages/app/package.json', '{}');
    expect(programAt(file, one(''))?.readable).toEqual([folder]);
  });
});
