import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOnly, tokenLines } from '../../../../src/views/editor/source-scan.ts';

const kinds = (source: string): string[] =>
  tokenLines(source).map((line) => line.map(({ kind, text }) => `${kind}:${text}`).join('|'));

test('keywords, strings, numbers and comments are told apart', () => {
  expect(kinds("const a = 'x'; // why\nreturn 0.85")).toEqual([
    "keyword:const|plain: a = |string:'x'|plain:; |comment:// why",
    'keyword:return|plain: |number:0.85',
  ]);
});

test('a property called like a keyword is none', () => {
  expect(kinds('a.from({ type: b })')).toEqual(['plain:a.from({ type: b })']);
});

test('a template and a block comment go over several lines, an open string ends with its line', () => {
  expect(kinds('`a\nb` /* c\nd */')).toEqual(['string:`a', 'string:b`|plain: |comment:/* c', 'comment:d */']);
  expect(kinds("'open\nconst")).toEqual(["string:'open", 'keyword:const']);
});

test('whatever the text, its lines joined are the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (source) => {
      const joined = tokenLines(source).map((line) => line.map(({ text }) => text).join(''));
      expect(joined.join('\n')).toBe(source);
      expect(codeOnly(source)).toHaveLength(source.length);
    }),
  );
});
