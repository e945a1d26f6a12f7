import { describe, expect, test } from 'vitest';
import { ledgerLayout } from '../../../../src/views/graph/ledger-layout.ts';

const chain = [
  { target: 'claude-3-sonnet', tries: 3 },
  { target: 'gpt-4o', tries: 3 },
];

describe('a ledger', () => {
  test('gives each try of its first target a row, and the tries of a fallback one row together', () => {
    const { rows, targets } = ledgerLayout(chain, 'roomy');
    expect(rows.map(({ target, firstTry, lastTry }) => [target, firstTry, lastTry])).toEqual([
      ['claude-3-sonnet', 1, 1],
      ['claude-3-sonnet', 2, 2],
      ['claude-3-sonnet', 3, 3],
      ['gpt-4o', 1, 3],
    ]);
    expect(targets.map(({ target }) => target)).toEqual(['claude-3-sonnet', 'gpt-4o']);
  });

  test('puts more than four tries of one target into one row', () => {
    const { rows } = ledgerLayout([{ target: 'a', tries: 8 }], 'roomy');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ firstTry: 1, lastTry: 8, fallback: false });
  });

  test('is 31 px of head, 18 a target, 17 a row, 5 between targets and 52 of foot', () => {
    expect(ledgerLayout(chain, 'roomy').heightPx).toBe(31 + 2 * 18 + 4 * 17 + 5 + 5 + 47);
    expect(ledgerLayout(chain, 'brief').heightPx).toBe(31 + 2 * 18 + 4 * 16 + 4 + 5 + 27);
  });

  test('names targets in their rows in a presentation, and has no foot', () => {
    const { heightPx, targets, footerPx } = ledgerLayout(chain, 'present');
    expect(heightPx).toBe(44 + 4 * 30 + 12);
    expect(targets).toEqual([]);
    expect(footerPx).toBeNull();
  });

  test('sets rows below one another without overlap', () => {
    const baselines = ledgerLayout(chain, 'brief').rows.map((row) => row.baselinePx);
    for (const [i, y] of baselines.entries())
      if (i > 0) expect(y - baselines[i - 1]!).toBeGreaterThanOrEqual(16);
  });
});
