import { describe, expect, test } from 'vitest';
import {
  beforeStart,
  heldBy,
  leftWaiting,
  projectWorld,
  waitingFor,
  type StepView,
  type WorldView,
} from '../../../../src/history/projections/run-view.ts';
import { failure } from '../../../../src/model/failure.ts';
import { deskStory } from '../../../support/desk-story.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';

const desk = deskStory();
const world = projectWorld(desk);
const step = (name: string, of: WorldView = world, run = 0): StepView =>
  of.runs[run]!.steps.find((one) => one.step === name)!;
const lost = failure('server_error', 'payments answered 500', { status: 500 });

describe('policies', () => {
  test('that held an attempt back are told from where they did to where it began', () => {
    expect(step('answer').holds).toEqual([
      { target: 'claude-3-sonnet', policy: 'bulkhead', fromMs: 600, toMs: 900 },
    ]);
    expect(heldBy(step('answer', projectWorld(desk, 899)))?.policy).toBe('bulkhead');
    expect(heldBy(step('answer', projectWorld(desk, 900)))).toBeNull();
  });

  test('one behind the other hold one after the other', () => {
    const b = new HistoryBuilder()
      .world()
      .run([declared('a', ['m'])])
      .start('a')
      .held('a', 'm', 'rate');
    b.at(200).held('a', 'm', 'bulkhead').at(500).try('a', 'm');
    expect(step('a', projectWorld(b.history)).holds.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [0, 200],
      [200, 500],
    ]);
  });

  test('let go when the step ends before its attempt began', () => {
    const b = new HistoryBuilder()
      .world()
      .run([declared('a', ['m'])])
      .start('a')
      .held('a', 'm', 'bulkhead');
    b.at(700).gaveUp('a', 'cancelled');
    expect(step('a', projectWorld(b.history)).holds[0]!.toMs).toBe(700);
  });

  test('that refused an attempt are kept with their failure, and the step recovered', () => {
    const { refusals, state } = step('answer');
    expect(refusals.map(({ policy, atMs, failure: { code } }) => [policy, atMs, code])).toEqual([
      ['breaker', 2800, 'circuit_open'],
    ]);
    expect(state).toBe('recovered');
  });

  test('that change for all runs are one track a key, in order of time', () => {
    expect(world.policies).toHaveLength(1);
    expect(world.policies[0]).toMatchObject({ policy: 'breaker', key: 'claude-3-sonnet of acme' });
    expect(world.policies[0]!.changes.map(({ atMs, to, run }) => [atMs, to, run])).toEqual([
      [2400, 'open', 'run-1'],
      [7000, 'half-open', 'run-2'],
      [7800, 'closed', 'run-2'],
    ]);
  });

  test('a retry that was denied says after which attempt and why', () => {
    const b = new HistoryBuilder()
      .world()
      .run([declared('a', ['m'])])
      .start('a')
      .try('a', 'm')
      .at(9);
    b.failed('a', lost).add({ type: 'retry.denied', step: 'a', after: 1, reason: 'deadline' });
    expect(step('a', projectWorld(b.history)).denials).toEqual([{ after: 1, reason: 'deadline', atMs: 9 }]);
  });
});

describe('attempts', () => {
  test('know their score, whether they are a hedge, and what came of them too late', () => {
    const [, second, third] = step('answer').attempts;
    expect([second!.hedge, third!.hedge]).toEqual([false, true]);
    expect(third!.score).toEqual({ score: 0.91, threshold: 0.85, passed: true, atMs: 4600 });
    expect(second!.late).toEqual({
      usage: { inputTokens: 0, outputTokens: 60 },
      costNanoUsd: 600_000,
      atMs: 9400,
    });
  });

  test('that a gate turned away make the step one that recovered', () => {
    const b = new HistoryBuilder()
      .world()
      .run([declared('a', ['m', 'n'])])
      .start('a')
      .try('a', 'm');
    b.answered('a').scored('a', 0.84, 0.85).fallback('a', 'n').try('a', 'n').answered('a');
    expect(step('a', projectWorld(b.scored('a', 0.85, 0.85).done('a').history)).state).toBe('recovered');
  });

  test('keep the parts that their step saw as they came', () => {
    const b = new HistoryBuilder()
      .world()
      .run([declared('a', ['m'])])
      .start('a')
      .try('a', 'm');
    for (const text of ['Let ', 'me'])
      b.at(b.history.length * 100).add({ type: 'part.received', step: 'a', attempt: 1, text });
    expect(
      step('a', projectWorld(b.history))
        .attempts[0]!.parts.map(({ text }) => text)
        .join(''),
    ).toBe('Let me');
  });
});

