import { expect, test } from 'vitest';
import { matching } from '../../../../src/views/palette/filter.ts';

const titles = ['Run', 'Run with the next seed', 'First failure', 'Support triage: Sonnet outage'];
const found = (typed: string): string[] => matching(titles, (title) => title, typed);

test('nothing typed finds everything, in order', () => {
  expect(found('')).toEqual(titles);
});

test('the beginnings of words find best, in any order', () => {
  expect(found('run')).toEqual(['Run', 'Run with the next seed']);
  expect(found('seed next')).toEqual(['Run with the next seed']);
  expect(found('outage')).toEqual(['Support triage: Sonnet outage']);
});

test('every word must occur', () => {
  expect(found('run outage')).toEqual([]);
});
