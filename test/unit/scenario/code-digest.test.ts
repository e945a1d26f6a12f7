import { describe, expect, test } from 'vitest';
import { codeDigest } from '../../../src/scenario/code-digest.ts';
import { compareCodePoints, pathProblem } from '../../../src/scenario/source.ts';

const files = [
  { path: 'triage.ts', text: 'const a = 1;\nconst b = 2;\n' },
  { path: 'labels.ts', text: 'export {};\n' },
];

describe('the digest of authored code', () => {
  test('is these sixteen digits, in every engine', () => {
    expect(codeDigest(files)).toBe('bde07ce96660433e');
    expect(codeDigest([])).toMatch(/^[0-9a-f]{16}$/);
  });

  test('does not depend on the order of the files, nor on how lines end', () => {
    expect(codeDigest([...files].reverse())).toBe(codeDigest(files));
    for (const end of ['\r\n', '\r'])
      expect(
        codeDigest(files.map(({ path, text }) => ({ path, text: `\uFEFF${text.replaceAll('\n', end)}` }))),
      ).toBe(codeDigest(files));
  });

  test('depends on every path and every character, and on where one ends', () => {
    const digests = [
      files,
      [files[0]!],
      [{ ...files[0]!, path: 'triag.ts' }, files[1]!],
      [{ ...files[0]!, text: `${files[0]!.text} ` }, files[1]!],
      [{ path: 'ab', text: 'c' }],
      [{ path: 'a', text: 'bc' }],
      [
        { path: 'a', text: 'b' },
        { path: 'c', text: '' },
      ],
    ].map(codeDigest);
    expect(new Set(digests).size).toBe(digests.length);
  });
});

test('paths are sorted by code points, not by UTF-16 units', () => {
  const sorted = ['a', 'a/b', 'b', 'é', '問い', '\uffee', '😀', '😁'];
  expect([...sorted].reverse().sort(compareCodePoints)).toEqual(sorted);
  expect(compareCodePoints('a', 'a')).toBe(0);
});

describe('a path', () => {
  test.each(['triage.ts', 'lib/labels.ts', '問い合わせ.ts', 'a b-c_d@1.test.ts', 'x.js'])(
    'may be %s',
    (path) => {
      expect(pathProblem(path)).toBeNull();
    },
  );

  test.each([
    '',
    '.ts',
    'a/../b.ts',
    './a.ts',
    'a/',
    'C:\\a.ts',
    'a.json',
    'a\n.ts',
    `${'a'.repeat(300)}.ts`,
    'a/.git/b.ts',
  ])('may not be %j', (path) => {
    expect(pathProblem(path)).not.toBeNull();
  });
});
