import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Heap } from '../../../src/base/heap.ts';
import { hashText, RollingHash } from '../../../src/base/rolling-hash.ts';
import { durationMs } from '../../../src/base/units.ts';

describe('a heap', () => {
  test('gives its items back in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (items) => {
        const heap = new Heap<number>((a, b) => a < b);
        for (const item of items) heap.push(item);
        expect(items.map(() => heap.pop())).toEqual([...items].sort((a, b) => a - b));
        expect(heap.pop()).toBeUndefined();
      }),
    );
  });
});

describe('the rolling hash', () => {
  test('changes with any character and with where texts are divided', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), (text, at) => {
        const i = at % text.length;
        const changed = text.slice(0, i) + String.fromCharCode(text.charCodeAt(i) ^ 1) + text.slice(i + 1);
        expect(hashText(changed)).not.toBe(hashText(text));
        expect(new RollingHash().add(text.slice(0, i)).add(text.slice(i)).hex).not.toBe(hashText(text));
      }),
    );
    expect(hashText('')).toMatch(/^[0-9a-f]{16}$/);
  });

  test('finds no collision among 200,000 similar texts', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 200_000; i++) seen.add(hashText(`{"seq":${i},"t":${i % 7}}`));
    expect(seen.size).toBe(200_000);
  });
});

describe('a duration', () => {
  test('is read in every unit, in whole ms', () => {
    expect(['800ms', '2s', '1.5m', '1h', '0.4ms'].map((text) => durationMs(text))).toEqual([
      800, 2000, 90_000, 3_600_000, 0,
    ]);
  });

  test('that is none is refused by name and value', () => {
    for (const text of ['2 sec', '', '-1s', '2', 's', '1e3s', '101d'])
      expect(() => durationMs(text, 'timeout')).toThrow(
        `timeout is '${text}', which is not a duration; the units are ms, s, m and h`,
      );
    expect(() => durationMs(undefined as never, 'timeout')).toThrow('timeout is undefined, which is not');
    expect(() => durationMs('2401h')).toThrow('longer than 100 days');
  });
});
