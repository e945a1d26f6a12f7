import { describe, expect, test } from 'vitest';
import {
  firstRun,
  projectWorld,
  type RunView,
  type StepView,
} from '../../../../src/history/projections/run-view.ts';
import { drawnSteps } from '../../../../src/history/projections/drawn-steps.ts';
import { graphOf } from '../../../../src/history/projections/graph.ts';
import { captionOf } from '../../../../src/views/graph/caption.ts';
import type { EdgeLine } from '../../../../src/views/graph/edges-layout.ts';
import { ledgerLayout } from '../../../../src/views/graph/ledger-layout.ts';
import { lineState, takenEdges } from '../../../../src/views/graph/line-state.ts';
import { longestRowMs, policyLines, rowState, triesUnder } from '../../../../src/views/graph/node-state.ts';
import { allowanceOf } from '../../../../src/views/marks/allowed.ts';
import { spokenStep, stepNow } from '../../../../src/views/marks/step-now.ts';
import { failure } from '../../../../src/model/failure.ts';
import { stories } from '../../../fixtures/pictures/stories.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';

const at = (story: string, ms = Infinity): RunView => firstRun(projectWorld(stories[story]!.history, ms))!;
const step = (run: RunView, name: string): StepView => run.steps.find((s) => s.step === name)!;
const answerRows = (ms: number) => {
  const now = step(at('triage', ms), 'answer');
  const { rows } = ledgerLayout(allowanceOf(now), 'roomy');
  return rows.map((row) => rowState(row, now, ms));
};

describe('the rows of a ledger', () => {
  test('say what each try will be before it starts', () => {
    expect(answerRows(500).map((r) => [r.mark, r.word])).toEqual([
      ['waiting', 'try 1'],
      ['waiting', 'retry 1'],
      ['waiting', 'retry 2'],
      ['waiting', 'fallback'],
    ]);
  });
  test('say what is running at the playhead, and for how long', () => {
    const rows = answerRows(8900);
    expect(rows.map((r) => r.word)).toEqual(['cut off', '503', '503', 'running']);
    expect(rows[3]).toMatchObject({ tone: 'running', ms: 480 });
  });
  test('say how each try ended, failures hatched as waste', () => {
    const rows = answerRows(11_020);
    expect(rows.map((r) => [r.tone, r.word])).toEqual([
      ['failure', 'cut off'],
      ['failure', '503'],
      ['failure', '503'],
      ['recovered', 'answered'],
    ]);
    expect(rows.map((r) => r.bars[0]!.waste)).toEqual([true, true, true, false]);
  });
  test('say that a try was not needed', () => {
    const now = step(at('triageDragged'), 'answer');
    const row = ledgerLayout(allowanceOf(now), 'roomy').rows[3]!;
    expect(rowState(row, now, 20_000)).toMatchObject({ word: 'not needed', mark: 'skipped', idle: true });
  });
  test('are scaled by the longest of the whole run', () => {
    const full = step(at('triage'), 'answer');
    expect(longestRowMs(ledgerLayout(allowanceOf(full), 'roomy').rows, full, 11_020)).toBe(1960);
  });
  test('stand for their first failure when they are pointed at', () => {
    const now = step(at('storm'), 'answer');
    expect(triesUnder(ledgerLayout(allowanceOf(now), 'roomy'), now).map((t) => t.attempt)).toEqual([1, 9]);
  });
  test('a default value stands by and never has a try of its own', () => {
    const now = step(at('storm'), 'answer');
    const rows = ledgerLayout(allowanceOf(now), 'roomy').rows.map((row) => rowState(row, now, 12_000));
    expect(rows.at(-1)).toMatchObject({ target: 'default', word: 'not needed', bars: [] });
  });
});

