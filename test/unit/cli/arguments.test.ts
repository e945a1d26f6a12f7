import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readArguments } from '../../../src/cli/arguments.ts';
import { USAGE } from '../../../src/cli/usage.ts';

const refusal = (...argv: string[]): string => {
  try {
    return `not refused: ${JSON.stringify(readArguments(argv))}`;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('arguments', () => {
  test('have defaults', () => {
    expect(readArguments(['triage'])).toEqual({
      target: 'triage',
      scenario: null,
      seed: null,
      input: null,
      inputFile: null,
      faults: null,
      json: false,
      timeoutMs: 10_000,
      seeds: 1,
      twice: false,
      replay: null,
    });
  });

  test('of a replay name a history and, if it is held against other code, a module', () => {
    expect(readArguments(['replay', 'run.json'])).toMatchObject({
      target: 'run.json',
      replay: { module: null, anew: false },
    });
    expect(readArguments(['replay', 'run.json', 'mine.ts', '--anew'])).toMatchObject({
      target: 'run.json',
      replay: { module: 'mine.ts', anew: true },
    });
    expect(() => readArguments(['replay', 'run.json', 'mine.ts', 'more.ts'])).toThrow(
      'one thing to rehearse',
    );
  });

  test('say each thing once, in any order', () => {
    const argv = ['--seeds', '200', 'my.ts', '--seed=3', '--input', 'Hi', '--timeout', '60', '--json'];
    expect(readArguments(argv)).toMatchObject({
      target: 'my.ts',
      seed: 3,
      seeds: 200,
      input: 'Hi',
      timeoutMs: 60_000,
      json: true,
    });
  });

  test('may ask about the command itself, whatever else they say', () => {
    expect(readArguments(['-h'])).toBe('help');
    expect(readArguments(['triage', '--help'])).toBe('help');
    expect(readArguments(['--version'])).toBe('version');
    expect(readArguments(['--list'])).toBe('list');
  });

  test.each([
    [[], 'nothing to rehearse'],
    [['a', 'b'], 'not a and b'],
    [['a', '--seed', 'x'], "--seed is 'x'; it must be a whole number from 0"],
    [['a', '--seed', ''], "--seed is ''"],
    [['a', '--seeds', '0'], '--seeds'],
    [['a', '--timeout', '0'], '--timeout'],
    [['a', '--input', 'x', '--input-file', 'y'], 'give one of them'],
    [['a', '--nosuch'], '--nosuch'],
  ])('are refused: %j', (argv, message) => {
    expect(refusal(...argv)).toContain(message);
  });
});

test('README and --help promise the same exit codes', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
  const inTable = [...readme.matchAll(/^\| (\d) +\| (.+?) +\|$/gm)].map(
    ([, code, says]) => `${code}  ${says}`,
  );
  const inUsage = [...USAGE.matchAll(/^ {2}(\d {2}.+)$/gm)].map(([, line]) => line);
  expect(inTable).toEqual(inUsage);
  expect(inTable.map((line) => line[0])).toEqual(['0', '1', '2', '3']);
});
