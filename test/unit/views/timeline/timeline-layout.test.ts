import { describe, expect, test } from 'vitest';
import { foldsOf } from '../../../../src/history/projections/lanes.ts';
import { firstRun, projectWorld, type RunView } from '../../../../src/history/projections/run-view.ts';
import { ghostBars, ghostDimension } from '../../../../src/views/timeline/ghost-layout.ts';
import { placeNote } from '../../../../src/views/timeline/note-layout.ts';
import { timeScale } from '../../../../src/views/timeline/scale-layout.ts';
import { shownLanes } from '../../../../src/views/timeline/shown-lanes.ts';
import { layoutTimeline, type TimelineLayout } from '../../../../src/views/timeline/timeline-layout.ts';
import { lanesOf } from '../../../../src/history/projections/lanes.ts';
import { stories } from '../../../fixtures/pictures/stories.ts';
import { measure } from '../graph/measure-stub.ts';

const runOf = (story: string): RunView => firstRun(projectWorld(stories[story]!.history))!;
const layoutOf = (
  story: string,
  widthPx = 794,
  present = false,
  keep: ReadonlySet<string> = new Set(),
): TimelineLayout => {
  const { history, plan } = stories[story]!;
  const world = projectWorld(history);
  const run = firstRun(world)!;
  const deeds = world.interventions.map((deed, order) => ({ deed: { ...deed, order }, planned: true }));
  const sheet = { widthPx, windowPx: 800, present, measure };
  return layoutTimeline({ run, world, plan, deeds }, 11_500, foldsOf(run), keep, sheet);
};

describe('the timeline of the triage', () => {
  const layout = layoutOf('triage');

  test('has a lane an endpoint that is called or struck, a row a step', () => {
    expect(layout.lanes.map((lane) => lane.model)).toEqual([
      'gpt-4o-mini',
      'help-centre',
      'claude-3-sonnet',
      'gpt-4o',
    ]);
    expect(layout.rows).toHaveLength(7);
    expect(layout.lanes[2]!.bands).toHaveLength(1);
  });
  test('puts glyphs at 16, names at 34 and the plot at 144', () => {
    const short = layoutOf('mismatch');
    expect([short.markPx, short.namePx, short.scale.fromPx]).toEqual([16, 34, 144]);
    expect(short.scale.toPx).toBe(794 - 66);
  });
  test('keeps every row and lane apart, and all of them above the foot', () => {
    const strips = [...layout.lanes, ...layout.rows];
    for (const [i, strip] of strips.entries()) {
      const next = strips[i + 1];
      expect(strip.yPx + strip.heightPx).toBeLessThanOrEqual(next ? next.yPx : layout.footPx);
    }
    expect(layout.heightPx).toBe(layout.footPx + layout.density.footPx);
  });
  test('has the same rows and scale while the outage is dragged', () => {
    const dragged = layoutOf('triageDragged');
    expect(dragged.rows.map((row) => [row.yPx, row.heightPx])).toEqual(
      layout.rows.map((row) => [row.yPx, row.heightPx]),
    );
    expect(dragged.lanes.map((lane) => [lane.model, lane.yPx])).toEqual(
      layout.lanes.map((lane) => [lane.model, lane.yPx]),
    );
    expect(dragged.scale.x(9000)).toBe(layout.scale.x(9000));
  });
  test('shows in a presentation only endpoints that the fault or a failure touched', () => {
    expect(layoutOf('triage', 1280, true).lanes.map((lane) => lane.model)).toEqual([
      'claude-3-sonnet',
      'gpt-4o',
    ]);
  });
  test('gives long names their room, up to a third of the sheet', () => {
    const long = layoutOf('moderation');
    expect(long.scale.fromPx).toBeGreaterThan(144);
    expect(long.scale.fromPx).toBeLessThanOrEqual(794 * 0.3);
  });
});

describe('lanes', () => {
  test('once shown stay while the same orchestration is edited, and go with it', () => {
    const lanes = shownLanes();
    const haiku = runOf('triageHaiku');
    const plain = runOf('triageWithout');
    expect(lanes.keep(haiku, lanesOf(haiku, [])).has('claude-3-haiku')).toBe(true);
    const kept = lanes.keep(plain, lanesOf(plain, []));
    expect(kept.has('claude-3-haiku')).toBe(true);
    expect(layoutOf('triageWithout', 794, false, kept).lanes.map((lane) => lane.model)).toContain(
      'claude-3-haiku',
    );
    const other = runOf('chain');
    expect(lanes.keep(other, lanesOf(other, [])).has('claude-3-haiku')).toBe(false);
  });
});

describe('the run without its faults', () => {
  const run = runOf('triage');
  const ghost = runOf('triageWithout');
  const scale = timeScale(11_500, 144, 728, foldsOf(run), 30);

  test('is drawn under the steps that would have run at other times', () => {
    expect(ghostBars(run, ghost, scale).map((bar) => bar.step)).toEqual(['answer', 'quality']);
    expect(ghostBars(run, run, scale)).toEqual([]);
  });
  test('names the time that was lost, and to what', () => {
    const dimension = ghostDimension(run, ghost, stories['triage']!.plan, scale, 12, measure)!;
    expect(dimension.words.replaceAll('\u00a0', ' ')).toBe('6.9 s lost to the outage');
    expect(dimension.flag.replaceAll('\u00a0', ' ')).toBe('without: 4.1 s');
    expect(dimension.ghostPx).toBe(scale.x(4106) + 0.5);
    expect(dimension.inside).toBe(true);
    expect(dimension.wordsPx - dimension.wordsWidthPx / 2).toBeGreaterThan(scale.x(6800));
  });
  test('says when nothing was lost, or the faults made it shorter', () => {
    expect(ghostDimension(ghost, ghost, [], scale, 12, measure)!.words).toBe('');
    expect(ghostDimension(ghost, run, [], scale, 12, measure)!.words).toContain('shorter with the faults');
  });
  test('has no end to compare while it runs', () => {
    const now = firstRun(projectWorld(stories['triage']!.history, 5000))!;
    expect(ghostDimension(now, ghost, [], scale, 12, measure)).toBeNull();
  });
});

describe('the note of a causal chain', () => {
  const size = { widthPx: 190, heightPx: 58 };
  const bounds = { xPx: 148, yPx: 98, widthPx: 580, heightPx: 170 };

  test('stands over its attempts where that is free', () => {
    const anchor = { xPx: 300, yPx: 220, widthPx: 200, heightPx: 17 };
    expect(placeNote(size, anchor, [anchor], bounds)).toEqual({ xPx: 300, yPx: 220 - 58 - 8 });
  });
  test('stands under them where there is no room above', () => {
    const anchor = { xPx: 300, yPx: 105, widthPx: 200, heightPx: 17 };
    expect(placeNote(size, anchor, [anchor], bounds).yPx).toBe(105 + 17 + 8);
  });
  test('gives way to what it would cover', () => {
    const anchor = { xPx: 300, yPx: 180, widthPx: 80, heightPx: 17 };
    const over = { xPx: 200, yPx: 100, widthPx: 500, heightPx: 75 };
    expect(placeNote(size, anchor, [anchor, over], bounds).yPx).toBeGreaterThan(180);
  });
  test('never leaves its bounds', () => {
    const anchor = { xPx: 700, yPx: 240, widthPx: 80, heightPx: 17 };
    const { xPx, yPx } = placeNote(size, anchor, [], bounds);
    expect(xPx + size.widthPx).toBeLessThanOrEqual(728);
    expect(yPx + size.heightPx).toBeLessThanOrEqual(268);
  });
});