describe('a step at the playhead', () => {
  test('is spoken with its state, attempts, value and time', () => {
    const run = at('triage');
    expect(spokenStep('answer', stepNow(step(run, 'answer'), run, 11_020, ''))).toBe(
      'answer, recovered, 4 attempts, 25 words, 9.33 s'.replace('9.33 s', '9.33\u00a0s'),
    );
    expect(spokenStep('intent', stepNow(step(run, 'intent'), run, 11_020, ''))).toBe(
      'intent, success, billing, 612\u00a0ms',
    );
  });
  test('says why it was passed over', () => {
    const run = at('triageSkipped');
    expect(stepNow(step(run, 'knowledge'), run, 9000, '').reason).toBe('skipped: short or general question');
  });
  test('says in a word how it failed', () => {
    const run = at('mismatch');
    expect(stepNow(step(run, 'C'), run, 40_000, '')).toMatchObject({
      failedBy: 'timed out',
      standing: { word: 'failed' },
    });
  });
  test('shows values by their kind', () => {
    const run = at('triage');
    const value = (name: string) => stepNow(step(run, name), run, 11_020, '').value;
    expect(['intent', 'knowledge', 'answer', 'quality'].map(value)).toEqual([
      'billing',
      '3 articles',
      '25 words',
      '0.91',
    ]);
  });
  test('says of an agent how many turns and calls it took so far, and of an orchestration which steps ran', () => {
    const inside = [declared('reason', ['gpt-4o']), declared('order')];
    const history = new HistoryBuilder()
      .world()
      .run([
        declared('support', [], { kind: 'agent', steps: inside }),
        declared('refund', [], { kind: 'orchestration', steps: inside }),
      ])
      .start('support')
      .start('support/turn-1/reason', 'reason')
      .at(5)
      .start('support/turn-1/order', 'order')
      .start('support/turn-2/reason', 'reason')
      .start('refund')
      .start('refund/order', 'order').history;
    const insideOf = (name: string, ms: number) => {
      const run = firstRun(projectWorld(history, ms))!;
      return stepNow(step(run, name), run, ms, '').inside;
    };
    expect([insideOf('support', 0), insideOf('support', 5)]).toEqual(['1 turn', '2 turns, 1 call']);
    expect([insideOf('refund', 0), insideOf('refund', 5)]).toEqual(['', '1 step ran']);
    const triage = at('triage');
    expect(stepNow(step(triage, 'answer'), triage, 9000, '').inside).toBe('');
  });
  test('is waiting, and costs nothing, before it is known', () => {
    expect(stepNow(undefined, at('triage', 0), 0, 'gpt-4o')).toMatchObject({
      standing: { word: 'waiting' },
      ms: null,
      target: 'gpt-4o',
    });
  });
});

describe('a policy', () => {
  test('is written in at most two lines', () => {
    expect(policyLines(step(at('triage', 0), 'answer'))).toEqual([
      'timeout 10\u00a0s a try',
      'retry 2, full jitter',
    ]);
  });
});

describe('a line at the playhead', () => {
  const line = (part: EdgeLine['part'], from: string[], to: string[]): EdgeLine => ({
    key: '',
    part,
    from,
    to,
    points: [],
    arrow: null,
  });
  const taken = takenEdges(graphOf(at('triage')));
  const state = (ms: number, l: EdgeLine) => {
    const run = at('triage', ms);
    return lineState(l, taken, new Map(run.steps.map((s) => [s.step, s])), run);
  };
  test('is not gone, then arriving, then gone', () => {
    const head = line('head', ['knowledge'], ['answer']);
    expect([900, 5000, 10_500].map((ms) => state(ms, head))).toEqual(['not', 'going', 'gone']);
  });
  test('out of a node is gone once that node is done', () => {
    const stub = line('stub', ['language'], ['knowledge']);
    expect([300, 400].map((ms) => state(ms, stub))).toEqual(['not', 'gone']);
  });
  test('to the outcome is gone when the run has ended', () => {
    const last = line('head', ['quality'], ['outcome']);
    expect([11_000, 11_020].map((ms) => state(ms, last))).toEqual(['not', 'gone']);
  });
  test('into a step that does not accept what it is handed has failed', () => {
    const refused = failure('contract', 'no', { step: 'b' });
    const b = new HistoryBuilder().world().run([declared('a'), declared('b')]);
    b.start('a').done('a', 1).start('b').gaveUp('b', 'failed', refused).finish('returned', { value: 1 });
    const run = firstRun(projectWorld(b.history))!;
    const steps = new Map(run.steps.map((s) => [s.step, s]));
    const into = (to: string) => lineState(line('head', ['a'], [to]), new Set([`a ${to}`]), steps, run);
    expect(into('b')).toBe('failed');
    expect(into('outcome')).toBe('gone');
  });
  test('that the run never took stays pale', () => {
    expect(state(11_020, line('head', ['intent'], ['quality']))).toBe('not');
  });
});

describe('the caption of a column', () => {
  const four = at('triage').steps.slice(0, 4);
  test('says that its steps ran at once, and what they share, as far as there is room', () => {
    expect(captionOf(four, () => true)).toBe('at once · gpt-4o-mini 2024-07-18');
    expect(captionOf(four, (text) => text.length < 25)).toBe('at once · gpt-4o-mini');
    expect(captionOf(four, (text) => text.length < 10)).toBe('at once');
    expect(captionOf(four, () => false)).toBe('');
  });
});

