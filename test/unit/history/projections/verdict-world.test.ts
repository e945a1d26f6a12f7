import { expect, test } from 'vitest';
import type { RunFinished } from '../../../../src/history/events.ts';
import { failure } from '../../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { said } from './said.ts';

/** Runs that end 100 ms apart, each in its way. */
function world(...outcomes: readonly RunFinished['outcome'][]): HistoryBuilder {
  const b = new HistoryBuilder().world();
  outcomes.forEach((_, i) => b.run([declared('answer', ['gpt-4o'])], {}, `run-${i + 1}`));
  outcomes.forEach((outcome, i) => {
    const why = failure('over_budget', 'x', { step: 'answer' });
    b.of(`run-${i + 1}`).at((i + 1) * 100);
    b.finish(outcome, outcome === 'failed' ? { failure: why } : { value: 1 });
  });
  return b;
}

test('two that returned are both, more are all, with the slowest', () => {
  expect(said(world('returned', 'returned').end().history)).toBe(
    'Both runs returned, the slowest after 0.2 s.',
  );
  const fifty = Array<'returned'>(50).fill('returned');
  expect(said(world(...fifty).end().history)).toBe('All 50 runs returned, the slowest after 5.0 s.');
});

test('those that did not return are counted by how they ended, with what most of them met', () => {
  const history = world('returned', 'failed', 'failed', 'stalled', 'cancelled', 'escalated').end().history;
  expect(said(history)).toBe(
    '1 of 6 runs returned; two failed, one stalled, one was cancelled and one went to a person. answer failed in two: its budget was spent.',
  );
});

test('those that recovered are counted apart', () => {
  const b = new HistoryBuilder().world();
  for (const run of ['a', 'b']) b.run([declared('answer', ['gpt-4o', 'mini'])], {}, run);
  const lost = failure('cut', 'cut');
  b.of('a').start('answer').try('answer', 'gpt-4o').at(100).failed('answer', lost).fallback('answer', 'mini');
  b.try('answer', 'mini').at(300).answered('answer').done('answer', 'hi').finish('returned', { value: 'hi' });
  b.of('b').finish('returned', { value: 'hi' });
  expect(said(b.end().history)).toBe(
    'Both runs returned, the slowest after 0.3 s. One run recovered on the way.',
  );
});

test('a fault that struck calls of several runs is told once', () => {
  const b = new HistoryBuilder().world();
  for (const run of ['a', 'b'])
    b.run([declared('answer', ['gpt-4o'])], {}, run)
      .start('answer')
      .try('answer', 'gpt-4o');
  for (const run of ['a', 'b'])
    b.of(run).struck('answer', 'slow', 'latency').at(900).answered('answer').done('answer', 1);
  for (const run of ['a', 'b']) b.of(run).finish('returned', { value: 1 });
  expect(said(b.end().history)).toBe('gpt-4o was slow twice. Both runs returned, the slowest after 0.9 s.');
});

test('runs that still go on, or wait for a person, are counted too', () => {
  const b = new HistoryBuilder().world();
  for (const run of ['a', 'b']) b.run([declared('ask')], {}, run);
  b.of('a').start('ask').asks('ask', 'a clerk', 'Well?').of('b').start('ask');
  expect(said(b.history)).toBe('0 of 2 runs returned; one waits for a person and one goes on.');
});
