import { expect, test } from 'vitest';
import { failure } from '../../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { said } from './said.ts';

const because = failure('unavailable', 'payments refuses connections.');

/** A run in which these steps were done, `check` failed, and each was undone: 'ok', or with the failure of `undo`. */
function saga(...undos: readonly (readonly [step: string, well: boolean])[]): HistoryBuilder {
  const b = new HistoryBuilder()
    .world()
    .run([...undos.map(([step]) => declared(step)), declared('check', ['gpt-4o'])]);
  for (const [step] of undos) b.start(step).done(step);
  b.start('check')
    .try('check', 'gpt-4o')
    .at(1000)
    .failed('check', failure('unavailable', 'down'))
    .gaveUp('check', 'failed', because);
  for (const [compensates, well] of undos) {
    const undo = `undo ${compensates}`;
    const inner = `${undo}/refund`;
    b.add({ type: 'step.started', step: undo, name: undo, input: null, compensates });
    b.add({ type: 'step.started', step: inner, name: 'refund', input: null, compensates });
    b.try(inner, 'payments').at(2000);
    if (well) b.answered(inner).done(inner).done(undo);
    else b.failed(inner, because).gaveUp(inner, 'failed', because).gaveUp(undo, 'failed', because);
  }
  return b.finish('failed', { failure: failure('unavailable', 'down', { step: 'check' }) }).end();
}

test('what was undone is named, and told apart from what failed', () => {
  expect(said(saga(['book', true]).history)).toBe(
    'check failed: gpt-4o was unavailable; the run ended without a reply after 2.0 s. book was undone.',
  );
  expect(said(saga(['book', true], ['charge', true]).history)).toContain('book and charge were undone.');
});

test('an undo that failed says why, from where it began', () => {
  expect(said(saga(['book', true], ['charge', false]).history)).toContain(
    'book was undone; undoing charge failed: payments was unavailable.',
  );
  expect(said(saga(['charge', false]).history)).toContain('Undoing charge failed: payments was unavailable.');
  expect(said(saga(['book', false], ['charge', false]).history)).toContain(
    'Undoing two steps failed, first book: payments was unavailable.',
  );
});

test('an undo is not counted among the steps that failed, nor among those that went well', () => {
  const b = new HistoryBuilder()
    .world()
    .run([declared('book')])
    .start('book')
    .at(500);
  const undo = { type: 'step.started', step: 'undo book', name: 'undo book', input: null } as const;
  b.done('book')
    .add({ ...undo, compensates: 'book' })
    .gaveUp('undo book', 'failed', because);
  expect(said(b.finish('returned', { value: 1 }).end().history)).toBe(
    'book went well: the reply came after 0.5 s. Undoing book failed: payments refuses connections.',
  );
});

test('steps of one name in several runs are counted', () => {
  const b = new HistoryBuilder().world();
  for (const run of ['a', 'b']) {
    b.run([declared('book')], {}, run)
      .start('book')
      .done('book');
    b.add({ type: 'step.started', step: 'undo book', name: 'undo book', input: null, compensates: 'book' });
    b.done('undo book').finish('cancelled');
  }
  expect(said(b.end().history)).toContain('Two steps were undone.');
});
