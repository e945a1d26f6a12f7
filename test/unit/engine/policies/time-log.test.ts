import { describe, expect, test } from 'vitest';
import { add, after, EMPTY_LOG, size, type TimeLog } from '../../../../src/engine/policies/time-log.ts';

const held = ({ times, from, to }: TimeLog): number[] => times.slice(from, to);
const of = (...times: number[]): TimeLog => times.reduce(add, EMPTY_LOG);

describe('a log of moments', () => {
  test('holds what was added, in order', () => {
    expect(held(of(1, 2, 2, 5))).toEqual([1, 2, 2, 5]);
    expect(size(of(1, 2))).toBe(2);
  });

  test('is a value: what is added to one version is in no other', () => {
    const one = of(1);
    const [two, three] = [add(one, 2), add(one, 3)];
    expect([held(one), held(two), held(three)]).toEqual([[1], [1, 2], [1, 3]]);
    expect(size(EMPTY_LOG)).toBe(0);
  });

  test('drops what lies at or before a moment', () => {
    expect(held(after(of(1, 2, 3), 2))).toEqual([3]);
    expect(held(after(of(1, 2, 3), 0))).toEqual([1, 2, 3]);
    expect(after(of(1, 2, 3), 3)).toBe(EMPTY_LOG);
  });

  test('goes on as before after it has dropped most of itself', () => {
    let log = EMPTY_LOG;
    for (let ms = 0; ms < 1_000; ms++) log = after(add(log, ms), ms - 3);
    expect(held(log)).toEqual([997, 998, 999]);
    expect(log.times.length).toBeLessThan(20);
  });
});
