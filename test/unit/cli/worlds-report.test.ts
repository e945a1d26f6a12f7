import { expect, test } from 'vitest';
import type { WorldResult } from '../../../src/cli/survival.ts';
import { hashOfAll, worldsInWords } from '../../../src/cli/worlds-report.ts';

const well = (seed: number): WorldResult => ({ seed, hash: `h${seed}`, outcome: 'returned', failure: null });
const fell = (seed: number, message: string): WorldResult => ({
  ...well(seed),
  outcome: 'failed',
  failure: { code: 'thrown', message, step: null },
});
const range = (n: number) => Array.from({ length: n }, (_, i) => i);

test('worlds that all survived take one line', () => {
  const worlds = [well(3), { ...well(4), outcome: 'escalated' as const }];
  expect(worldsInWords(worlds)).toEqual(['2 of 2 worlds survived, seeds 3 to 4.']);
});

test('the others are told by cause, the commonest first, each with seeds to replay', () => {
  const worlds = [
    fell(0, 'rare'),
    ...range(12).map((n) => fell(n + 1, 'common')),
    { ...well(13), outcome: 'stalled' as const },
    { ...well(14), outcome: null },
  ];
  expect(worldsInWords(worlds)).toEqual([
    '0 of 15 worlds survived, seeds 0 to 14.',
    '  12 failed: common (seeds 1, 2, 3, 4, 5, …)',
    '   1 failed: rare (seed 0)',
    '   1 stalled (seed 13)',
    '   1 cut short (seed 14)',
  ]);
});

test('many causes and long ones are cut', () => {
  const lines = worldsInWords(range(13).map((n) => fell(n, `${n} ${'x'.repeat(200)}`)));
  expect(lines).toHaveLength(12);
  expect(lines.at(-1)).toBe('  and 3 more causes: --json names every world');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(140);
});

test('one hash stands for all, and for their order', () => {
  expect(hashOfAll([well(1), well(2)])).toMatch(/^[0-9a-f]{16}$/);
  expect(hashOfAll([well(1), well(2)])).not.toBe(hashOfAll([well(2), well(1)]));
});
