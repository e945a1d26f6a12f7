import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { childFlags } from '../../../src/cli/run-child.ts';
import { withInput } from '../../../src/cli/with-input.ts';

const entry = join(import.meta.dirname, '../../../src/cli/rehearse.ts');
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
  version: string;
};
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'rehearse-'))));
afterAll(() => rm(folder, { recursive: true }));

const rehearse = (...args: string[]): Promise<{ code: number | null; out: string; err: string }> =>
  fed('', ...args);

const fed = (typed: string, ...args: string[]): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [entry, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => undefined); // it may end without reading
    child.stdin.end(typed);
    let out = '';
    let err = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });

const moduleOf = (run: string): string =>
  `import { orchestration, step } from 'rehearsal';\nexport default orchestration({ name: 'Mine', steps: { work: step((f: () => unknown) => f()) }, async run(input: unknown, { work }) {\n${run}\n} });\n`;

/** Rehearses authored code out of a scenario file. */
async function authored(run: string, ...args: string[]) {
  const text = moduleOf(run);
  const file = join(folder, 'mine.scenario.json');
  const scenario = {
    format: 'rehearsal-scenario',
    version: 1,
    name: 'Mine',
    orchestration: { files: [{ path: 'mine.ts', text }], entry: 'mine.ts' },
    input: 'hello',
    faults: { faults: [] },
    seed: 1,
  };
  await writeFile(file, JSON.stringify(scenario));
  return rehearse(file, ...args);
}

