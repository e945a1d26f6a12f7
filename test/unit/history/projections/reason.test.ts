import { expect, test } from 'vitest';
import { reasonOf } from '../../../../src/history/projections/reason.ts';
import { firstRun, projectWorld } from '../../../../src/history/projections/run-view.ts';
import { failure } from '../../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';

const down = failure('unavailable', 'gpt-4o refused the connection', { step: 'answer' });
const start = (after = false) =>
  new HistoryBuilder()
    .world()
    .run([
      declared('answer', ['gpt-4o']),
      declared('check', [], after ? { after: ['answer'] } : {}),
      declared('quality', ['gpt-4o'], after ? { after: ['check'] } : {}),
    ]);
function reason(b: HistoryBuilder, step = 'quality'): string | null {
  const run = firstRun(projectWorld(b.history))!;
  return (
    reasonOf(
      run,
      run.steps.find((s) => s.step === step)!,
    )?.replaceAll('\u00a0', ' ') ?? null
  );
}

test('a step that was skipped gives the reason of the code', () => {
  expect(reason(start().skip('quality', 'short or general question'))).toBe(
    'skipped: short or general question',
  );
});

test('a run handed to a person says when and why', () => {
  const b = start().at(612).finish('escalated', { reason: 'critical ticket' });
  expect(reason(b)).toBe('not reached: the run was handed to a person at 0.61 s: critical ticket');
});

test('a failed run names the step that failed', () => {
  const b = start().start('answer').gaveUp('answer', 'failed', down).finish('failed', { failure: down });
  expect(reason(b)).toBe('not reached: answer failed');
});

test('authored code that threw is named by its line', () => {
  const thrown = failure('thrown', 'no body', { $unhashed: { file: 'triage.ts', line: 40 } });
  expect(reason(start().finish('failed', { failure: thrown }))).toBe('not reached: triage.ts line 40 threw');
  expect(reason(start().finish('failed', { failure: failure('thrown', 'no') }))).toBe(
    'not reached: authored code threw',
  );
  expect(reason(start().finish('failed', { failure: failure('limit', 'no') }))).toBe(
    'not reached: the run failed',
  );
});

test('in a DAG the dependency that did not end well is the reason, near or far', () => {
  const b = start(true).start('answer').gaveUp('answer', 'failed', down).finish('returned', { value: 1 });
  expect(reason(b)).toBe('not reached: answer failed');
});

test('a run that stalled names what it waited for', () => {
  const b = start()
    .at(4100)
    .start('answer')
    .try('answer', 'gpt-4o')
    .cancelled('answer')
    .gaveUp('answer', 'abandoned')
    .finish('stalled');
  expect(reason(b)).toBe('not reached: the run stalled at 4.10 s, waiting for answer');
  expect(reason(start().at(4100).finish('stalled'))).toBe('not reached: the run stalled at 4.10 s');
});

test('a step that was abandoned before the end is not waited for', () => {
  const b = start().start('check').at(100).gaveUp('check', 'abandoned').start('answer').at(4100);
  expect(reason(b.gaveUp('answer', 'abandoned').finish('stalled'))).toBe(
    'not reached: the run stalled at 4.10 s, waiting for answer',
  );
});

test('a cancelled run and one that returned without the step say so', () => {
  expect(reason(start().at(3200).finish('cancelled'))).toBe('not reached: the run was cancelled at 3.20 s');
  expect(reason(start().at(3200).finish('returned'))).toBe(
    'not reached: the run returned at 3.20 s without it',
  );
});

test('a step that ran, runs or may still run has no reason', () => {
  expect(reason(start())).toBeNull();
  expect(reason(start().start('quality'))).toBeNull();
  expect(reason(start().start('quality').done('quality').finish('returned'))).toBeNull();
});

test('a run that only people can move names whom it waits for', () => {
  const asked = start().start('check').asks('check', 'a supervisor', 'Well?').gaveUp('check', 'abandoned');
  expect(reason(asked.leftTo({ step: 'check', who: 'a supervisor' }))).toBe(
    'not reached: the run waits for a supervisor',
  );
  expect(reason(start().leftTo({ step: 'check', who: 'refunds' }))).toBe(
    'not reached: the run waits for a person',
  );
});
