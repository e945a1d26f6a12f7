import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exponential, logNormal, uniform, wholeBelow } from '../../../src/base/keyed-random.ts';

describe('keyed randomness', () => {
  test('gives the same number for the same key, in [0, 1)', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.string(), fc.string(), (seed, stream, identity) => {
        const draw = uniform(seed, stream, identity);
        expect(draw).toBe(uniform(seed, stream, identity));
        expect(draw).toBeGreaterThanOrEqual(0);
        expect(draw).toBeLessThan(1);
      }),
    );
  });

  test('tells keys apart by every part, also where they join to the same text', () => {
    const draws = [
      uniform(1, 'ab', 'c'),
      uniform(1, 'a', 'bc'),
      uniform(2, 'ab', 'c'),
      uniform(1, 'abc', ''),
      uniform(2 ** 40 + 1, 'ab', 'c'),
    ];
    expect(new Set(draws).size).toBe(draws.length);
  });

  test('is uniform over neighbouring identities and seeds: chi-square over 64 bins', () => {
    for (const key of [
      (i: number) => uniform(7, 'latency', `run-1/step[${i}]#1@model`),
      (i: number) => uniform(i, 'latency', 'run-1/answer#1@model'),
    ]) {
      const bins = new Array<number>(64).fill(0);
      const n = 64_000;
      for (let i = 0; i < n; i++) bins[Math.floor(key(i) * 64)]!++;
      const chi = bins.reduce((sum, count) => sum + (count - n / 64) ** 2 / (n / 64), 0);
      expect(chi).toBeLessThan(120); // 63 degrees of freedom: above 103.4 once in a thousand
      expect(chi).toBeGreaterThan(30);
    }
  });

  test('shows no correlation between streams of one identity', () => {
    let sum = 0;
    const n = 20_000;
    for (let i = 0; i < n; i++) sum += (uniform(i, 'a', 'x') - 0.5) * (uniform(i, 'b', 'x') - 0.5);
    expect(Math.abs(sum / n / (1 / 12))).toBeLessThan(0.03);
  });

  test('derives whole numbers, exponential and log-normal draws with the right means', () => {
    const n = 20_000;
    let whole = 0;
    let waits = 0;
    let factors = 0;
    for (let i = 0; i < n; i++) {
      const below = wholeBelow(i, 's', 'x', 10);
      expect(below).toBeLessThan(10);
      whole += below;
      waits += exponential(i, 's', 'x', 100);
      factors += logNormal(i, 's', 'x', 0.2);
    }
    expect(whole / n).toBeCloseTo(4.5, 0);
    expect(waits / n / 100).toBeCloseTo(1, 1);
    expect(factors / n).toBeCloseTo(1.02, 1);
    expect(logNormal(1, 's', 'x', 0)).toBe(1);
  });

  test('keeps its numbers between versions: histories and links depend on them', () => {
    expect([uniform(7, 'latency', 'run-1/answer#1@claude-3-sonnet'), uniform(0, '', '')])
      .toMatchInlineSnapshot(`
      [
        0.853448865686536,
        0.881370837393102,
      ]
    `);
  });
});