describe('rehearse', () => {
  test('prints the verdict, a line a step, and the hash; twice the same', async () => {
    const [one, two] = [await rehearse('triage'), await rehearse('triage')];
    expect(one.code).toBe(0);
    expect(one.out).toMatch(
      /^claude-3-sonnet was down from 2 s to 9 s\. answer failed three times; gpt-4o answered/,
    );
    expect(one.out).toMatch(/hash [0-9a-f]{16}\n$/);
    expect(two.out).toBe(one.out);
  });

  test('takes a seed, an input and prints JSON', async () => {
    const { code, out } = await rehearse('triage/calm', '--seed', '3', '--input', 'Hello!', '--json');
    const said = JSON.parse(out) as {
      seed: number;
      verdict: string;
      hash: string;
      history: { type: string; input?: unknown }[];
    };
    expect(code).toBe(0);
    expect(said).toMatchObject({ seed: 3, hash: expect.stringMatching(/^[0-9a-f]{16}$/) as string });
    expect(said.history.find((event) => event.type === 'run.started')?.input).toMatchObject({
      body: 'Hello!',
    });
  });

  test('ends with 1 when the run fails, and 2 when it cannot begin', async () => {
    expect((await rehearse('mismatch-broken')).code).toBe(1);
    const unknown = await rehearse('nosuch');
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.err).toContain("no example and no file 'nosuch'");
    expect((await rehearse('triage', '--seed=-1')).err).toContain("--seed is '-1'");
    await writeFile(join(folder, 'bad.json'), '{\n  "format": "rehearsal-scenario",\n  "version": 99\n}');
    expect((await rehearse(join(folder, 'bad.json'))).err).toContain('line 3');
  });

  test('fails a run whose code lets an error fall, with its line', async () => {
    const { code, out } = await authored(
      "\nvoid (async () => { throw new Error('no such order'); })();\nreturn 'fine';",
      '--json',
    );
    expect(code).toBe(1);
    const { outcome } = JSON.parse(out) as { outcome: { failure: unknown } };
    expect(outcome.failure).toMatchObject({
      message: 'nobody handled an error: no such order',
      $unhashed: { file: 'mine.ts', line: 4 },
    });
  });

  test('names the line of code that does not compile', async () => {
    const { code, err } = await authored('return (;');
    expect(code).toBe(2);
    expect(err).toMatch(/^mine\.ts:3:/);
  });

  test('names the line of code that throws', async () => {
    const { code, out } = await authored("\nthrow new Error('no such order');", '--json');
    expect(code).toBe(1);
    const { outcome } = JSON.parse(out) as { outcome: { failure: unknown } };
    expect(outcome.failure).toMatchObject({
      message: 'no such order',
      $unhashed: { file: 'mine.ts', line: 4 },
    });
  });

  test('ends code that spins, and says so', async () => {
    const { code, err } = await authored('for (;;);', '--timeout', '1');
    expect(code).toBe(3);
    expect(err).toContain('gave no answer within 1 s in the world of seed 1');
  });

  test('computes many worlds, tells the cause of those that did not survive, and shows the first of them', async () => {
    const faults = JSON.stringify([
      { id: 'flaky', kind: 'server_error', match: { model: 'gpt-4o-mini' }, rate: 0.4 },
    ]);
    const { code, out, err } = await rehearse('stored-reply', '--seeds', '30', '--faults', faults);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const [, survivors] = /^(\d+) of 30 worlds survived, seeds \d+ to \d+\.\n/.exec(out) ?? [];
    expect(Number(survivors)).toBeGreaterThan(0);
    expect(Number(survivors)).toBeLessThan(30);
    const [, cause] = /^ +\d+ failed: .+ \(seeds? (\d+)/m.exec(out) ?? [];
    const [, shown] = /^Seed (\d+): /m.exec(out) ?? [];
    const [, hash] =
      /^hash ([0-9a-f]{16}) {2}seed \d+\nhash [0-9a-f]{16} {2}all 30 worlds\n$/m.exec(out) ?? [];
    expect(shown).toBe(cause);
    const alone = await rehearse('stored-reply', '--seed', shown ?? '', '--faults', faults);
    expect(alone.code).toBe(1);
    expect(alone.out).toMatch(new RegExp(`hash ${hash}\n$`));
  });

  test('gives each world its own time, and names the one that spins', async () => {
    const run =
      'const realm = Object as { worlds?: number };\nrealm.worlds = (realm.worlds ?? 0) + 1;\nif (realm.worlds === 4) for (;;);';
    const { code, err } = await authored(run, '--seeds', '9', '--seed', '10', '--timeout', '5');
    expect(code).toBe(3);
    expect(err).toContain('in the world of seed 13');
  });

  test('shows code nothing of the process that it runs in', async () => {
    const attempts = {
      process: 'process.pid',
      builtins: "process.getBuiltinModule('node:fs')",
      output: "(globalThis as any).process.stdout.write('{}')",
      require: "require('node:fs')",
      connections: "typeof (globalThis as any)[Symbol.for('undici.globalDispatcher.1')]?.dispatch",
      navigator: '(navigator as any).hardwareConcurrency',
      performance: 'PerformanceObserver.supportedEntryTypes',
      text: "new Function('return 1')()",
      script: "(0, eval)('1')",
      self: 'self === globalThis',
    };
    const tried = Object.entries(attempts).map(
      ([name, code]) =>
        `try { found.${name} = String(${code}); } catch (e: any) { found.${name} = e.name + ': ' + e.message; }`,
    );
    const { out } = await authored(`const found: any = {};\n${tried.join('\n')}\nreturn found;`, '--json');
    const { outcome } = JSON.parse(out) as { outcome: { value: Record<string, string> } };
    const outside = 'all that a run knows of the outside is its input';
    expect(outcome.value).toEqual({
      process: `StepError: process.pid is not part of a world yet: ${outside}`,
      builtins: `StepError: process.getBuiltinModule is not part of a world yet: ${outside}`,
      output: `StepError: process.stdout is not part of a world yet: ${outside}`,
      require: expect.stringContaining('cannot be') as string,
      connections: 'undefined',
      navigator: 'undefined',
      performance: 'StepError: PerformanceObserver.supportedEntryTypes is not part of the sandbox',
      text: expect.stringMatching(/^EvalError: /) as string,
      script: 'StepError: eval is not part of the sandbox',
      self: 'true',
    });
  });

  test('gives each world the global scope that the first had', async () => {
    const run = "const all = globalThis as any; if (all.left) throw new Error('seen'); all.left = true;";
    const { code, out } = await authored(run, '--seeds', '2');
    expect(out).toContain('2 of 2 worlds survived');
    expect(code).toBe(0);
  });

  test('fails a run by name for what it throws in a microtask, as a page does', async () => {
    const { code, out } = await authored("queueMicrotask(() => { throw new Error('lost'); });\nreturn 1;");
    expect(code).toBe(1);
    expect(out).toContain('mine.ts line 3 threw: lost');
  });

  test('ends the process under the permission model: no way out of it leads to files or other processes', async () => {
    const secret = join(folder, 'secret.txt');
    await writeFile(secret, 'secret');
    const probe = `
      const attempt = (act) => { try { act(); return 'done'; } catch (error) { return error.code; } };
      const { readFileSync, writeFileSync } = process.getBuiltinModule('node:fs');
      const { execSync } = process.getBuiltinModule('node:child_process');
      console.log(JSON.stringify([
        attempt(() => readFileSync(${JSON.stringify(secret)})),
        attempt(() => writeFileSync(${JSON.stringify(secret)}, 'x')),
        attempt(() => execSync('true')),
      ]));`;
    const child = spawn(process.execPath, [...childFlags(), '--eval', probe]);
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    await new Promise((closed) => child.on('close', closed));
    expect(JSON.parse(said)).toEqual(Array(3).fill('ERR_ACCESS_DENIED'));
  });

  describe('a module', () => {
    const written = async (text: string, name = 'desk.ts') => {
      const file = join(folder, name);
      await writeFile(file, text);
      return file;
    };

    test('runs with what it imports, in any folder to the same hash', async () => {
      await written('export const greeting = (name: string): string => `Hello, ${name}`;', 'words.ts');
      const module = `import { greeting } from './words';\n${moduleOf('return greeting(String(input));')}`;
      const file = await written(module);
      const here = await rehearse(file, '--input', 'you');
      expect(here.code).toBe(0);
      expect(here.out).toContain('result "Hello, you"');
      const other = await mkdtemp(join(folder, 'other-'));
      for (const name of ['desk.ts', 'words.ts']) await copyFile(join(folder, name), join(other, name));
      expect((await rehearse(join(other, 'desk.ts'), '--input', 'you')).out).toBe(here.out);
    });

    test('takes its input from a file, or from standard input', async () => {
      const file = await written(moduleOf('return input;'));
      const ticket = join(folder, 'ticket.json');
      await writeFile(ticket, '{ "body": "Hi" }');
      expect((await rehearse(file, '--input-file', ticket)).out).toContain('result {"body":"Hi"}');
      expect((await fed('typed', file, '--input-file', '-')).out).toContain('result "typed"');
    });

    test('takes its world from a scenario file', async () => {
      await authored('return 0;');
      const file = await written(moduleOf('return input;'));
      const { out } = await rehearse(file, '--scenario', join(folder, 'mine.scenario.json'), '--json');
      expect(JSON.parse(out)).toMatchObject({ scenario: 'Mine', outcome: { value: 'hello' } });
      expect((await rehearse('triage', '--scenario', 'x')).err).toContain("'triage' is none");
    });

    test('that fails without an input is told that it had none', async () => {
      const file = await written(moduleOf('return (input as any).body;'));
      expect(await rehearse(file)).toMatchObject({
        code: 1,
        err: expect.stringContaining('no input') as string,
      });
    });

    test.each([
      [
        "import 'rehearsal'; import { pad } from 'left-pad'; pad()",
        /^desk\.ts:1:\d+ 'left-pad' cannot be imported: an orchestration/,
      ],
      ["import 'rehearsal'; import './gone.ts'", /^desk\.ts:1:\d+ there is no file '\.\/gone\.ts'/],
      ["import 'rehearsal'; const x: = 1", /^desk\.ts:1:\d+ this cannot be read as TypeScript/],
    ])('that cannot be run is told where and why: %s', async (text, said) => {
      const { code, err } = await rehearse(await written(text));
      expect(code).toBe(2);
      expect(err).toMatch(said);
    });
  });

  test('names its version, and says how to ask for help', async () => {
    expect(await rehearse('--version')).toMatchObject({ code: 0, out: `${version}\n` });
    expect((await rehearse('--help')).out).toContain('Exit codes:');
    expect(await rehearse()).toMatchObject({ code: 2, out: '' });
    expect((await rehearse('--nosuch')).err).toContain("--help' tells what can be asked");
  });

  test('lists every example with its scenarios', async () => {
    const { code, out } = await rehearse('--list');
    expect(code).toBe(0);
    expect(out).toContain('triage/outage');
    expect(out).toContain('mismatch-fixed/night');
  });
});

test('an input is put where the scenario has text', () => {
  expect(withInput({ id: '1', body: 'old' }, 'new')).toEqual({ id: '1', body: 'new' });
  expect(withInput('old', 'new')).toBe('new');
  expect(withInput({ n: 1 }, '{"n":2}')).toEqual({ n: 2 });
  expect(withInput({ body: 'old' }, '[draft] help')).toEqual({ body: '[draft] help' });
  expect(() => withInput({ n: 1 }, 'text')).toThrow('give it as JSON');
});
