import { describe, expect, test } from 'vitest';
import { moduleShape } from '../../../src/scenario/module-shape.ts';
import { tokensOf } from '../../../src/scenario/tokens.ts';

const textsOf = (code: string): string[] => tokensOf(code).tokens.map(({ text }) => text);

describe('tokens', () => {
  test.each([
    ["a / b / 'c' // d", ['a', '/', 'b', '/', "'c'"]],
    ['return /\'[/"]`/g.x', ['return', '/\'[/"]`/g', '.', 'x']],
    ["if (a) /'/.test(b)", ['if', '(', 'a', ')', "/'/", '.', 'test', '(', 'b', ')']],
    ["(a) / b / 'c'", ['(', 'a', ')', '/', 'b', '/', "'c'"]],
    ['`a ${ `b ${ {c: 1}.c } d` } e`', ['`a ${', '`b ${', '{', 'c', ':', '1', '}', '.', 'c', '} d`', '} e`']],
    ['`\\${ import `', ['`\\${ import `']],
    ["'it\\'s' /* import */ x?.y", ["'it\\'s'", 'x', '?.', 'y']],
    ['1..toFixed() + 1e-3 + 0x1F_n', ['1..toFixed', '(', ')', '+', '1e-3', '+', '0x1F_n']],
    ['#secret in 変数', ['#secret', 'in', '変数']],
  ])('of %j', (code, texts) => {
    expect(textsOf(code)).toEqual(texts);
  });

  test('know when brackets do not match', () => {
    expect(tokensOf('({[`${a}`]})').balanced).toBe(true);
    for (const code of ['(', ')', '(]', '{`${}`', '}{']) expect(tokensOf(code).balanced).toBe(false);
  });
});

describe('await outside every function', () => {
  const awaits = (code: string): number => moduleShape(code).awaits.length;

  test.each([
    'await x;',
    'const a = [await x, 1];',
    'if (a) { await b } else { c }',
    'for await (const x of y) {}',
    'try { a() } catch (e) { await b }',
    'switch (a) { case 1: { await b } }',
    'const f = async () => 1, y = await x;',
    'const o = { a: await x };',
    'const t = `${await x}`;',
  ])('is seen in %s', (code) => {
    expect(awaits(code)).toBe(1);
  });

  test.each([
    'async function f() { await x }',
    'const f = async () => await x;',
    'const f = async (a) => ({ b: await a, c: [await a] });',
    'f(async x => await x, 1)',
    'const f = async () => { for await (const x of y) { await x } };',
    'class A { async m() { await x } async catch(e) { await e } static { await x } }',
    'const o = { async if(a) { await a }, async *g() { await x } };',
    'export default { async with() { await x } };',
    'const f = async () => a ? await b : await c;',
    'const f = async function () { if (a) { await b } };',
    'x.await; y = { await: 1 }; "await x"; /await/; // await x',
  ])('is not seen in %s', (code) => {
    expect(awaits(code)).toBe(0);
  });

  test('is left to the engine where brackets were misread', () => {
    expect(awaits('{ await x } }')).toBe(0);
  });
});

describe('the shape of a module', () => {
  const imports = (code: string) =>
    moduleShape(code).imports.map(({ specifier, names }) => [specifier, ...names]);

  test('has its imports and the names asked for', () => {
    expect(
      imports(`import a, { b as c, default as d, "e f" as g } from './x'
import * as h from "./y"; import './z'; import i, * as j from './w'
export { k } from './v'; export * from './u'; export * as l from './t'
const m = import('./s'), n = import(o); x.import('./no'); y = { import: './no' }`),
    ).toEqual([
      ['./x', 'default', 'b', 'default', 'e f'],
      ['./y'],
      ['./z'],
      ['./w', 'default'],
      ['./v'],
      ['./u'],
      ['./t'],
      ['./s'],
    ]);
  });

  test('does not join an export with the import after it', () => {
    expect(imports("export { a }\nimport b from './b'")).toEqual([['./b', 'default']]);
    expect(imports("export default a\nimport b from './b'")).toEqual([['./b', 'default']]);
  });

  test.each([
    ['export const a = f(1, b), c = [d, e]; x, y', ['a', 'c']],
    ['export let a\nexport var b', ['a', 'b']],
    [
      'export function f() {} export async function g() {} export function* h() {} export class C {}',
      ['C', 'f', 'g', 'h'],
    ],
    ['const a = 1; export { a as b, a, a as default, a as "c d" };', ['a', 'b', 'c d', 'default']],
    ['export default 1; export * as ns from "./x"', ['default', 'ns']],
    ['', []],
  ])('has its exports: %s', (code, names) => {
    expect([...(moduleShape(code).exports ?? [])].sort()).toEqual(names);
  });

  test.each(["export * from './x'", 'export const { a } = b', 'export const [a] = b'])(
    'does not guess its exports in %s',
    (code) => {
      expect(moduleShape(code).exports).toBeNull();
    },
  );

  test('has the places of import.meta', () => {
    expect(moduleShape('a; import.meta.url; x.import.meta').metas).toEqual([3]);
  });
});
