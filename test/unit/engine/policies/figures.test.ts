import { expect, test } from 'vitest';
import { wordsFor } from '../../../../src/engine/policies/figures.ts';

test.each([
  [0, '0 s'],
  [999, '999 ms'],
  [1000, '1 s'],
  [1500, '1500 ms'],
  [60_000, '60 s'],
  [119_000, '119 s'],
  [120_000, '2 min'],
  [3_600_000, '60 min'],
  [7_140_000, '119 min'],
  [7_200_000, '2 h'],
  [7_260_000, '121 min'],
  [86_400_000, '24 h'],
])('%s ms reads %s', (ms, words) => {
  expect(wordsFor(ms)).toBe(words);
});
