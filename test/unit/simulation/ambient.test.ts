import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../src/engine/limits.ts';
import { worldConsole } from '../../../src/simulation/ambient-console.ts';
import { installAmbient } from '../../../src/simulation/ambient.ts';

type Logged = [level: string, text: string, detail: string];

/** A realm of its own, such as authored code has, with the doors closed. */
function realm() {
  const context = createContext({});
  const global = runInContext('globalThis', context) as object;
  const logged: Logged[] = [];
  const log = (...line: Logged) => void logged.push(line);
  const before = Object.getOwnPropertyNames(global);
  const restore = installAmbient(global, { log });
  const run = (code: string): unknown => runInContext(code, context);
  return { run, logged, restore, global, before };
}

const refusal = (code: string): string => {
  try {
    const value = realm().run(code);
    return `allowed: ${String(value)}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a closed door names itself and what to use instead', () => {
  test.each([
    ['Date.now()', 'Date.now is not part of a world yet: use now() of the context'],
    ['new Date()', 'new Date() is not part of a world yet: use now() of the context'],
    ['Date()', 'Date() is not part of a world yet: use now() of the context'],
    ['performance.now()', 'performance.now is not part of a world yet: use now() of the context'],
    [
      'Math.random()',
      'Math.random is not part of a world yet: it would differ in every run; derive the choice from the input',
    ],
    ['crypto.randomUUID()', /^crypto\.randomUUID is not part of a world yet/],
    ['crypto.subtle.digest', /^crypto\.subtle is not part of a world yet/],
    ['crypto.getRandomValues([])', /^crypto\.getRandomValues is not/],
    ['setTimeout(() => 1, 5)', "setTimeout is not part of a world yet: await sleep('2s') of the context"],
    ['setInterval(() => 1)', /^setInterval is not part/],
    ['setImmediate(() => 1)', /^setImmediate is not part/],
    ["fetch('https://x.test')", /^fetch is not part of a world yet: ask a model through a step/],
    ['new XMLHttpRequest()', /^XMLHttpRequest is not part/],
    ["new WebSocket('wss://x.test')", /^WebSocket is not part/],
    ['new WeakRef({})', /^WeakRef is not part/],
    ['new FinalizationRegistry(() => 1)', /^FinalizationRegistry is not part/],
    ['Atomics.wait(new Int32Array(1), 0, 0, 1)', /^Atomics\.wait is not part/],
    ['Atomics.waitAsync()', /^Atomics\.waitAsync is not part/],
    ['scheduler.postTask(() => 1)', /^scheduler\.postTask is not part/],
    ['WebAssembly.compile(new Uint8Array())', /^WebAssembly\.compile is not part/],
    ["new CompressionStream('gzip')", /^CompressionStream is not part/],
    ['new MessageChannel()', /^MessageChannel is not part/],
    ["new BroadcastChannel('x')", /^BroadcastChannel is not part/],
    ["new Worker('x.js')", /^Worker is not part/],
    ["indexedDB.open('x')", /^indexedDB\.open is not part/],
    ['globalThis.fetch = () => 1', /^fetch is not part/],
    ["new Response('x')", /^Response is not part of a world yet: ask a model through a step/],
    [
      'new ReadableStream()',
      /^ReadableStream is not part of a world yet: each engine takes turns of its own/,
    ],
    ['new TextDecoderStream()', /^TextDecoderStream is not part/],
    [
      'process.env',
      'process.env is not part of a world yet: all that a run knows of the outside is its input',
    ],
    ["require('node:fs')", /^require is not part of a world yet: import what you need/],
    ["Buffer.from('a')", /^Buffer\.from is not part of a world yet: use Uint8Array/],
    ['new SharedArrayBuffer(1)', /^SharedArrayBuffer is not part/],
  ])('%s', (code, message) => {
    expect(refusal(code)).toMatch(message);
  });

  test('asking whether it is there does not throw', () => {
    const { run } = realm();
    expect(run('typeof fetch')).toBe('function');
    expect(run('({}) instanceof WebSocket')).toBe(false);
  });

  test('Temporal.Now is closed where the engine has Temporal', () => {
    const { run, global, restore } = realm();
    restore();
    (global as { Temporal?: object }).Temporal = { Now: { instant: () => 1 } };
    installAmbient(global, { log: () => undefined });
    expect(() => run('Temporal.Now.instant()')).toThrow('Temporal.Now.instant is not part of a world yet');
  });
});

describe('a date has neither clock nor zone', () => {
  test.each([
    ["new Date('2026-03-01T09:30:00Z').toISOString()", '2026-03-01T09:30:00.000Z'],
    ["new Date('2026-03-01T09:30+02:00').toISOString()", '2026-03-01T07:30:00.000Z'],
    ["new Date('2026-03-01').getTime()", 1772323200000],
    ['new Date(0).toJSON()', '1970-01-01T00:00:00.000Z'],
    ['new Date(new Date(5)).getTime()', 5],
    ['new Date(Date.UTC(2026, 0, 2)).getUTCDate()', 2],
    ["Date.parse('2026-03-01T00:00:00.123456Z')", 1772323200123],
    ['new (class extends Date {})(7) instanceof Date', true],
    ["new Date('2024-02-29T23:59:59Z').toISOString()", '2024-02-29T23:59:59.000Z'],
    ["Date.parse('2026-12-31')", 1798675200000],
    ['new Date(1).constructor === Date', true],
    ['Date.name + Date.length', 'Date7'],
  ])('%s', (code, value) => {
    expect(realm().run(code)).toBe(value);
  });

  test.each([
    [
      "new Date('2026-03-01T09:30:00')",
      "new Date('2026-03-01T09:30:00') is read differently from machine to machine",
    ],
    ["new Date('March 7, 2026')", 'is read differently'],
    ["new Date('2026-02-29T00:00:00Z')", 'is read differently'],
    ["Date.parse('2026-04-31')", 'is read differently'],
    ["Date.parse('2026-13-01')", 'is read differently'],
    ["Date.parse('2026-03-01T25:00Z')", 'is read differently'],
    ["Date.parse('2026-03-01T09:30+99:00')", 'is read differently'],
    ["Date.parse('7/3/2026')", "Date.parse('7/3/2026') is read differently"],
    [
      'new Date(2026, 0, 1)',
      "new Date(year, month, …) depends on the machine's zone: use new Date(Date.UTC(year, month, …))",
    ],
    ['new Date(0).getHours()', "Date.getHours depends on the machine's zone: use getUTCHours()"],
    ['new Date(0).setMonth(1)', 'Date.setMonth depends'],
    ['`${new Date(0)}`', "Date.toString depends on the machine's zone: use toISOString()"],
    ['new Date(0).getTimezoneOffset()', 'a world is in UTC'],
    ['new (new Date(0).constructor)()', 'new Date() is not part of a world yet'],
    ['new (class extends Date {})()', 'new Date() is not part of a world yet'],
  ])('refused: %s', (code, message) => {
    expect(refusal(code)).toContain(message);
  });
});

describe('sorting by an answer that does not order', () => {
  const asked = 'const asked = []; const by = (a, b) => (asked.push(`${a}${b}`), asked.length % 2 === 0);';

  test('asks the same questions in every engine', () => {
    const { run } = realm();
    expect(
      run(`{ ${asked} const sorted = [1, 2, 3, 4, 5].sort(by); asked.join() + ' ' + sorted.join(); }`),
    ).toBe('12,34,14,24,23,15 5,1,4,2,3');
  });

  test('also of typed arrays', () => {
    const { run } = realm();
    const [sort, toSorted] = ['sort', 'toSorted'].map((way) =>
      run(`{ ${asked} const sorted = new Int8Array([1, 2, 3, 4, 5]).${way}(by);
        asked.join() + ' ' + sorted.constructor.name + sorted.join(); }`),
    );
    expect(sort).toBe('12,34,14,24,23,15 Int8Array5,1,4,2,3');
    expect(toSorted).toBe(sort);
  });
});

describe('a locale and a zone must be written out', () => {
  test.each([
    ["'ä'.localeCompare('z', 'sv') > 0", true],
    ["(1234.5).toLocaleString('en')", '1,234.5'],
    ["new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format(new Date(0))", '1/1/1970'],
    ["new Date(0).toLocaleDateString('en', { timeZone: 'UTC' })", '1/1/1970'],
    ["new Intl.NumberFormat('de').format(1234.5)", '1.234,5'],
    ["new Intl.NumberFormat('en') instanceof Intl.NumberFormat", true],
  ])('%s', (code, value) => {
    expect(realm().run(code)).toBe(value);
  });

  test.each([
    [
      "'a'.localeCompare('b')",
      "String.localeCompare without a locale depends on the machine's: give one, such as 'en'",
    ],
    ['(1.5).toLocaleString()', 'Number.toLocaleString without a locale'],
    ['[1.5].toLocaleString()', 'Number.toLocaleString without a locale'],
    ['new Intl.NumberFormat()', 'Intl.NumberFormat without a locale'],
    ['Intl.Collator()', 'Intl.Collator without a locale'],
    ["new Intl.DateTimeFormat('en')", 'Intl.DateTimeFormat without a time zone'],
    ["new Date(0).toLocaleString('en')", 'Date.toLocaleString without a time zone'],
    [
      "new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format()",
      'of the present is not part of a world yet',
    ],
    [
      "new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).formatToParts()",
      'of the present is not part of a world yet',
    ],
  ])('refused: %s', (code, message) => {
    expect(refusal(code)).toContain(message);
  });
});

describe('console becomes bounded log lines', () => {
  test('levels, and objects as JSON', () => {
    const { run, logged } = realm();
    run(
      "console.log('a', 1, { b: [true, null] }); console.warn('w'); console.error('e'); console.debug('d')",
    );
    run('console.assert(1 === 1, "no"); console.assert(false, "yes"); console.table([1]); console.time("t")');
    expect(logged).toEqual([
      ['info', 'a 1 {"b":[true,null]}', ''],
      ['warn', 'w', ''],
      ['error', 'e', ''],
      ['debug', 'd', ''],
      ['error', 'Assertion failed yes', ''],
      ['info', '[1]', ''],
    ]);
  });

  test('cycles, functions, symbols, big numbers, undefined and dates have a text', () => {
    const { run, logged } = realm();
    run(
      'const o = { n: 1n, f() {}, u: undefined, d: new Date(0) }; o.self = o; console.log(o, Symbol("s"), undefined)',
    );
    expect(logged[0]![1]).toBe(
      '{"n":1n,"f":[function f],"u":undefined,"d":"1970-01-01T00:00:00.000Z","self":[circular]} Symbol(s) undefined',
    );
  });

  test('a line stops at the limit, however large the object', () => {
    const { run, logged } = realm();
    run('console.log(Array.from({ length: 1e6 }, (_, i) => i), "after")');
    expect(logged[0]![1]).toHaveLength(LIMITS.logChars);
    expect(logged[0]![1].endsWith('…')).toBe(true);
  });

  test('what an engine wrote of a native error stays out of the text', () => {
    const logged: Logged[] = [];
    const console = worldConsole((...line) => void logged.push(line));
    console['log']!(new TypeError('x is not a function'), new Error('mine'));
    expect(logged).toEqual([
      ['info', 'TypeError: threw a TypeError Error: mine', 'TypeError: x is not a function'],
    ]);
  });
});

describe('installing', () => {
  test('is undone completely', () => {
    const { run, restore, global, before } = realm();
    restore();
    expect(Object.getOwnPropertyNames(global).filter((name) => !before.includes(name))).toEqual([]);
    expect(run('typeof Date.now() + typeof Math.random() + new Date(2026, 0, 1).getFullYear()')).toBe(
      'numbernumber2026',
    );
    expect(run("typeof fetch + 'a'.localeCompare('b')")).toBe('undefined-1');
    expect(run('Date.prototype.constructor === Date')).toBe(true);
  });

  test('works on a Node process of its own, whose internals go on', async () => {
    const module = fileURLToPath(new URL('../../../src/simulation/ambient.ts', import.meta.url));
    const code = `
      import { installAmbient } from ${JSON.stringify(module)};
      const { write } = process.stdout;
      const real = setTimeout;
      const lines = [];
      const restore = installAmbient(globalThis, { log: (level, text) => lines.push(text) });
      const caught = (body) => { try { return body() } catch (error) { return error.name + ': ' + error.message } };
      lines.push(caught(() => Date.now()), caught(() => fetch('http://x.test')), caught(() => crypto.randomUUID()));
      lines.push(caught(() => new Response('x')));
      console.log('kept');
      await new Promise((resolve) => real(resolve, 1));
      const { readFile } = await import('node:fs/promises');
      lines.push(typeof (await readFile(${JSON.stringify(module)}, 'utf8')));
      restore();
      lines.push(typeof Date.now());
      write.call(process.stdout, JSON.stringify(lines));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--experimental-strip-types',
      '--no-warnings',
      '--input-type=module',
      '-e',
      code,
    ]);
    expect(JSON.parse(stdout)).toEqual([
      'StepError: Date.now is not part of a world yet: use now() of the context',
      expect.stringContaining('fetch is not part of a world yet'),
      expect.stringContaining('crypto.randomUUID is not part of a world yet'),
      expect.stringContaining('Response is not part of a world yet'),
      'kept',
      'string',
      'number',
    ]);
  });
});
