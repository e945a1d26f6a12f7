import { expect, test } from 'vitest';
import { layoutMini, MINI } from '../../../../src/views/runs/mini-layout.ts';
import { wallTime } from '../../../../src/views/runs/wall-time.ts';

test('a lone bar has the height, bars at once share it', () => {
  const placed = layoutMini([
    { row: 0, fromRatio: 0, toRatio: 0.5, kind: 'success' },
    { row: 1, fromRatio: 0, toRatio: 0.25, kind: 'success' },
    { row: 0, fromRatio: 0.5, toRatio: 1, kind: 'failure' },
  ]);
  expect(placed).toEqual([
    { xPx: 0, yPx: 3, widthPx: 90, heightPx: 8, kind: 'success' },
    { xPx: 0, yPx: 12, widthPx: 45, heightPx: 8, kind: 'success' },
    { xPx: 90, yPx: 7, widthPx: 90, heightPx: 10, kind: 'failure' },
  ]);
});

test('every bar can be seen and stays inside', () => {
  const many = Array.from({ length: 60 }, (_, row) => ({
    row,
    fromRatio: 1,
    toRatio: 1,
    kind: 'success' as const,
  }));
  for (const bar of layoutMini(many)) {
    expect(bar.widthPx).toBeGreaterThanOrEqual(2);
    expect(bar.xPx + bar.widthPx).toBeLessThanOrEqual(MINI.widthPx);
  }
});

test('a time is the clock today, with its day before', () => {
  const now = new Date(2026, 10, 21, 18, 0, 0);
  expect(wallTime(new Date(2026, 10, 21, 9, 5, 7), now)).toBe('09:05:07');
  expect(wallTime(new Date(2026, 10, 20, 23, 59), now)).toBe('20 Nov, 23:59');
  expect(wallTime(new Date(2025, 0, 2), now)).toBe('2 Jan 2025');
});
