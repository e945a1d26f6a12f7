import { describe, expect, test } from 'vitest';
import {
  aboutIn,
  interventionWords,
  withIntervention,
  withoutIntervention,
  type Intervention,
} from '../../../src/session/intervention-edits.ts';

const answer = (value: Intervention['value']): Pick<Intervention, 'kind' | 'value'> => ({
  kind: 'answer',
  value: { signal: 'run-1/approve', value },
});

describe('what people do', () => {
  test('stands in the order in which it happens, those of one millisecond as they were added', () => {
    let all = withIntervention([], 900, 'answer', 'b');
    all = withIntervention(all, 100.4, 'answer', 'a');
    all = withIntervention(all, 900, 'cancel', 'c');
    expect(all).toEqual([
      { atMs: 100, order: 0, kind: 'answer', value: 'a' },
      { atMs: 900, order: 0, kind: 'answer', value: 'b' },
      { atMs: 900, order: 1, kind: 'cancel', value: 'c' },
    ]);
    expect(withoutIntervention(all, all[1]!).map(({ value }) => value)).toEqual(['a', 'c']);
  });

  test('never lies before the start', () => {
    expect(withIntervention([], -5, 'cancel', null)[0]!.atMs).toBe(0);
  });

  test('added after one of the same moment was taken out comes after those that are left', () => {
    const two = withIntervention(withIntervention([], 5, 'answer', 1), 5, 'answer', 2);
    const left = withoutIntervention(two, two[0]!);
    expect(withIntervention(left, 5, 'answer', 3).map(({ order }) => order)).toEqual([1, 2]);
  });
});

test.each([
  [answer(true), 'approved'],
  [answer(false), 'rejected'],
  [answer('next week'), 'answered next week'],
  [answer({ pay: 1 }), 'answered {"pay":1}'],
  [answer('a sentence that is longer than it may be'), 'answered a sentence that is longe…'],
  [answer({ how: 'answered', value: 'paid' }), 'answered'],
  [answer({ how: 'redriven' }), 'sent again'],
  [answer({ how: 'discarded' }), 'discarded'],
  [{ kind: 'cancel', value: { run: 'run-2' } }, 'cancelled run-2'],
  [{ kind: 'fault', value: {} }, 'fault'],
])('%j is said as %s', (intervention, words) => {
  expect(interventionWords(intervention)).toBe(words);
});

test('what it is about is its signal or its run; of anything else nothing is known', () => {
  expect(aboutIn({ value: { signal: 's', value: 1 } })).toBe('s');
  expect(aboutIn({ value: { run: 'r' } })).toBe('r');
  for (const value of [null, 3, 'x', [], {}]) expect(aboutIn({ value })).toBeNull();
});
