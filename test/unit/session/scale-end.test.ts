import { expect, test } from 'vitest';
import { scaleFor } from '../../../src/session/scale-end.ts';

const outage = (from: number, to: number) => [{ id: 'o', kind: 'outage', window: [from, to] as const }];

test('the timeline ends with the run, unless a fault begins after it', () => {
  expect(scaleFor(4_000, [])).toBe(4_000);
  expect(scaleFor(4_000, outage(2_000, 9_000))).toBe(4_000);
  expect(scaleFor(4_000, outage(4_000, 6_000))).toBe(6_000);
  expect(scaleFor(4_000, outage(3_600, 6_000))).toBe(6_000);
  expect(scaleFor(4_000, outage(3_599, 6_000))).toBe(4_000);
});

test('a fault far off does not squeeze the run below a third', () => {
  expect(scaleFor(4_000, outage(9_000, 60_000))).toBe(12_000);
});

test('a run that grows has the windows of its plan in view from the start', () => {
  expect([100, 5_000, 9_500].map((ms) => scaleFor(ms, outage(2_000, 9_000), true))).toEqual([
    9_000, 9_000, 9_500,
  ]);
  expect(scaleFor(100, outage(2_000, Infinity), true)).toBe(100);
  expect(scaleFor(100, outage(2_000, 600_000), true)).toBe(60_000);
  expect(scaleFor(100, [], true)).toBe(100);
});
