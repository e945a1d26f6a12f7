import { describe, expect, test } from 'vitest';
import { foldsOf } from '../../../../src/history/projections/lanes.ts';
import { firstRun, projectWorld } from '../../../../src/history/projections/run-view.ts';
import { placeBreaker } from '../../../../src/views/timeline/breaker-layout.ts';
import { placeDeeds } from '../../../../src/views/timeline/people-layout.ts';
import { clearOfFolds, timeScale } from '../../../../src/views/timeline/scale-layout.ts';
import { layoutTimeline, type TimelineLayout } from '../../../../src/views/timeline/timeline-layout.ts';
import { DESK_PLAN, deskStory } from '../../../support/desk-story.ts';
import { measure } from '../graph/measure-stub.ts';

const sheet = { widthPx: 794, windowPx: 800, present: false, measure };
function layoutOf(upToMs = Infinity): TimelineLayout {
  const whole = projectWorld(deskStory());
  const world = upToMs === Infinity ? whole : projectWorld(deskStory(), upToMs);
  const run = firstRun(world)!;
  const deeds = whole.interventions.map((deed, order) => ({ deed: { ...deed, order }, planned: true }));
  return layoutTimeline({ run, world, plan: [...DESK_PLAN], deeds }, 14_500, foldsOf(run), new Set(), sheet);
}
const scale = timeScale(10_000, 100, 1100, [], 30);

describe('the refund desk', () => {
  const layout = layoutOf();

  test('has the orchestrator above its endpoints, people under them, and nothing on one another', () => {
    expect(layout.lanes.map(({ model }) => model)).toEqual([
      'orchestrator',
      'claude-3-sonnet',
      'gpt-4o',
      'gpt-4o-mini',
      'payments',
    ]);
    const strips = [...layout.lanes, layout.people!, ...layout.rows];
    for (const [i, strip] of strips.entries())
      expect(strip.yPx + strip.heightPx).toBeLessThanOrEqual(strips[i + 1]?.yPx ?? layout.footPx);
  });

  test('gives room to the breaker of the lane that has one, and to no other', () => {
    const heights = layout.lanes.map(({ heightPx }) => heightPx);
    expect(heights).toEqual([22, 22 + layout.density.breakerPx, 22, 22, 22]);
  });

  test('marks where the orchestrator died and came back, over everything', () => {
    expect(layout.crashes).toEqual([
      { key: '9200 0', fromPx: layout.scale.x(9200), toPx: layout.scale.x(11_200) },
    ]);
    expect(layoutOf(10_000).crashes[0]!.toPx).toBeNull();
  });

  test('moves the names of what ran under a step in', () => {
    expect(layout.rows.slice(0, 3).map(({ namePx }) => namePx)).toEqual([34, 44, 44]);
  });

  test('frames what ran under a step, and tells a wait for a person from work', () => {
    const form = (name: string) => layout.rows.find(({ group }) => group.key === name)!.attempts[0]!.form;
    expect([form('triage'), form('answer'), form('approve')]).toEqual(['frame', 'work', 'person']);
  });
});

describe('a breaker’s strip', () => {
  const spans = [
    { fromMs: 0, toMs: 4000, state: 'closed', because: '' },
    { fromMs: 4000, toMs: null, state: 'open', because: '5 failures' },
  ];
  test('goes from change to change, and on to the end of the scale', () => {
    expect(
      placeBreaker(spans, scale, 12, measure).map(({ fromPx, toPx, title }) => [fromPx, toPx, title]),
    ).toEqual([
      [100, 500, 'breaker closed'],
      [500, 1100, 'breaker open: 5 failures'],
    ]);
  });
  test('says its state nowhere that a fold would tear it', () => {
    const torn = timeScale(10_000, 100, 1100, [{ fromMs: 4100, toMs: 9000 }], 30);
    expect(placeBreaker(spans, torn, 12, measure)[1]!.wordsPx).toBe(Infinity);
    expect(placeBreaker(spans, scale, 12, measure)[1]!.wordsPx).toBeLessThan(80);
  });
});

describe('what people did', () => {
  const deed = (atMs: number, planned = true) => ({
    deed: { atMs, order: 0, kind: 'answer', value: { signal: 's', value: true } },
    planned,
  });
  test('stands at its time, with words where they find room before the next', () => {
    const places = placeDeeds([deed(1000), deed(1200), deed(5000)], scale, 1100, 12, measure);
    expect(places.map(({ xPx, label }) => [xPx, label])).toEqual([
      [200, ''],
      [220, 'approved'],
      [600, 'approved'],
    ]);
  });
  test('can be taken back where the scenario holds it', () => {
    const [planned, told] = placeDeeds([deed(1000), deed(2000, false)], scale, 1100, 12, measure);
    expect([planned!.deed === null, told!.deed === null]).toEqual([false, true]);
  });
  test('beyond the scale stands at its end', () => {
    expect(placeDeeds([deed(99_000)], scale, 1100, 12, measure)[0]!.xPx).toBe(1100);
  });
});

test('words move right of the folds that would tear them', () => {
  const torn = timeScale(10_000, 100, 1100, [{ fromMs: 2000, toMs: 8000 }], 30);
  const [left, right] = [torn.x(2000), torn.x(8000)];
  expect(clearOfFolds(left - 100, 100, torn)).toBe(left - 100);
  expect(clearOfFolds(left - 99, 100, torn)).toBe(right + 4);
  expect(clearOfFolds(right, 100, torn)).toBe(right);
});
