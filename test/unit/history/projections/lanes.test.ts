import { describe, expect, test } from 'vitest';
import { foldsOf, lanesOf } from '../../../../src/history/projections/lanes.ts';
import { firstRun, projectWorld, type RunView } from '../../../../src/history/projections/run-view.ts';
import { failure } from '../../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { outagePlan, TOLD_OUTAGE, triageStory } from '../../../support/triage-story.ts';

const runOf = (history: HistoryBuilder['history'], upToMs?: number): RunView =>
  firstRun(projectWorld(history, upToMs))!;
const lost = failure('cut', 'cut');

describe('lanes', () => {
  const told = runOf(triageStory(TOLD_OUTAGE));

  test('are the endpoints in declared order; a fallback that nobody called is in reserve', () => {
    const names = lanesOf(told, outagePlan()).map(({ model, reserve }) => (reserve ? `(${model})` : model));
    expect(names).toEqual(['gpt-4o-mini', '(claude-3-haiku)', 'help-centre', 'claude-3-sonnet', 'gpt-4o']);
  });

  test('hold their calls in order of start, and what struck them', () => {
    const sonnet = lanesOf(told, outagePlan()).find((l) => l.model === 'claude-3-sonnet')!;
    expect(sonnet.calls).toEqual([
      { step: 'answer', attempt: 1, fromMs: 1046, toMs: 2000, outcome: 'failed', struck: ['outage'] },
      { step: 'answer', attempt: 2, fromMs: 2790, toMs: 3930, outcome: 'failed', struck: ['outage'] },
      { step: 'answer', attempt: 3, fromMs: 7312, toMs: 8420, outcome: 'failed', struck: ['outage'] },
    ]);
    expect(sonnet.faults).toEqual([
      { id: 'outage', kind: 'outage', fromMs: 2000, toMs: 9000, draggable: true },
    ]);
  });

  test('show a call under way without an end', () => {
    const [mini] = lanesOf(runOf(triageStory(TOLD_OUTAGE), 400), []);
    expect(mini!.calls.map((c) => c.toMs)).toEqual([null, 388, null, null]);
  });

  test('of functions and default values there are none', () => {
    const steps = [
      declared('format', ['format', 'plain'], { kind: 'function' }),
      declared('answer', ['gpt-4o', 'value "sorry"']),
    ];
    const history = new HistoryBuilder()
      .world()
      .run(steps)
      .start('format')
      .try('format', 'format', false)
      .answered('format')
      .done('format').history;
    expect(lanesOf(runOf(history), []).map((l) => l.model)).toEqual(['gpt-4o']);
  });

  test('a window without an endpoint lies on all lanes, or on those of its step', () => {
    const steps = [declared('a', ['one', 'two']), declared('b', ['three'])];
    const run = runOf(new HistoryBuilder().world().run(steps).history);
    const banded = (step?: string) =>
      lanesOf(run, [{ id: 'f', kind: 'latency', window: [1, 2], ...(step && { step }) }])
        .filter((l) => l.faults.length > 0)
        .map((l) => l.model);
    expect(banded()).toEqual(['one', 'two', 'three']);
    expect(banded('turn[2]/a')).toEqual(['one', 'two']);
  });

  test('a window without an end has none, and an endpoint that only the plan names gets a lane', () => {
    const run = runOf(new HistoryBuilder().world().run([]).history);
    expect(lanesOf(run, [{ id: 'f', kind: 'outage', model: 'm', window: [1, Infinity] }])).toEqual([
      {
        model: 'm',
        calls: [],
        faults: [{ id: 'f', kind: 'outage', fromMs: 1, toMs: null, draggable: true }],
        others: [],
        breaker: [],
        reserve: false,
      },
    ]);
  });

  test('a fault without a window stands on each call that it struck', () => {
    const history = new HistoryBuilder()
      .world()
      .run([declared('a', ['m'])])
      .at(3)
      .start('a')
      .try('a', 'm')
      .struck('a', 'cut', 'cut')
      .at(9)
      .failed('a', lost).history;
    const [lane] = lanesOf(runOf(history), [{ id: 'cut', kind: 'cut', model: 'm' }]);
    expect(lane!.faults).toEqual([{ id: 'cut', kind: 'cut', fromMs: 3, toMs: 9, draggable: false }]);
  });
});

describe('folds', () => {
  test('the long backoff of the told run folds, with a margin on both sides', () => {
    expect(foldsOf(runOf(triageStory(TOLD_OUTAGE)))).toEqual([{ fromMs: 4400, toMs: 6800 }]);
  });

  test('a run without a long gap has none, and a run that goes on folds nothing behind an open attempt', () => {
    expect(foldsOf(runOf(triageStory(null)))).toEqual([]);
    expect(foldsOf(runOf(triageStory(TOLD_OUTAGE), 7500))).toHaveLength(1);
    expect(foldsOf(runOf(new HistoryBuilder().world().run([]).history))).toEqual([]);
  });

  test('a gap folds only above a second, above 18 % of the run and above what is asked for', () => {
    const gap = (idleMs: number, restMs: number, asked?: number) => {
      const b = new HistoryBuilder()
        .world()
        .run([declared('a', ['m'])])
        .start('a')
        .try('a', 'm')
        .at(restMs)
        .failed('a', lost);
      b.at(restMs + idleMs)
        .try('a', 'm')
        .at(2 * restMs + idleMs)
        .answered('a')
        .done('a')
        .finish('returned');
      return foldsOf(runOf(b.history), asked).length;
    };
    expect([gap(1000, 500), gap(1001, 500)]).toEqual([0, 1]);
    expect([gap(3600, 8200), gap(3700, 8200)]).toEqual([0, 1]);
    expect(gap(4000, 500, 5000)).toBe(0);
  });
});
