import { runInNewContext, Script } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { compile, type Compiled } from '../../../src/scenario/compile.ts';
import { link, LinkError, type Registry } from '../../../src/scenario/link.ts';
import { problemFromSyntaxError, registryScript } from '../../../src/scenario/registry.ts';
import { FILE_LIMIT, SOURCE_LIMIT_CHARS, type SourceFile } from '../../../src/scenario/source.ts';
import { locateError } from '../../../src/scenario/stack.ts';

const rehearsal = { orchestration: (given: object) => ({ made: given }), step: () => 'step' };

const filesOf = (texts: Readonly<Record<string, string>>): SourceFile[] =>
  Object.entries(texts).map(([path, text]) => ({ path, text }));

function compiledFrom(texts: Readonly<Record<string, string>>, entry = 'main.ts'): Compiled {
  const result = compile(filesOf(texts), entry);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled;
}

function registryFrom(texts: Readonly<Record<string, string>>): Registry {
  const realm = {} as { REGISTRY: Registry };
  runInNewContext(registryScript(compiledFrom(texts), 'REGISTRY').text, realm);
  return realm.REGISTRY;
}

const linked = (texts: Readonly<Record<string, string>>) =>
  link(registryFrom(texts), 'main.ts', { rehearsal });

/** Each problem as 'file:line:column message'. */
function problemsOf(files: readonly SourceFile[], entry = 'main.ts'): string[] {
  const result = compile(files, entry);
  return result.ok
    ? []
    : result.problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
}

const oneFile = (text: string): string[] => problemsOf(filesOf({ 'main.ts': text }));

describe('compiling', () => {
  test('keeps every line where it was', () => {
    const text = `import {
  orchestration,
  type Ticket,
} from 'rehearsal';
interface Shape {
  a: string;
}
enum Level { Low, High }
type Long =
  | 'x'
  | 'y';
class Box<T> {
  constructor(private readonly value: T) {}
}
export default orchestration({ line: new Error('here'), level: Level.High, box: new Box<Long>('x') } satisfies object);
`;
    const { modules } = compiledFrom({ 'main.ts': text });
    expect(modules[0]?.code.split('\n').findIndex((line) => line.includes('here'))).toBe(14);
    expect(modules[0]?.code.split('\n')).toHaveLength(text.split('\n').length);
  });

  test('gives the same code and digest in whatever order the files are listed', () => {
    const files = filesOf({
      'main.ts': "import { a } from './b';\nexport default a;",
      'b.ts': 'export const a = 1;',
    });
    const result = compile(files, 'main.ts');
    expect(compile([...files].reverse(), 'main.ts')).toEqual(result);
    expect(result.ok && result.compiled.modules.map(({ path }) => path)).toEqual(['b.ts', 'main.ts']);
  });

  test('reads Windows lines, a byte order mark and a first line for the shell', () => {
    expect(linked({ 'main.ts': '\uFEFF#!/usr/bin/env node\r\nexport default 1;\r\n' })).toMatchObject({
      default: 1,
    });
  });

  test('leaves out imports of types, wherever they lead', () => {
    const text =
      "import type { A } from 'anywhere';\nimport { B } from './nowhere';\nexport default 1 as A | B;";
    expect(oneFile(text)).toEqual([]);
  });
});

describe('problems in source', () => {
  test('name file, line and column of what cannot be read', () => {
    expect(oneFile('const a = 1;\nconst b = ;\n')).toEqual([
      'main.ts:2:11 this cannot be read as TypeScript: unexpected token',
    ]);
    expect(oneFile('const a = `x')[0]).toMatch(
      /^main\.ts:1:\d+ this cannot be read as TypeScript: unterminated template$/,
    );
    expect(oneFile('const view = <div/>;')[0]).toMatch(/^main\.ts:1:/);
  });

  test('come from every file at once', () => {
    expect(problemsOf(filesOf({ 'main.ts': '}', 'a.ts': '(' })).map((said) => said.split(' ')[0])).toEqual([
      'a.ts:1:2',
      'main.ts:1:1',
    ]);
  });

  test('name an import that is not offered, and what is', () => {
    expect(
      oneFile("import { orchestration } from 'rehearsal';\n\nimport _ from 'lodash';\nexport default _;"),
    ).toEqual([
      "main.ts:3:1 'lodash' cannot be imported: an orchestration imports 'rehearsal' and its own files, as './other-file'",
    ]);
    expect(problemsOf(filesOf({ 'main.ts': "import { a } from 'labels'; a();", 'labels.ts': '' }))).toEqual([
      "main.ts:1:1 'labels' cannot be imported: for the file labels.ts write './labels'",
    ]);
  });

  test('name a file that is missing, and those that are there', () => {
    const texts = {
      'main.ts': "// first\nexport { a } from './lables';",
      'labels.ts': 'export const a = 1;',
    };
    expect(problemsOf(filesOf(texts))).toEqual([
      "main.ts:2:1 there is no file './lables' beside main.ts: the files are labels.ts, main.ts",
    ]);
    expect(oneFile("import '../outside';")[0]).toContain("there is no file '../outside'");
    expect(oneFile("const a = import('./later');")[0]).toContain("there is no file './later'");
  });

  test('name an export that a file does not have', () => {
    const texts = {
      'main.ts': "import { LABLES } from './labels';\nexport default LABLES;",
      'labels.ts': 'export const LABELS = 1;',
    };
    expect(problemsOf(filesOf(texts))).toEqual([
      "main.ts:1:1 labels.ts has no export named 'LABLES': it exports LABELS (a type is imported with 'import type')",
    ]);
  });

  test('name await outside every function, and import.meta', () => {
    expect(oneFile('const a = 1;\nconst b = await a;\nexport default import.meta.url;')).toEqual([
      'main.ts:2:11 await stands outside every function, which is not supported: move it into run or into a step',
      'main.ts:3:16 import.meta is not there: an orchestration has no address',
    ]);
  });
});

