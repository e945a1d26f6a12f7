import { expect, test } from 'vitest';
import { beyondLimits, noticeOf } from '../../../src/store/beyond-limits.ts';
import { wall } from './sample-runs.ts';

const runs = [3, 1, 4, 2].map((at) => ({ id: `run ${at}`, startedWall: wall(at), weight: 10 }));
const none: ReadonlySet<string> = new Set();

test('nothing leaves while both limits are met exactly', () => {
  expect(beyondLimits(runs, { runs: 4, weight: 40 }, none)).toEqual([]);
});

test('the oldest leave first, as many as the number of runs asks for', () => {
  expect(beyondLimits(runs, { runs: 2, weight: 40 }, none)).toEqual(['run 1', 'run 2']);
});

test('the oldest leave first, as many as the weight asks for', () => {
  expect(beyondLimits(runs, { runs: 9, weight: 25 }, none)).toEqual(['run 1', 'run 2']);
});

test('a spared run never leaves, and the next one does in its place', () => {
  expect(beyondLimits(runs, { runs: 3, weight: 40 }, new Set(['run 1']))).toEqual(['run 2']);
  expect(beyondLimits(runs, { runs: 0, weight: 0 }, new Set(['run 4']))).toEqual(['run 1', 'run 2', 'run 3']);
});

test('what left is said in a sentence, and nothing is said when nothing left', () => {
  expect(noticeOf([], '500 runs')).toBe('');
  expect(noticeOf(['a'], '500 runs')).toBe('The oldest run was removed: at most 500 runs are kept.');
  expect(noticeOf(['a', 'b'], '500 runs')).toBe('The 2 oldest runs were removed: at most 500 runs are kept.');
});
