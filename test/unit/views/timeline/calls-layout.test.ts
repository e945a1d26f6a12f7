import { expect, test } from 'vitest';
import { firstRun, projectWorld } from '../../../../src/history/projections/run-view.ts';
import { joined } from '../../../../src/views/timeline/calls-layout.ts';
import { layoutTimeline } from '../../../../src/views/timeline/timeline-layout.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { measure } from '../graph/measure-stub.ts';

const stroke = (from: number, width: number, tone = 'ok', yPx = 5) => ({ from, width, yPx, tone });

test('strokes of one tone and height that touch are one, others stay apart', () => {
  expect(joined([stroke(0, 10), stroke(10.5, 5), stroke(12, 1), stroke(16.1, 2)])).toEqual([
    stroke(0, 15.5),
    stroke(16.1, 2),
  ]);
  const apart = [stroke(0, 10), stroke(5, 10, 'failed'), stroke(6, 10, 'ok', 9)];
  expect(joined(apart)).toEqual(apart);
});

test('two hundred rows are drawn, and the rest counted', () => {
  const b = new HistoryBuilder().world().run([declared('label', ['m'])]);
  for (let i = 0; i < 205; i++) b.start(`label[${i}]`, 'label').done(`label[${i}]`);
  const world = projectWorld(b.finish('returned').history);
  const story = { run: firstRun(world)!, world, plan: [], deeds: [] };
  const sheet = { widthPx: 794, windowPx: 800, present: false, measure };
  const { rows, hidden } = layoutTimeline(story, 1000, [], new Set(), sheet);
  expect([rows.length, hidden]).toEqual([200, 5]);
});
