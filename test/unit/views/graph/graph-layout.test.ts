import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawnSteps } from '../../../../src/history/projections/drawn-steps.ts';
import { graphOf, INPUT, OUTCOME, type Graph } from '../../../../src/history/projections/graph.ts';
import { firstRun, projectWorld, type RunView } from '../../../../src/history/projections/run-view.ts';
import { layoutGraph, type GraphLayout } from '../../../../src/views/graph/graph-layout.ts';
import type { NodeShape } from '../../../../src/views/graph/form-layout.ts';
import { nodeShapes } from '../../../../src/views/graph/node-shapes.ts';
import { stories } from '../../../fixtures/pictures/stories.ts';
import { measure } from './measure-stub.ts';

const sheet = (widthPx: number, heightPx: number, present = false) => ({
  widthPx,
  heightPx,
  present,
  tight: !present && widthPx < 700,
  measure,
});
const runOf = (story: string): RunView => firstRun(projectWorld(stories[story]!.history))!;
const layoutOf = (story: string, widthPx = 794, heightPx = 268, present = false): GraphLayout => {
  const run = runOf(story);
  return layoutGraph(graphOf(run), nodeShapes(drawnSteps(run)), sheet(widthPx, heightPx, present));
};
const middle = (box: { yPx: number; heightPx: number }): number => box.yPx + box.heightPx / 2;

/** Lines that run through the inside of a node. */
function crossedNodes(layout: GraphLayout): string[] {
  const crossed: string[] = [];
  for (const { key, points } of layout.lines)
    for (const [i, b] of points.entries()) {
      const a = points[i - 1];
      if (!a) continue;
      for (const node of [...layout.nodes, layout.outcome]) {
        const wide =
          Math.min(Math.max(a.x, b.x), node.xPx + node.widthPx) - Math.max(Math.min(a.x, b.x), node.xPx);
        const high =
          Math.min(Math.max(a.y, b.y), node.yPx + node.heightPx) - Math.max(Math.min(a.y, b.y), node.yPx);
        if ((wide > 0.5 && high >= 0) || (high > 0.5 && wide >= 0)) crossed.push(`${key} through ${node.id}`);
      }
    }
  return crossed;
}

function overlaps(layout: GraphLayout): string[] {
  const boxes = [...layout.nodes, layout.outcome];
  return boxes.flatMap((a, i) =>
    boxes.slice(0, i).flatMap((b) => {
      const apart =
        a.xPx >= b.xPx + b.widthPx ||
        b.xPx >= a.xPx + a.widthPx ||
        a.yPx >= b.yPx + b.heightPx ||
        b.yPx >= a.yPx + a.heightPx;
      return apart ? [] : [`${a.id} on ${b.id}`];
    }),
  );
}

describe('the graph of the triage', () => {
  const layout = layoutOf('triage');
  const node = (id: string) => layout.nodes.find((n) => n.id === id)!;

  test('stacks the four classifiers and sets the rest on one axis', () => {
    expect(['intent', 'language', 'priority', 'sentiment'].map((id) => node(id).rank)).toEqual([0, 0, 0, 0]);
    const axis = Math.round(middle(node('knowledge')));
    for (const id of ['answer', 'quality']) expect(Math.abs(middle(node(id)) - axis)).toBeLessThanOrEqual(1);
    expect(
      Math.abs((node('intent').yPx + node('sentiment').yPx + node('sentiment').heightPx) / 2 - axis),
    ).toBeLessThanOrEqual(1);
  });

  test('reserves a ledger for the step that may try again, and fits the sheet', () => {
    expect(node('answer').form).toBe('ledger');
    expect(node('quality').form).toBe('card');
    expect([layout.widthPx, layout.heightPx]).toEqual([794, 268]);
  });

  test('docks the reply over the last step where the sheet is narrow, and right of it where it is wide', () => {
    expect(layout.outcome.dock).toBe('above');
    expect(layout.outcome.yPx + layout.outcome.heightPx).toBeLessThan(node('quality').yPx);
    expect(layoutOf('triage', 1100, 330).outcome.dock).toBe('right');
  });

  test('is laid out alike while the run plays, and for another outage', () => {
    const boxes = (l: GraphLayout) =>
      l.nodes.map(({ id, xPx, yPx, widthPx, heightPx }) => [id, xPx, yPx, widthPx, heightPx]);
    expect(boxes(layoutOf('triageDragged'))).toEqual(boxes(layout));
  });

  test('takes a critical ticket under the steps that it never reached', () => {
    const critical = layoutOf('triageCritical');
    expect(critical.outcome.dock).toBe('below');
    expect(crossedNodes(critical)).toEqual([]);
  });
});

