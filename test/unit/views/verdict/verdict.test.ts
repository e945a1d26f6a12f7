import { expect, test } from 'vitest';
import type { Totals } from '../../../../src/history/projections/totals.ts';
import { numberRows } from '../../../../src/views/verdict/number-rows.ts';
import { sentenceParts } from '../../../../src/views/verdict/sentence-parts.ts';

const totals: Totals = {
  word: 'recovered',
  virtualMs: 11_020,
  calls: 10,
  failedCalls: 3,
  inputTokens: 3000,
  outputTokens: 105,
  costNanoUsd: 9_160_000,
  wastedNanoUsd: 2_950_000,
};
const values = (rows: ReturnType<typeof numberRows>): string[] =>
  rows.map(({ name, value, beside, was }) => [name, value, beside, was].join('|').replaceAll('\u00a0', ' '));

test('the numbers of a run stand beneath the verdict', () => {
  expect(values(numberRows(totals, null))).toEqual([
    'virtual time|11.02 s||',
    'calls|10, 3 failed||',
    'tokens|3,105||',
    'cost|$0.00916||',
    'wasted|$0.00295|32 %|',
  ]);
});

test('while an edit is compared, what changed says what it was', () => {
  const after = { ...totals, virtualMs: 10_370, calls: 9, failedCalls: 2 };
  expect(values(numberRows(after, totals))).toEqual([
    'virtual time|10.37 s||11.02 s',
    'calls|9, 2 failed||10, 3 failed',
    'cost|$0.00916||',
    'wasted|$0.00295|32 %|',
  ]);
});

test('a run that wasted nothing says so without a share', () => {
  expect(values(numberRows({ ...totals, wastedNanoUsd: 0, failedCalls: 0 }, null)).at(-1)).toBe(
    'wasted|$0||',
  );
});

test('the alternative at the end stands aside, in one piece', () => {
  const parts = sentenceParts([
    { text: 'claude', mark: 'name' },
    { text: ' was down. ' },
    { text: 'Without the outage: ', mark: 'quiet' },
    { text: '4.1 s', mark: 'ghost' },
    { text: '.' },
  ]);
  expect(parts.map(({ aside, pieces }) => [aside, pieces.length])).toEqual([
    [false, 2],
    [true, 2],
  ]);
});

test('what is lighter is set apart by one blank, wherever it stood', () => {
  const parts = sentenceParts([{ text: 'It broke.' }, { text: ' The pictures stay.', mark: 'quiet' }]);
  expect(parts.map(({ pieces }) => pieces.map(({ span, tail }) => span.text + tail).join(''))).toEqual([
    'It broke. ',
    'The pictures stay.',
  ]);
});

test('no line begins with a full stop', () => {
  const [part] = sentenceParts([{ text: 'after 4.1 s', mark: 'recovered' }, { text: '. And on.' }]);
  expect(part?.pieces.map(({ span, tail }) => [span.text, tail])).toEqual([
    ['after 4.1 s', '.'],
    [' And on.', ''],
  ]);
});

test('quiet words in the middle do not split the sentence', () => {
  expect(sentenceParts([{ text: 'a', mark: 'quiet' }, { text: ' then b' }])).toHaveLength(1);
});
