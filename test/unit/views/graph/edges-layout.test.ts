import { describe, expect, test } from 'vitest';
import { channelY } from '../../../../src/views/graph/channels-layout.ts';
import {
  arrowPath,
  crossAt,
  pathOf,
  routeEdges,
  type Box,
} from '../../../../src/views/graph/edges-layout.ts';

const box = (id: string, rank: number, yPx: number, heightPx = 40): Box => ({
  id,
  rank,
  xPx: rank * 200,
  yPx,
  widthPx: 150,
  heightPx,
});

describe('edges', () => {
  test('between two nodes on the axis are one straight line with an arrow', () => {
    const lines = routeEdges([box('a', 0, -20), box('b', 1, -20)], [{ from: 'a', to: 'b' }]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      part: 'head',
      arrow: 'right',
      points: [
        { x: 150, y: 0.5 },
        { x: 200, y: 0.5 },
      ],
    });
  });

  test('from several nodes to one share a bus', () => {
    const boxes = [box('a', 0, -90), box('b', 0, -20), box('c', 0, 50), box('z', 1, -20)];
    const lines = routeEdges(
      boxes,
      ['a', 'b', 'c'].map((from) => ({ from, to: 'z' })),
    );
    const parts = (part: string) => lines.filter((line) => line.part === part);
    expect(parts('stub')).toHaveLength(3);
    expect(parts('bus')).toHaveLength(1);
    expect(parts('head')).toHaveLength(1);
    const [from, to] = parts('bus')[0]!.points;
    expect(from!.x).toBe(to!.x);
    expect([from!.y, to!.y]).toEqual([-69.5, 70.5]);
  });

  test('that lead from other nodes turn on other tracks', () => {
    const boxes = [box('a', 0, -50), box('b', 0, 10), box('c', 1, -50), box('d', 1, 10)];
    const lines = routeEdges(boxes, [
      { from: 'a', to: 'd' },
      { from: 'b', to: 'c' },
    ]);
    const tracks = lines.filter((line) => line.part === 'bus').map((line) => line.points[0]!.x);
    expect(new Set(tracks).size).toBe(2);
  });

  test('that skip a rank go round the nodes in between', () => {
    const boxes = [box('a', 0, -20), box('b', 1, -55, 110), box('c', 2, -20)];
    const lines = routeEdges(boxes, [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'a', to: 'c' },
    ]);
    const long = lines.find((line) => line.part === 'head' && line.to[0] === 'c' && line.from[0] === 'a');
    const past = long!.points.filter((p) => p.x > 150 && p.x < 400).map((p) => p.y);
    expect(Math.max(...past.map(Math.abs))).toBeGreaterThan(55);
  });

  test('lie on half pixels', () => {
    const boxes = [box('a', 0, -33, 41), box('b', 0, 21, 40), box('c', 1, -17, 37)];
    for (const line of routeEdges(boxes, [
      { from: 'a', to: 'c' },
      { from: 'b', to: 'c' },
    ]))
      for (const { y } of line.points) expect(Math.abs(y % 1)).toBe(0.5);
  });

  test('that name no box, or lead back, are left out', () => {
    expect(
      routeEdges(
        [box('a', 0, 0), box('b', 1, 0)],
        [
          { from: 'b', to: 'a' },
          { from: 'a', to: 'ghost' },
        ],
      ),
    ).toEqual([]);
  });

  test('are written as SVG paths, with an arrowhead that ends half a pixel short', () => {
    expect(
      pathOf([
        { x: 1, y: 0.5 },
        { x: 9, y: 0.5 },
      ]),
    ).toBe('M1 0.5L9 0.5');
    expect(arrowPath({ x: 9, y: 0.5 }, 'right')).toBe('M2.5 -3L8.5 0.5L2.5 4Z');
  });
});

describe('a channel', () => {
  const covers = [[], [{ topPx: -55, bottomPx: 55 }], []];

  test('runs straight on where nothing stands in the way', () => {
    expect(channelY(covers, 0, 2, 80.5, 0.5, [])).toBe(80.5);
  });
  test('goes round on the nearer side', () => {
    expect(channelY(covers, 0, 2, 20.5, 30.5, [])).toBe(69);
    expect(channelY(covers, 0, 2, -20.5, -30.5, [])).toBe(-69);
  });
  test('takes a gap between nodes', () => {
    const split = [
      [],
      [
        { topPx: -60, bottomPx: -10 },
        { topPx: 10, bottomPx: 60 },
      ],
      [],
    ];
    expect(channelY(split, 0, 2, -30.5, 30.5, [])).toBe(0.5);
  });
  test('keeps off one that is taken', () => {
    expect(channelY(covers, 0, 2, 20.5, 30.5, [{ yPx: 69, fromRank: 0, toRank: 2 }])).toBe(77);
  });
});

test('the cross of a failed line stands on its last piece, clear of the arrowhead', () => {
  const points = [
    { x: 0, y: 40 },
    { x: 20, y: 40 },
    { x: 20, y: 0 },
    { x: 60, y: 0 },
  ];
  expect(crossAt(points)).toEqual({ x: 37, y: 0 });
  expect(crossAt(points.slice(0, 3))).toEqual({ x: 20, y: 23 });
});