describe('hostile input', () => {
  test('without a file', () => {
    expect(problemsOf([])).toEqual(['main.ts:1:1 there are no files: an orchestration needs at least one']);
  });

  test('with an entry that is not there', () => {
    expect(problemsOf(filesOf({ 'a.ts': '' }))).toEqual([
      "main.ts:1:1 'main.ts' shall be run, and is not among the files",
    ]);
  });

  test('with two files of one name', () => {
    const file = { path: 'main.ts', text: 'export default 1;' };
    expect(problemsOf([file, file])).toEqual(["main.ts:1:1 two files are called 'main.ts': rename one"]);
  });

  test.each(['../main.ts', '__proto__', '/main.ts', 'a/./main.ts', 'constructor', 'a\u0000.ts'])(
    'with the path %j',
    (path) => {
      expect(problemsOf([{ path, text: '' }], path)).toHaveLength(1);
    },
  );

  test('with more files, or more text, than a project has', () => {
    const many = Array.from({ length: FILE_LIMIT + 1 }, (_, i) => ({ path: `f${i}.ts`, text: '' }));
    expect(problemsOf(many, 'f0.ts')).toEqual([
      'f0.ts:1:1 there are 201 files, and a project has at most 200',
    ]);
    expect(oneFile('x'.repeat(SOURCE_LIMIT_CHARS + 1))[0]).toContain('1000001 characters');
  });

  test('with a megabyte of source that is well formed', () => {
    const row = "  { a: 1, b: `x ${1} y`, c: /a'b/g },\n";
    const text = `export default [\n${row.repeat(Math.floor((SOURCE_LIMIT_CHARS - 100) / row.length))}];\n`;
    expect(oneFile(text)).toEqual([]);
  });

  test.each([
    ['brackets', '['.repeat(500_000)],
    ['templates', '`${'.repeat(300_000)],
    ['arrows', 'a=>'.repeat(300_000)],
    ['zeros', '\u0000'.repeat(500_000)],
    ['junk', Array.from({ length: 50_000 }, (_, i) => String.fromCharCode((i * 7919) % 65_536)).join('')],
  ])('of %s gives problems, not an exception', (_, text) => {
    expect(oneFile(text)).toHaveLength(1);
  });
});

