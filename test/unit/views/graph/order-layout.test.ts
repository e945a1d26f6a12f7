import { describe, expect, test } from 'vitest';
import { crossings, orderRanks } from '../../../../src/views/graph/order-layout.ts';

const cross = [
  { from: 'a', to: 'd' },
  { from: 'b', to: 'c' },
];

describe('the order within ranks', () => {
  test('is as declared where nothing crosses', () => {
    const ranks = [['intent', 'language', 'priority'], ['knowledge']];
    expect(
      orderRanks(
        ranks,
        ranks[0]!.map((from) => ({ from, to: 'knowledge' })),
      ),
    ).toEqual(ranks);
  });
  test('undoes a crossing', () => {
    const ranks = [
      ['a', 'b'],
      ['c', 'd'],
    ];
    expect(crossings(ranks, cross)).toBe(1);
    expect(crossings(orderRanks(ranks, cross), cross)).toBe(0);
  });
  test('keeps every node', () => {
    const ranks = [['a', 'b'], [], ['d', 'c']];
    expect(orderRanks(ranks, cross).map((rank) => [...rank].sort())).toEqual([['a', 'b'], [], ['c', 'd']]);
  });
});