describe('any graph', () => {
  const names = Object.keys(stories);

  test.each(names)('of %s overlaps nothing, at every size', (story) => {
    for (const [w, h, present] of [
      [794, 268, false],
      [660, 240, false],
      [988, 330, false],
      [1280, 300, true],
    ] as const) {
      const layout = layoutOf(story, w, h, present);
      expect(overlaps(layout)).toEqual([]);
      expect(crossedNodes(layout)).toEqual([]);
    }
  });

  test('keeps within what it says it needs, and starts inside the sheet', () => {
    for (const story of names) {
      const layout = layoutOf(story);
      for (const box of [...layout.nodes, layout.outcome]) {
        expect(box.xPx).toBeGreaterThanOrEqual(0);
        expect(box.yPx).toBeGreaterThanOrEqual(0);
        expect(box.xPx + box.widthPx).toBeLessThanOrEqual(layout.widthPx);
        expect(box.yPx + box.heightPx).toBeLessThanOrEqual(layout.heightPx);
      }
    }
  });

  const randomGraph = fc
    .array(fc.tuple(fc.nat(5), fc.array(fc.nat(40), { maxLength: 3 })), { minLength: 1, maxLength: 24 })
    .map((drawn): Graph => {
      // Each node follows some earlier ones; ranks are longest paths.
      const ranks: number[] = [];
      const edges: { from: string; to: string; taken: boolean }[] = [];
      drawn.forEach(([, before], i) => {
        const earlier = i === 0 ? [] : [...new Set(before.map((n) => n % i))];
        ranks.push(1 + Math.max(-1, ...earlier.map((n) => ranks[n]!)));
        if (earlier.length === 0) edges.push({ from: INPUT, to: `s${i}`, taken: true });
        for (const n of earlier) edges.push({ from: `s${n}`, to: `s${i}`, taken: true });
      });
      drawn.forEach((_, i) => {
        if (!edges.some((e) => e.from === `s${i}`)) edges.push({ from: `s${i}`, to: OUTCOME, taken: true });
      });
      const order = new Map<number, number>();
      const nodes = ranks.map((rank, i) => {
        order.set(rank, (order.get(rank) ?? -1) + 1);
        return { step: `s${i}`, rank, order: order.get(rank)! };
      });
      const outcome = { outcome: 'returned' as const, atMs: 1, reason: null, rank: Math.max(...ranks) + 1 };
      return {
        nodes: nodes.toSorted((a, b) => a.rank - b.rank || a.order - b.order),
        edges,
        outcome,
        hidden: 0,
      };
    });

  test('has no edge that runs through a node, and no two nodes on one another', () => {
    fc.assert(
      fc.property(randomGraph, fc.integer({ min: 0, max: 7 }), (graph, tries) => {
        const shapes = new Map(
          graph.nodes.map(({ step }, i): [string, NodeShape] => [
            step,
            {
              step,
              name: step,
              mark: i % 4 === 0 ? 'tool' : null,
              allowance: [{ target: 'm', tries: i % 3 === 0 ? 1 + tries : 1 }],
            },
          ]),
        );
        const layout = layoutGraph(graph, shapes, sheet(794, 268));
        expect(overlaps(layout)).toEqual([]);
        expect(crossedNodes(layout)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