describe('the registry script', () => {
  test('defines functions and runs none of them', () => {
    const realm: { REGISTRY?: Registry; ran?: boolean } = {};
    const { text } = registryScript(compiledFrom({ 'main.ts': 'globalThis.ran = true;' }), 'REGISTRY');
    runInNewContext(text, realm);
    expect(Object.keys(realm.REGISTRY ?? {})).toEqual(['main.ts']);
    expect(Object.getPrototypeOf(realm.REGISTRY)).toBeNull();
    expect(realm.ran).toBeUndefined();
  });

  test('finds the way back from each line', () => {
    const { text, locate } = registryScript(
      compiledFrom({ 'a.ts': 'one;\ntwo;\n// end', 'b.ts': 'const x = `\u2028`;\nlast;', 'main.ts': '' }),
      'R',
    );
    const found = text.split(/[\n\u2028]/).map((line, i) => [line, locate(i + 1)] as const);
    const of = (start: string) => found.find(([line]) => line.includes(start))?.[1];
    expect(of('two;')).toEqual({ file: 'a.ts', line: 2 });
    expect(of('// end')).toEqual({ file: 'a.ts', line: 3 });
    expect(of('last;')).toEqual({ file: 'b.ts', line: 3 });
    expect([locate(0), locate(1), locate(2), locate(10_000), locate(NaN)]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('leads from a thrown error to the authored line', () => {
    const texts = {
      'a.ts': '\n\nexport function fail(): never {\n  throw new Error("no");\n}\n',
      'main.ts': "import { fail } from './a';\nexport default () => fail();\n",
    };
    const { text, locate } = registryScript(compiledFrom(texts), 'R');
    const realm = {} as { R: Registry };
    new Script(text, { filename: 'blob:null/1' }).runInNewContext(realm);
    const run = link(realm.R, 'main.ts', { rehearsal })['default'] as () => void;
    let stack = '';
    try {
      run();
    } catch (error) {
      stack = (error as Error).stack ?? '';
    }
    expect(locateError(stack, 'blob:null/1', locate)).toEqual({ file: 'a.ts', line: 4, column: 9 });
  });

  test('leads from what an engine refuses to the authored line', () => {
    const { text, locate } = registryScript(
      compiledFrom({ 'a.ts': 'let a;', 'main.ts': '\n\nlet b; let b;' }),
      'R',
    );
    let problem;
    try {
      new Script(text, { filename: 'script.js' });
    } catch (error) {
      const { stack = '', message } = error as Error;
      problem = problemFromSyntaxError(Number(/^script\.js:(\d+)/.exec(stack)?.[1]), message, locate);
    }
    expect(problem).toEqual({
      file: 'main.ts',
      line: 3,
      column: 1,
      message: "the JavaScript engine refuses this: Identifier 'b' has already been declared",
    });
  });

  test('says what an engine means by await, and keeps a problem without a place', () => {
    const { locate } = registryScript(compiledFrom({ 'main.ts': 'a;' }), 'R');
    const message = 'Uncaught SyntaxError: await is only valid in async functions';
    expect(problemFromSyntaxError(3, message, locate).message).toMatch(
      /^await stands where no async function/,
    );
    expect(problemFromSyntaxError(0, 'SyntaxError: no', locate)).toEqual({
      file: '',
      line: 0,
      column: 0,
      message: 'the JavaScript engine refuses this: no',
    });
  });
});

describe('linking', () => {
  test('gives the entry’s exports, its imports resolved by name, extension and folder', () => {
    const exports = linked({
      'main.ts':
        "import { orchestration } from 'rehearsal';\nimport a from './lib/a.js';\nimport * as b from './lib';\nexport const n = 1;\nexport default orchestration({ a, b: b.b });",
      'lib/a.ts': "import { c } from '../c.ts';\nexport default c;",
      'lib/index.ts': "export { c as b } from '../c';",
      'c.ts': 'export const c = 3;',
    });
    expect(exports).toMatchObject({ n: 1, default: { made: { a: 3, b: 3 } } });
  });

  test('evaluates a module once a link, and afresh for each link', () => {
    const registry = registryFrom({
      'main.ts': "import { next } from './count';\nimport './other';\nexport default next();",
      'other.ts': "import { next } from './count';\nnext();",
      'count.ts': 'let n = 0;\nexport const next = () => ++n;',
    });
    const first = () => link(registry, 'main.ts', { rehearsal })['default'];
    expect([first(), first()]).toEqual([2, 2]);
  });

  test('lets modules import each other, as CommonJS does', () => {
    const texts = {
      'main.ts': "import { even } from './even';\nexport default even(10);",
      'even.ts':
        "import { odd } from './odd';\nexport const even = (n: number): boolean => n === 0 || odd(n - 1);",
      'odd.ts':
        "import { even } from './even';\nexport const odd = (n: number): boolean => n !== 0 && even(n - 1);",
    };
    expect(linked(texts)).toMatchObject({ default: true });
  });

  test('names an entry without a default export', () => {
    for (const text of ['export const run = 1;', '', 'export default undefined;', 'module.exports = null;'])
      expect(() => linked({ 'main.ts': text })).toThrow(
        "main.ts has no default export: write 'export default",
      );
  });

  test('names what rehearsal does not export', () => {
    const texts = {
      'main.ts': "import { orchestraton } from 'rehearsal';\nexport default orchestraton({});",
    };
    expect(() => linked(texts)).toThrow(
      "'rehearsal' exports nothing named 'orchestraton', which main.ts imports",
    );
    expect(() => linked({ 'main.ts': "import r from 'rehearsal';\nexport default r;" })).toThrow(
      "nothing named 'default'",
    );
    const whole = "import * as all from 'rehearsal';\nexport * from 'rehearsal';\nexport default all.step();";
    expect(linked({ 'main.ts': whole })).toMatchObject({ default: 'step' });
  });

  test('lets what a module throws come out as it is', () => {
    const thrown = { 'main.ts': "import './a';\nexport default 1;", 'a.ts': "throw 'a word';" };
    expect(() => linked(thrown)).toThrow('a word');
  });

  test('refuses what only running code asks for', () => {
    const asking = (specifier: string) =>
      linked({ 'main.ts': `const name = '${specifier}';\nexport default require(name);` });
    for (const specifier of ['node:fs', './nowhere', '../../etc', '__proto__', 'constructor', './__proto__'])
      expect(() => asking(specifier)).toThrow(LinkError);
  });
});
