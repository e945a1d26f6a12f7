import { expect, test } from 'vitest';
import { chipsThatFit } from '../../../../src/views/input/chips-that-fit.ts';

const chips = ['I was charged twice', 'Critical ticket', '15 words', '日本語'].map((title) => ({ title }));

test('a wide row has room for all, a narrow one for a few, none for none', () => {
  expect(chipsThatFit(chips, 1400)).toEqual(chips);
  expect(chipsThatFit(chips, 500).length).toBeLessThan(chips.length);
  expect(chipsThatFit(chips, 0)).toEqual([]);
});

test('a chip too long for what is left makes room for a shorter one', () => {
  expect(chipsThatFit([{ title: 'x'.repeat(80) }, { title: '15 words' }], 500)).toEqual([
    { title: '15 words' },
  ]);
});
