import { describe, expect, test } from 'vitest';
import { columnForm, columnForms, placeColumns } from '../../../../src/views/graph/columns-layout.ts';
import type { NodeShape } from '../../../../src/views/graph/form-layout.ts';

const single = (step: string): NodeShape => ({
  step,
  name: step,
  mark: null,
  allowance: [{ target: 'm', tries: 1 }],
});
const often = (step: string): NodeShape => ({
  step,
  name: step,
  mark: null,
  allowance: [
    { target: 'a', tries: 3 },
    { target: 'b', tries: 3 },
  ],
});

describe('the form of a column', () => {
  test('is a card for one try, a ledger for several', () => {
    expect(columnForm([single('a')], 217, false).forms).toEqual(['card']);
    expect(columnForm([often('a')], 217, false)).toMatchObject({ forms: ['ledger'], density: 'roomy' });
  });

  test('gets briefer with the room: roomy, brief, two lines', () => {
    expect(columnForm([often('a')], 180, false)).toMatchObject({ forms: ['ledger'], density: 'brief' });
    expect(columnForm([often('a')], 100, false).forms).toEqual(['compact']);
  });

  test('stacks four in two lines each, with air around them', () => {
    const column = columnForm(['a', 'b', 'c', 'd'].map(single), 217, false);
    expect(column.forms).toEqual(['compact', 'compact', 'compact', 'compact']);
    expect(column.stackPx).toBe(column.heightsPx[0]! * 4 + 3 * column.gapPx);
    expect(column.stackPx).toBeLessThanOrEqual(217 - 18);
    expect(column.heightsPx[0]).toBeGreaterThanOrEqual(37);
    expect(column.heightsPx[0]).toBeLessThanOrEqual(50);
  });

  test('is names alone where nothing else fits, and then in every column of several', () => {
    const many = Array.from({ length: 9 }, (_, i) => single(`s${i}`));
    const [first, second, third] = columnForms([many, [single('x'), single('y')], [single('z')]], 217, false);
    expect(new Set(first!.forms)).toEqual(new Set(['mini']));
    expect(second!.forms).toEqual(['mini', 'mini']);
    expect(third!.forms).toEqual(['card']);
  });

  test('does not depend on what a step did, only on what it may do', () => {
    expect(columnForm([often('a')], 217, false)).toEqual(columnForm([often('a')], 217, false));
  });
});

describe('placing columns', () => {
  const wanted = [
    { usualPx: 184, leastPx: 150 },
    { usualPx: 128, leastPx: 108 },
  ];

  test('lets them grow by at most 1.4 and spreads the rest between and around them', () => {
    const { columns } = placeColumns(wanted, 30, 1000, 28);
    expect(columns.map((c) => c.widthPx)).toEqual([Math.floor(184 * 1.4), Math.floor(128 * 1.4)]);
    expect(columns[1]!.xPx - columns[0]!.xPx - columns[0]!.widthPx).toBe(120);
    const [left, right] = [columns[0]!.xPx - 30, 1000 - columns[1]!.xPx - columns[1]!.widthPx];
    expect(Math.abs(left - right)).toBeLessThanOrEqual(1);
  });

  test('shrinks them to their least, then overflows to the right', () => {
    const tight = placeColumns(wanted, 0, 300, 28);
    expect(tight.columns.reduce((sum, c) => sum + c.widthPx, 28)).toBeLessThanOrEqual(301);
    const over = placeColumns(wanted, 0, 200, 28);
    expect(over.columns.map((c) => c.widthPx)).toEqual([150, 108]);
    expect(over.rightPx).toBe(150 + 28 + 108);
  });

  test('leaves a fixed one at its usual width', () => {
    const { columns } = placeColumns([...wanted, { usualPx: 120, leastPx: 88, fixed: true }], 0, 1000, 28);
    expect(columns[2]!.widthPx).toBe(120);
  });
});
