import { describe, expect, test } from 'vitest';
import { firstRun, projectWorld, type RunView } from '../../../../src/history/projections/run-view.ts';
import {
  barLabel,
  placeAttempts,
  placeHolds,
  placeRefusals,
  placeWaits,
} from '../../../../src/views/timeline/bars-layout.ts';
import { placeCalls } from '../../../../src/views/timeline/calls-layout.ts';
import { placeFolds, tornEdge } from '../../../../src/views/timeline/folds-layout.ts';
import { rowGroups } from '../../../../src/views/timeline/row-groups.ts';
import { barTop, densityFor, stackRows } from '../../../../src/views/timeline/rows-layout.ts';
import { timeScale } from '../../../../src/views/timeline/scale-layout.ts';
import { stories } from '../../../fixtures/pictures/stories.ts';
import { measure } from '../graph/measure-stub.ts';

const runOf = (story: string): RunView => firstRun(projectWorld(stories[story]!.history))!;
const answer = runOf('triage').steps.find((s) => s.step === 'answer')!;
const fold = { fromMs: 4400, toMs: 6800 };
const open = timeScale(11_500, 144, 728, [], 30);
const folded = timeScale(11_500, 144, 728, [fold], 30);

describe('lanes and rows', () => {
  const usual = densityFor(800, 7, false);
  test('stack under the axis without gaps, a rule between them', () => {
    const { lanes, rows, splitPx, footPx, heightPx } = stackRows(
      [22, 22, 39, 22],
      [false, false, true],
      usual,
    );
    expect(lanes.map((lane) => lane.yPx)).toEqual([3, 25, 47, 86]);
    expect(splitPx).toBe(111);
    expect(rows.map((row) => [row.yPx, row.heightPx])).toEqual([
      [117, 19],
      [136, 19],
      [155, 25],
    ]);
    expect([footPx, heightPx]).toEqual([180, 180 + 18]);
  });
  test('have no rule where there is no lane', () => {
    expect(stackRows([], [false], usual)).toMatchObject({ lanes: [], splitPx: 0, rows: [{ yPx: 3 }] });
  });
  test('are flatter in a flat window and for a long list, taller in a tall one', () => {
    expect(densityFor(768, 7, false).rowPx).toBe(17);
    expect(densityFor(800, 40, false).rowPx).toBe(17);
    expect(densityFor(1080, 7, false).rowPx).toBeGreaterThan(usual.rowPx);
  });
  test('hold 20 px type in a presentation', () => {
    const present = densityFor(800, 4, true);
    expect(Math.min(present.bandPx, present.deepBarPx, present.rowPx)).toBeGreaterThanOrEqual(24);
  });
  test('set bars in the middle, on whole pixels', () => {
    expect(barTop({ yPx: 100, heightPx: 19 }, 11)).toBe(104);
  });
});

describe('rows', () => {
  test('are one a step, deep where the policy allows the most tries', () => {
    const groups = rowGroups(runOf('triage'), false);
    expect(groups.map((g) => g.label)).toEqual([
      'intent',
      'language',
      'priority',
      'sentiment',
      'knowledge',
      'answer',
      'quality',
    ]);
    expect(groups.filter((g) => g.deep).map((g) => g.key)).toEqual(['answer']);
  });
  test('fold equals into one in a presentation', () => {
    expect(rowGroups(runOf('triage'), true).map((g) => g.label)).toEqual([
      'classifiers ×4',
      'knowledge',
      'answer',
      'quality',
    ]);
  });
  test('of what ran under a step follow it, moved in, named by the rest of their path', () => {
    const groups = rowGroups(runOf('desk'), false);
    expect(groups.slice(0, 4).map((g) => [g.key, g.label, g.depth, g.frames])).toEqual([
      ['triage', 'triage', 0, true],
      ['triage/intent', 'intent', 1, false],
      ['triage/priority', 'priority', 1, false],
      ['answer', 'answer', 0, false],
    ]);
  });
  test('of an agent stand in the order of its turns', () => {
    expect(rowGroups(runOf('agentDesk'), false).map((g) => g.key)).toEqual([
      'turn-1/reason',
      'approve',
      'refund',
      'undo-hold',
      'triage',
    ]);
  });
  test('keep one apart that failed', () => {
    expect(rowGroups(runOf('triageHaiku'), true).map((g) => g.label)).toContain('sentiment');
  });
});

