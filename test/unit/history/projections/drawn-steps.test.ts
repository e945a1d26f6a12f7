import { expect, test } from 'vitest';
import { drawnSteps, nestedIn, stepCalled } from '../../../../src/history/projections/drawn-steps.ts';
import { firstRun, projectWorld, type RunView } from '../../../../src/history/projections/run-view.ts';
import { failure } from '../../../../src/model/failure.ts';
import { deskStory } from '../../../support/desk-story.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';

const runOf = (history: HistoryBuilder['history'], upToMs?: number): RunView =>
  firstRun(projectWorld(history, upToMs))!;
const names = (run: RunView, whole?: RunView): string[] =>
  drawnSteps(run, whole).map(({ step, runs }) => (runs.length > 0 ? `${step} ×${runs.length}` : step));

/** An agent that reasons `turns` times and searches after each but the last. */
function agent(turns: number): HistoryBuilder {
  const b = new HistoryBuilder()
    .world()
    .run([declared('reason', ['gpt-4o']), declared('search'), declared('refund')], { pattern: 'agent' });
  for (let turn = 1; turn <= turns; turn++) {
    b.at(turn * 100)
      .start(`turn-${turn}/reason`, 'reason')
      .try(`turn-${turn}/reason`, 'gpt-4o');
    b.at(turn * 100 + 50)
      .answered(`turn-${turn}/reason`, { costNanoUsd: 7 })
      .done(`turn-${turn}/reason`);
    if (turn < turns) b.start(`turn-${turn}/search`, 'search').done(`turn-${turn}/search`);
  }
  return b;
}
const labels = (count: number): HistoryBuilder => {
  const b = new HistoryBuilder().world().run([declared('label', ['m']), declared('answer')]);
  for (let i = 0; i < count; i++)
    b.at(i * 10)
      .start(`label[${i}]`, 'label')
      .done(`label[${i}]`);
  return b;
};

test('what ran under a step stands in it', () => {
  const run = runOf(deskStory());
  expect(names(run)).toEqual(['triage', 'answer', 'approve', 'refund', 'release']);
  expect(nestedIn(run, 'triage').map(({ step }) => step)).toEqual(['triage/intent', 'triage/priority']);
});

test('the turns of an agent are one node a declared step, in declared order', () => {
  expect(names(runOf(agent(3).history))).toEqual(['reason ×3', 'search ×2', 'refund']);
});

test('up to eight executions stand for themselves, nine are one', () => {
  expect(names(runOf(labels(8).history))).toHaveLength(1 + 8);
  expect(names(runOf(labels(9).history))).toEqual(['answer', 'label ×9']);
});

test('a prefix is drawn as the nodes of the whole run', () => {
  const whole = runOf(labels(9).history);
  const part = runOf(labels(9).history, 20);
  expect(names(part, whole)).toEqual(['answer', 'label ×3']);
  expect(names(part)).toHaveLength(1 + 3);
});

test('one that stands for many has the attempts of all, numbered through, and their time and cost', () => {
  const run = runOf(agent(3).history);
  const reason = stepCalled(run, 'reason')!;
  expect(reason.attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  expect([reason.startedMs, reason.finishedMs, reason.state]).toEqual([100, 350, 'ok']);
  expect(stepCalled(run, 'turn-2/reason')?.runs).toEqual([]);
  expect(stepCalled(run, 'nobody')).toBeNull();
});

test('what failed in a turn and was followed by one that did not has recovered', () => {
  const b = agent(1);
  const why = failure('thrown', 'no such order');
  b.start('turn-1/refund', 'refund').gaveUp('turn-1/refund', 'failed', why);
  expect(stepCalled(runOf(b.history), 'refund')?.state).toBe('failed');
  b.start('turn-2/refund', 'refund');
  expect(stepCalled(runOf(b.history), 'refund')?.state).toBe('running');
  expect(stepCalled(runOf(b.done('turn-2/refund').history), 'refund')?.state).toBe('recovered');
});
