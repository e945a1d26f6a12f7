import { expect, test } from 'vitest';
import { projectWorld } from '../../../src/history/projections/run-view.ts';
import { closeHistory } from '../../../src/history/close.ts';
import { sample } from '../session/sample-history.ts';

test('every started thing of a broken-off history gets its end, innermost first', () => {
  const closed = closeHistory(sample.slice(0, 9), 'stopped', 'Stopped by hand.');
  expect(closed.slice(9).map(({ type, t }) => [type, t])).toEqual([
    ['attempt.finished', 1000],
    ['step.finished', 1000],
    ['run.finished', 1000],
    ['world.ended', 1000],
  ]);
  expect(closed.map(({ seq }) => seq)).toEqual(closed.map((_, index) => index));
  const [run] = projectWorld(closed).runs;
  expect(run?.finished?.outcome).toBe('cancelled');
  expect(run?.steps.map(({ state }) => state)).toEqual(['ok', 'cancelled']);
});

test('any prefix can be closed', () => {
  for (let length = 0; length <= sample.length; length++) {
    const closed = closeHistory(sample.slice(0, length), 'hung', 'It never came back.');
    const count = (type: string): number => closed.filter((event) => event.type === type).length;
    expect(count('step.started')).toBe(count('step.finished'));
    expect(count('attempt.started')).toBe(count('attempt.finished'));
    expect(count('world.ended')).toBe(length === 0 ? 0 : 1);
  }
});

test('a history that ended stays as it is', () => {
  expect(closeHistory(sample, 'stopped', '')).toBe(sample);
});