describe('bars of the refund desk', () => {
  const desk = runOf('desk').steps.find((s) => s.step === 'answer')!;
  const scale = timeScale(14_000, 144, 728, [], 30);
  test('lie beside each other where a hedge races the call before it, alone elsewhere', () => {
    expect(placeAttempts(desk, scale).map(({ track, tracks }) => `${track} of ${tracks}`)).toEqual([
      '0 of 1',
      '0 of 2',
      '1 of 2',
    ]);
  });
  test('begin after what held them back', () => {
    const [hold] = placeHolds(desk, scale);
    expect(hold).toMatchObject({ policy: 'bulkhead', fromPx: scale.x(600), toPx: scale.x(900) });
    expect(placeAttempts(desk, scale)[0]!.xPx).toBe(hold!.toPx);
  });
  test('are missing where a policy refused one: a mark says which', () => {
    expect(placeRefusals(desk, scale, (policy) => policy)).toEqual([
      {
        key: 'answer 0',
        atMs: 2800,
        xPx: scale.x(2800),
        roomy: true,
        title: 'claude-3-sonnet was not asked: breaker',
      },
    ]);
  });
  test('that a policy refused at once after a failure are a stroke: a mark would hide the bar', () => {
    const long = timeScale(140_000, 144, 728, [], 30);
    expect(placeRefusals(desk, long, (policy) => policy)[0]!.roomy).toBe(false);
  });
  test('of a wait before a try that was refused end with the wait', () => {
    expect(placeWaits(desk, scale, 12, measure).map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [2400, 2800],
    ]);
  });
});

describe('bars', () => {
  test('stand from start to end of each attempt', () => {
    const bars = placeAttempts(answer, open);
    expect(bars.map((bar) => bar.xPx)).toEqual([1046, 2790, 7312, 8420].map((ms) => open.x(ms)));
    expect(bars[0]!.xPx + bars[0]!.widthPx!).toBe(open.x(2000));
  });
  test('leave their waits between them, each with its length where that fits', () => {
    const [first, second] = placeWaits(answer, open, 12, measure);
    expect([first!.fromPx, first!.toPx]).toEqual([open.x(2000) + 3, open.x(2790) - 2]);
    expect(first!.label).toBe('');
    expect(second!.label.replace('\u00a0', ' ')).toBe('3.38 s');
    expect(second!.labelPx).toBeGreaterThan(second!.fromPx);
  });
  test('say what they can inside themselves: mark and words, the mark, nothing', () => {
    expect(barLabel('503', 60, 12, measure)).toMatchObject({ mark: true, words: '503' });
    expect(barLabel('503', 20, 12, measure)).toMatchObject({ mark: true, words: '' });
    expect(barLabel('503', 8, 12, measure)).toMatchObject({ mark: false, words: '' });
  });
});

describe('calls in a lane', () => {
  const call = (fromMs: number, toMs: number) => ({
    step: 's',
    attempt: 1,
    fromMs,
    toMs,
    outcome: 'ok' as const,
    struck: [],
  });
  const lane = { yPx: 0, heightPx: 22 };
  test('lie side by side while they overlap, on one line when they do not', () => {
    const together = placeCalls([call(0, 600), call(0, 400), call(0, 500), call(0, 450)], lane, 16, false);
    expect(new Set(together.map((c) => c.yPx)).size).toBe(4);
    const apart = placeCalls([call(0, 400), call(400, 900)], lane, 16, false);
    expect(new Set(apart.map((c) => c.yPx)).size).toBe(1);
  });
  test('stay inside the lane, and below its bands', () => {
    for (const { yPx, heightPx } of placeCalls(
      [call(0, 600), call(0, 400), call(0, 500), call(0, 450)],
      lane,
      16,
      false,
    )) {
      expect(yPx).toBeGreaterThanOrEqual(1);
      expect(yPx + heightPx).toBeLessThanOrEqual(22);
    }
    const [under] = placeCalls([call(0, 600)], lane, 16, true);
    expect(under!.yPx).toBeGreaterThanOrEqual(17);
    expect(under!.yPx + under!.heightPx).toBeLessThanOrEqual(22);
  });
});

describe('a fold', () => {
  test('names the wait that it hides, or the idle time', () => {
    const waits = answer.backoffs.map(({ fromMs, delayMs }) => ({ fromMs, toMs: fromMs + delayMs }));
    const label = (w: typeof waits) => placeFolds(folded, w, 12, measure)[0]!.label.replaceAll('\u00a0', ' ');
    expect(label(waits)).toBe('3.38 s wait, folded');
    expect(label([])).toBe('2.4 s idle, folded');
  });
  test('is a strip within its stretch', () => {
    const [place] = placeFolds(folded, [], 12, measure);
    expect(place!.leftPx).toBeGreaterThan(folded.x(fold.fromMs));
    expect(place!.rightPx).toBeLessThan(folded.x(fold.toMs));
  });
  test('is torn from top to bottom', () => {
    expect(tornEdge(10, 0, 18)).toBe('M10 0l3 6l-3 6l3 6');
  });
});
