import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withInput } from '../../../src/cli/with-input.ts';

const entry = join(import.meta.dirname, '../../../src/cli/rehearse.ts');
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'rehearse-'))));
afterAll(() => rm(folder, { recursive: true }));

const rehearse = (...args: string[]): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });

/** Rehearses authored code out of a scenario file. */
async function authored(run: string, ...args: string[]) {
  const text = `import { orchestration, step } from 'rehearsal';\nexport default orchestration({ name: 'Mine', steps: { work: step((f: () => unknown) => f()) }, async run(input: unknown, { work }) {\n${run}\n} });\n`;
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

describe('rehearse', { timeout: 30_000 }, () => {
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
    expect(err).toContain('gave no answer within 1 s');
  });

  test('runs code where it may read the project, and nothing else', async () => {
    const secret = join(folder, 'secret.txt');
    await writeFile(secret, 'secret');
    const attempt = (code: string) =>
      authored(
        `const fs = (globalThis as any).process?.getBuiltinModule?.('node:fs');\nif (!fs) return 'hidden';\ntry { ${code}; return 'done'; } catch (e) { return (e as any).code; }`,
      );
    for (const code of [
      `fs.readFileSync(${JSON.stringify(secret)})`,
      `fs.writeFileSync(${JSON.stringify(secret)}, 'x')`,
      `process.getBuiltinModule('node:child_process').execSync('true')`,
    ]) {
      const { out } = await attempt(code.replace('process.get', '(globalThis as any).process.get'));
      expect(out).toMatch(/result "(ERR_ACCESS_DENIED|hidden)"/);
    }
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
