import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as authoring from '../../src/authoring/index.ts';
import { installedProject, root, run, type Project, type Said } from './project.ts';

const desk = `import { classify, orchestration } from 'rehearsal';
import { desks, type Ticket } from './desks.ts';

const fast = { model: 'gpt-4o-mini', timeout: '2s' } as const;

export default orchestration({
  name: 'Desk',
  steps: { intent: classify(desks, fast) },
  async run({ body }: Ticket, { intent }) {
    const found = await intent(body);
    return { desk: found === 'technical' ? 'second floor' : found };
  },
});
`;
const desks = `export const desks = ['billing', 'technical', 'general'] as const;
export interface Ticket { readonly body: string }
`;
const ticket = '{ "body": "Two invoices arrived for one month, please refund one of them." }';
const outage = '[{ "id": "down", "kind": "outage", "match": { "model": "gpt-4o-mini" } }]';
const spinning = desk.replace('const found', 'for (;;);\n    const found');
const misspelt = desk.replace("'technical' ?", "'tecnical' ?");
const curious = `import { orchestration } from 'rehearsal';
export default orchestration({ name: 'Curious', steps: {}, run: async (path: string) =>
  (globalThis as any).process.getBuiltinModule('node:fs').readFileSync(path, 'utf8') });
`;

let project: Project;
beforeAll(async () => {
  project = await installedProject();
  project.write('desk.ts', desk);
  project.write('desks.ts', desks);
  project.write('spinning.ts', spinning);
  project.write('curious.ts', curious);
}, 60_000);
afterAll(() => project.remove());

const rehearse = (...args: string[]): Promise<Said> =>
  project.run('npx', ['--no', '--', 'rehearse', ...args]);
const inRepository = (...args: string[]): Promise<Said> =>
  run(process.execPath, [join(root, 'src/cli/rehearse.ts'), ...args]);
const hashOf = ({ out }: Said): string | undefined => /^hash ([0-9a-f]{16})/m.exec(out)?.[1];

describe('the package', () => {
  test('brings all that it needs, and nothing else', () => {
    const manifest = JSON.parse(
      readFileSync(join(project.folder, 'node_modules/rehearsal/package.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(Object.keys(manifest).filter((key) => /dependencies|scripts/i.test(key))).toEqual([]);
    expect(readdirSync(join(project.folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(
      ['rehearsal'],
    );
    const parts = new Set(project.packed.map((path) => path.split('/')[0]));
    const files = ['LICENSE', 'README.md', 'THIRD-PARTY.md', 'package.json', 'scenario.schema.json'];
    expect(parts).toEqual(new Set([...files, 'examples', 'lib', 'types']));
    expect(project.tarballBytes).toBeLessThan(1_500_000);
  });

  test('tells its readers how to begin, and names whose work it brings', () => {
    const text = (name: string) => readFileSync(join(project.folder, 'node_modules/rehearsal', name), 'utf8');
    expect(text('README.md')).toMatch(/^# Rehearsal\n/);
    expect(text('README.md')).toContain('npx rehearse my-orchestration.ts');
    expect(text('THIRD-PARTY.md')).toMatch(/^## sucrase - [^]*^## zod - /m);
  });

  test('is imported under its name, with every name that an orchestration may use', async () => {
    const names = "import * as all from 'rehearsal'; console.log(JSON.stringify(Object.keys(all)))";
    const { out } = await project.run(process.execPath, ['--input-type=module', '--eval', names]);
    expect(JSON.parse(out)).toEqual(Object.keys(authoring).sort());
  });

  test.each(['nodenext', 'bundler'])('has types, down to a misspelt label: %s', async (resolution) => {
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
      allowImportingTsExtensions: true,
      module: resolution === 'nodenext' ? 'nodenext' : 'esnext',
      moduleResolution: resolution,
      types: [],
    };
    const tsc = (files: readonly string[]): Promise<Said> => {
      project.write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
      return project.run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.']);
    };
    expect(await tsc(['desk.ts'])).toEqual({ code: 0, out: '', err: '' });
    project.write('misspelt.ts', misspelt);
    expect((await tsc(['misspelt.ts'])).out).toContain('\'"tecnical"\' have no overlap');
  });

  test('rehearses an orchestration of its user, to the hash that this repository computes', async () => {
    const args = ['--input', ticket, '--seed', '3'];
    const installed = await rehearse('desk.ts', ...args);
    expect(installed).toMatchObject({ code: 0, err: '' });
    expect(installed.out).toMatch(/^result \{"desk":"(billing|second floor|general)"\}$/m);
    expect(installed.out).toBe((await inRepository(join(project.folder, 'desk.ts'), ...args)).out);
  });

  test('computes two hundred worlds, and draws no bar where nobody watches', async () => {
    const { code, out, err } = await rehearse('desk.ts', '--input', ticket, '--seeds', '200');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^200 of 200 worlds survived, seeds 1 to 200\.\n/);
    expect(out).not.toContain('\x1b');
    expect(out).not.toContain('\r');
  });

  test('gives the same hash on every Node of this machine', async () => {
    const bin = join(project.folder, 'node_modules/rehearsal/lib/rehearse.js');
    const hashes = await Promise.all(
      nodesHere().map(async (node) => hashOf(await project.run(node, [bin, 'triage']))),
    );
    expect([...new Set(hashes)]).toEqual([hashOf(await inRepository('triage'))]);
  });

  test('rehearses a scenario file, and any example', async () => {
    const file = 'node_modules/rehearsal/examples/triage/calm.scenario.json';
    const [fromFile, byName] = [await rehearse(file), await rehearse('triage/calm')];
    expect(fromFile).toMatchObject({ code: 0, out: byName.out });
    expect((await rehearse('--list')).out).toContain('mismatch-fixed/night');
  });

  test.each([
    ['survived', 0, ['desk.ts', '--input', ticket], /^intent /],
    ['failed', 1, ['desk.ts', '--input', ticket, '--faults', outage], /intent failed/],
    ['an input that does not fit', 1, ['desk.ts'], /no input: --input/],
    [
      'arguments that say nothing',
      2,
      ['desk.ts', '--seeds', 'many'],
      /--seeds is 'many'.*\n'rehearse --help'/,
    ],
    ['faults that are none', 2, ['desk.ts', '--faults', '[{"id":"x","kind":"rain"}]'], /faults\[0\]\.kind/],
    ['no such file', 2, ['gone.ts'], /no file 'gone\.ts'/],
    ['no scenario', 2, ['package.json'], /package\.json is no scenario/],
    [
      'code that spins',
      3,
      ['spinning.ts', '--input', ticket, '--timeout', '1'],
      /spinning\.ts gave no answer/,
    ],
  ])('ends as its codes say: %s', async (_, code, args, said) => {
    const ended = await rehearse(...args);
    expect(ended.code).toBe(code);
    expect(ended.err + ended.out).toMatch(said);
  });

  test('keeps code from the files around it', async () => {
    const { code, out } = await rehearse(
      'curious.ts',
      '--input',
      join(project.folder, 'package.json'),
      '--json',
    );
    expect(code).toBe(1);
    expect(out).toContain('process.getBuiltinModule is not part of a world yet');
  });
});

/** One a version. */
function nodesHere(): string[] {
  const found = new Map<string, string>();
  for (const folder of [join(process.execPath, '..'), ...(process.env['PATH'] ?? '').split(delimiter)]) {
    const node = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
    if (!existsSync(node)) continue;
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
    if (version !== '' && !found.has(version)) found.set(version, realpathSync(node));
  }
  return [...found.values()];
}