describe('people', () => {
  test('are waited for from the question to the answer', () => {
    const asked = step('approve', projectWorld(desk, 5000));
    expect(waitingFor(asked)).toMatchObject({ who: 'a supervisor', sinceMs: 4600, endedMs: null });
    expect(step('approve').waits[0]).toMatchObject({ answeredMs: 9000, endedMs: 9000, value: true });
  });

  test('who do not answer in time are waited for until the step ends', () => {
    const b = new HistoryBuilder()
      .world()
      .run([declared('ask')])
      .start('ask')
      .asks('ask', 'a clerk', 'Well?');
    const [wait] = step('ask', projectWorld(b.at(900).gaveUp('ask', 'failed').history)).waits;
    expect([wait!.answeredMs, wait!.endedMs]).toEqual([null, 900]);
  });

  test('are still waited for where nothing else could move the run at its end', () => {
    const b = new HistoryBuilder()
      .world()
      .run([declared('ask')])
      .start('ask')
      .asks('ask', 'a clerk', 'Well?');
    b.at(900).gaveUp('ask', 'abandoned').leftTo({ step: 'ask', who: 'a clerk' });
    const left = projectWorld(b.end().history);
    expect(leftWaiting(left.runs[0]!)).toBe(true);
    expect(waitingFor(step('ask', left))?.who).toBe('a clerk');
  });

  test('whose run was handed over by its code are not waited for any more', () => {
    const b = new HistoryBuilder()
      .world()
      .run([declared('ask')])
      .start('ask')
      .asks('ask', 'a clerk', 'Well?');
    b.at(900)
      .gaveUp('ask', 'abandoned')
      .finish('escalated', { reason: 'critical', value: { score: 1 } });
    const handed = projectWorld(b.history);
    expect(leftWaiting(handed.runs[0]!)).toBe(false);
    expect(waitingFor(step('ask', handed))).toBeNull();
  });

  test('find a case in the queue until they settle it, and each thing they did', () => {
    expect(projectWorld(desk, 13_999).letters).toMatchObject([
      { queue: 'refunds', attempts: 1, settled: null },
    ]);
    expect(world.letters[0]!.settled).toEqual({ how: 'answered', value: 'paid by hand', atMs: 14_000 });
    expect(world.interventions.map(({ kind, atMs }) => `${kind} ${atMs}`)).toEqual([
      'answer 9000',
      'answer 14000',
    ]);
  });
});

describe('steps under others', () => {
  test('know under which they ran, and are declared there', () => {
    const intent = step('triage/intent');
    expect([intent.parent, intent.declared?.kind]).toEqual(['triage', 'classify']);
    expect(step('triage').parent).toBeNull();
  });

  test('are of a further attempt too', () => {
    const b = new HistoryBuilder()
      .world()
      .run([declared('sub')])
      .start('sub')
      .start('sub#2/a', 'a');
    expect(step('sub#2/a', projectWorld(b.history)).parent).toBe('sub');
  });

  test('in a scope that is no step are of the run', () => {
    const b = new HistoryBuilder()
      .world()
      .run([declared('a')])
      .start('turn-1/a', 'a');
    expect(step('turn-1/a', projectWorld(b.history)).parent).toBeNull();
  });

  test('that undo another say which', () => {
    expect([step('release').compensates, step('refund').compensates]).toEqual(['refund', null]);
  });
});

describe('the world', () => {
  test('tells crashes, when the orchestrator came back and how', () => {
    expect(projectWorld(desk, 10_000).crashes).toEqual([
      { fault: 'crash', atMs: 9200, upMs: null, mode: null },
    ]);
    expect(world.crashes).toEqual([{ fault: 'crash', atMs: 9200, upMs: 11_200, mode: 'resume' }]);
  });

  test('that was gone on with without a crash was resumed at once', () => {
    const b = new HistoryBuilder().world().run([]).at(500).resumed('resume');
    expect(projectWorld(b.history).crashes).toEqual([{ fault: '', atMs: 500, upMs: 500, mode: 'resume' }]);
  });

  test('counts what tools did outside', () => {
    expect(world.effects).toMatchObject([{ target: 'payments', caller: 'run-1/refund', times: 1 }]);
  });

  test('keeps what a call cost of which only the run is known', () => {
    const b = new HistoryBuilder().world().run([declared('a', ['m'])], {}, 'team/run');
    const usage = { inputTokens: 1, outputTokens: 2 };
    for (const caller of ['team/run/a#7', 'nobody/a#1'])
      b.add({ type: 'call.settled', caller, target: 'm', usage, costNanoUsd: 5 }, '');
    expect(projectWorld(b.history).runs[0]!.late).toEqual([{ usage, costNanoUsd: 5 }]);
  });

  test('keeps state, conflicts, refusals, drift and how an agent stopped, a run each', () => {
    const b = new HistoryBuilder()
      .world()
      .run([declared('a')])
      .start('a');
    b.add({ type: 'state.written', key: 'plan', by: 'a', version: 1, value: 'go' });
    b.add({ type: 'state.conflicted', key: 'plan', by: ['a', 'b'], kept: 'a' });
    b.add({ type: 'state.refused', key: 'plan', owner: 'run', by: 'other' });
    b.add({ type: 'drift.alarmed', step: 'a', metric: 'length', baseline: 80, observed: 4, tolerance: 40 });
    const stop = { reason: 'repetition', turns: 3, toolCalls: 2, detail: 'search twice' } as const;
    b.add({ type: 'agent.stopped', step: 'a', ...stop }).add({ type: 'agent.stopped', step: '', ...stop });
    const [run] = projectWorld(b.history).runs;
    expect([run!.writes, run!.conflicts, run!.stateRefusals, run!.drifts].map((all) => all.length)).toEqual([
      1, 1, 1, 1,
    ]);
    expect([run!.agent?.reason, run!.steps[0]!.agent?.reason]).toEqual(['repetition', 'repetition']);
  });
});

test('a run before its start has its declared steps, and nothing has happened', () => {
  const before = beforeStart(world.runs[1]!);
  expect(before.run).toBe('run-2');
  expect(before.steps.every(({ state, attempts }) => state === 'waiting' && attempts.length === 0)).toBe(
    true,
  );
  expect(before.finished).toBeNull();
});

test('an endpoint that a rule about regions keeps out is no trouble, unless nothing else was left', () => {
  const rule = failure('region', 'gpt-4o is in us');
  const b = () =>
    new HistoryBuilder()
      .world()
      .run([declared('a', ['m', 'n'])])
      .start('a')
      .refused('a', 'm', 'region', rule);
  const other = b().fallback('a', 'n').try('a', 'n').answered('a').done('a');
  expect(step('a', projectWorld(other.history)).state).toBe('ok');
  expect(step('a', projectWorld(b().gaveUp('a', 'failed', rule).history)).state).toBe('failed');
});