describe('what policies and people do to a node', () => {
  const desk = (ms: number, name: string) => {
    const run = at('desk', ms);
    return stepNow(step(run, name), run, ms, '');
  };

  test('a try that a policy refused says which, the rest of its target is not missed', () => {
    const now = step(at('desk'), 'answer');
    const { rows } = ledgerLayout(allowanceOf(now), 'roomy');
    expect(rows.map((row) => rowState(row, now, 14_000)).map(({ tone, word }) => [tone, word])).toEqual([
      ['failure', '500'],
      ['failure', 'breaker open'],
      ['recovered', 'answered'],
    ]);
  });

  test('while a person is waited for nothing runs: it says who', () => {
    expect(desk(5000, 'approve').standing).toEqual({
      tone: 'waiting',
      mark: 'person',
      word: 'waits for a supervisor',
    });
    expect(desk(9000, 'approve').standing.word).toBe('success');
  });

  test('while a policy holds an attempt back it stands in line', () => {
    expect(desk(700, 'answer').standing).toMatchObject({ tone: 'waiting', word: 'in line' });
    expect(desk(100, 'triage/intent').standing).toMatchObject({ tone: 'waiting', word: 'held to its rate' });
    expect(desk(900, 'answer').standing.word).toBe('running');
  });

  test('a step that only a policy kept from working says so', () => {
    const over = failure('over_budget', 'spent');
    const b = new HistoryBuilder()
      .world()
      .run([declared('a', ['m'])])
      .start('a');
    b.refused('a', 'm', 'budget', over).gaveUp('a', 'failed', over);
    const run = firstRun(projectWorld(b.history))!;
    expect(stepNow(step(run, 'a'), run, 0, '').failedBy).toBe('over budget');
  });

  test('what came too late counts as waste', () => {
    expect(desk(14_000, 'answer').wastedNanoUsd).toBe(700_000 + 600_000);
  });

  test('a screen reader hears the kind of a step that is more than a call', () => {
    expect(spokenStep('approve', desk(5000, 'approve'), 'approval')).toBe(
      'approve, approval, waits for a supervisor',
    );
    expect(spokenStep('answer', desk(700, 'answer'), 'generate')).toMatch(/^answer, in line/);
  });
});

describe('a node that stands for several executions', () => {
  const many = (ends: readonly ('failed' | 'skipped' | 'ok')[]) => {
    const b = new HistoryBuilder().world().run([declared('part', ['m'])]);
    ends.forEach((end, i) => {
      const name = `part[${i}]`;
      if (end === 'skipped') b.skip(name, 'suspicious', 'part');
      else b.start(name, 'part').try(name, 'm');
      if (end === 'ok') b.answered(name).done(name, 'billing');
      if (end === 'failed')
        b.failed(name, failure('server_error', 'm failed')).gaveUp(
          name,
          'failed',
          failure('server_error', 'm failed'),
        );
    });
    const run = firstRun(projectWorld(b.finish('returned', { value: 1 }).history))!;
    return stepNow(drawnSteps(run)[0], run, 10, '');
  };
  const times = <T>(count: number, what: T): T[] => Array<T>(count).fill(what);

  test('says how many were skipped, not that it was, whatever the last one came to', () => {
    for (const ends of [
      [...times(9, 'ok' as const), ...times(3, 'skipped' as const)],
      [...times(3, 'skipped' as const), ...times(9, 'ok' as const)],
    ])
      expect(many(ends)).toMatchObject({
        standing: { tone: 'success', word: '3 skipped' },
        reason: null,
        value: '',
      });
  });
  test('says how many failed', () => {
    const ends = [...times(9, 'ok' as const), ...times(2, 'failed' as const)];
    expect(many(ends)).toMatchObject({ standing: { tone: 'failure', word: '2 failed' }, failedBy: '' });
    expect(many([...ends, 'ok']).standing).toMatchObject({ tone: 'recovered', word: '2 failed' });
  });
  test('says what they came to where they all came to the same', () => {
    expect(many(times(12, 'ok')).standing.word).toBe('success');
    expect(many(times(12, 'failed'))).toMatchObject({ standing: { word: 'failed' }, many: 12 });
    expect(many(times(12, 'skipped')).reason).toBe('skipped: suspicious');
  });
});
