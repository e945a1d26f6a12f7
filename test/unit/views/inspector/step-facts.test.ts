import { expect, test } from 'vitest';
import { projectWorld } from '../../../../src/history/projections/run-view.ts';
import { stepFacts } from '../../../../src/views/inspector/step-facts.ts';
import { deskStory } from '../../../support/desk-story.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';

function facts(history: HistoryBuilder['history'], name: string): string[] {
  const { runs, letters, effects } = projectWorld(history);
  const run = runs[0]!;
  const step = run.steps.find((one) => one.step === name)!;
  return stepFacts(step, { run, letters, effects }).map(({ name: what, value, beside }) =>
    `${what}: ${value}${beside ? `, ${beside}` : ''}`.replaceAll('\u00a0', ' '),
  );
}

test('an approval says who was asked what, and what came of it', () => {
  expect(facts(deskStory(), 'approve')).toEqual([
    'kind: approval',
    'asked: Refund $420 for order A-17?, a supervisor',
    'answer: true, after 4.40 s',
  ]);
  const b = new HistoryBuilder()
    .world()
    .run([declared('ask')])
    .start('ask')
    .asks('ask', 'a clerk', 'Well?');
  expect(facts(b.history, 'ask')).toContain('answer: none yet, since 0.00 s');
  expect(facts(b.at(900).gaveUp('ask', 'failed').history, 'ask')).toContain('answer: none within 900 ms');
});

test('a tool says what it did outside, and what was left to a queue', () => {
  expect(facts(deskStory(), 'refund')).toEqual([
    'kind: tool',
    'did outside: payments, at 9.40 s',
    'left to: the queue refunds, answered, at 11.50 s',
  ]);
});

test('a policy that kept its endpoint away is named, and what a step undoes', () => {
  expect(facts(deskStory(), 'answer')[0]).toMatch(
    /^not asked: claude-3-sonnet, breaker open: .*, at 2\.80 s$/,
  );
  expect(facts(deskStory(), 'release')).toEqual(['undoes: refund']);
});

test('work that was done again says how often', () => {
  const b = new HistoryBuilder()
    .world()
    .run([declared('pay')])
    .start('pay');
  b.add({ type: 'effect.executed', target: 'payments', caller: 'run/pay', key: 'k', times: 2 }, '');
  expect(facts(b.history, 'pay')).toEqual(['did outside: payments, for the second time, at 0.00 s']);
});

test('an agent says how it stopped, a writer what it wrote and what it wrote over', () => {
  const b = new HistoryBuilder()
    .world()
    .run([declared('a', [], { kind: 'agent' })])
    .start('a');
  b.add({ type: 'agent.stopped', step: 'a', reason: 'tool-cap', turns: 6, toolCalls: 5, detail: '' });
  b.add({ type: 'state.written', key: 'plan', by: 'a', version: 2, value: { go: 1 } });
  b.add({ type: 'state.conflicted', key: 'plan', by: ['a', 'b'], kept: 'b' });
  expect(facts(b.history, 'a')).toEqual([
    'kind: agent',
    'stopped: its cap of tool calls was reached, six turns and five tool calls',
    'conflict: plan was written by a and b at once; kept: b',
    'wrote: plan = {"go":1}, version 2',
  ]);
});
