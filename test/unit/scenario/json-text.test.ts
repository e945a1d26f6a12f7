import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathText, readJson } from '../../../src/scenario/json-text.ts';

const said = (text: string): string => {
  const reading = readJson(text);
  return reading.ok ? 'ok' : `${reading.place.line}:${reading.place.column} ${reading.message}`;
};

describe('the reader of JSON', () => {
  test('reads what JSON.stringify writes, however it is laid out', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 2, '\t'), (text, indent) => {
        fc.pre(!text.includes('__proto__'));
        const value: unknown = JSON.parse(text);
        const reading = readJson(JSON.stringify(value, null, indent));
        expect(reading.ok && reading.value).toEqual(value);
      }),
    );
  });

  test('agrees with JSON.parse on what is JSON, but for keys given twice', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '\\',
      '1',
      '-',
      '.5',
      'e9',
      'true',
      'nul',
      ' ',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
        (text) => {
          const reading = readJson(text);
          if (!reading.ok && reading.message.includes('twice')) return;
          let isJson = true;
          try {
            JSON.parse(text);
          } catch {
            isJson = false;
          }
          expect(reading.ok).toBe(isJson);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['{"a": 1,}', '1:8 the comma before } is one too many'],
    ['[1 2]', "1:4 a comma or ] should stand here, but '2' does"],
    ['{a: 1}', "1:2 a key in double quotes should stand here, but 'a' does"],
    ['{"a" 1}', "1:6 a colon should follow 'a', but '1' does"],
    ['{"a": undefined}', "1:7 a value should stand here, but 'undefined' does"],
    ["{'a': 1}", "1:2 a key in double quotes should stand here, but ''' does"],
    ['{"a": "b\n}', '1:7 this text is not closed: a " is missing on its line'],
    ['{"a": "b', '1:7 this text is not closed: a " is missing on its line'],
    ['["\\x"]', '1:2 this text holds a character that JSON wants escaped, or an unknown escape'],
    ['[1', '1:3 a comma or ] should stand here, but the text ends'],
    ['{} x', "1:4 the text should end here, but 'x' follows"],
    ['[01]', "1:3 a comma or ] should stand here, but '1' does"],
    ['[1e999]', '1:2 1e999 is too large a number'],
    ['// no\n{}', "1:1 a value should stand here, but '/' does"],
    ['[\n\n  +1]', "3:3 a value should stand here, but '+' does"],
  ])('says what is wrong with %j, and where', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  test('finds the line of every path, or of what is nearest to it', () => {
    const reading = readJson('{\n "a": [\n  1,\n  {"b":\n   2}\n ]\n}');
    if (!reading.ok) throw new Error(reading.message);
    const lineOf = (...path: (string | number)[]) => reading.placeOf(path).line;
    expect([lineOf(), lineOf('a'), lineOf('a', 0), lineOf('a', 1), lineOf('a', 1, 'b')]).toEqual([
      1, 2, 3, 4, 4,
    ]);
    expect([lineOf('z'), lineOf('a', 9), lineOf('a', 1, 'b', 'c')]).toEqual([1, 2, 4]);
    expect(reading.placeOf(['a', 1, 'b'])).toEqual({ line: 4, column: 4 });
  });

  test('reads a text of a megabyte', () => {
    const long = 'x"\\'.repeat(350_000);
    const reading = readJson(JSON.stringify([long]));
    expect(reading.ok && reading.value).toEqual([long]);
  });
});

test('a path is written as people write it', () => {
  expect(pathText(['faults', 'faults', 0, 'ms'])).toBe('faults.faults[0].ms');
  expect(pathText(['cast', 'gpt-4o', 'profile'])).toBe('cast["gpt-4o"].profile');
  expect(pathText([])).toBe('');
});
