import { describe, expect, test } from 'vitest';
import { failure } from '../../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { said } from './said.ts';

const STEPS = [declared('draft', ['gpt-4o']), declared('approve', ['a supervisor'], { kind: 'approval' })];
const drafted = () =>
  new HistoryBuilder().world().run(STEPS).start('draft').try('draft', 'gpt-4o').at(2600).answered('draft');
const asking = () =>
  drafted()
    .done('draft', 'x')
    .start('approve')
    .try('approve', 'a supervisor', false)
    .asks('approve', 'a supervisor', 'Refund $420?');
const lost = failure('server_error', 'payments answered 500', { status: 500, step: 'refund' });

describe('a run that waits for a person', () => {
  test('says for whom, since when and what is asked, while it goes on and when nothing else moves it', () => {
    const text = 'The run has been waiting for a supervisor since 2.6 s: Refund $420?';
    expect(said(asking().history)).toBe(text);
    const left = asking().cancelled('approve').gaveUp('approve', 'abandoned');
    expect(said(left.leftTo({ step: 'approve', who: 'a supervisor' }).end().history)).toBe(text);
  });

  test('leaves out a question that is no short text', () => {
    const b = new HistoryBuilder().world().run(STEPS).start('approve');
    expect(said(b.asks('approve', 'a supervisor', { order: 17 }).history)).toBe(
      'The run has been waiting for a supervisor since 0 ms.',
    );
  });

  test('says first what else is running', () => {
    expect(said(asking().start('draft[2]', 'draft').try('draft[2]', 'gpt-4o').history)).toBe(
      'draft[2] is running.',
    );
  });

  test('counts several', () => {
    const b = asking().start('sign').asks('sign', 'a clerk', 'Sign?');
    expect(said(b.history)).toBe('The run has been waiting for two people since 2.6 s.');
  });

  test('says how long the answer took, once it is there', () => {
    const b = asking().at(9000).personAnswers('approve', true).answered('approve').done('approve', true);
    expect(said(b.finish('returned', { value: 'ok' }).end().history)).toBe(
      'Both steps went well: the reply came after 9.0 s. A supervisor answered after 6.4 s.',
    );
  });

  test('says that none came in time', () => {
    const b = asking().at(62_600).failed('approve', failure('timeout.attempt', 'late'));
    b.fallback('approve', 'value false').done('approve', false);
    expect(said(b.finish('returned', { value: 'ok' }).end().history)).toBe(
      'approve was not answered in time; its default stood in after 62.6 s.',
    );
  });
});

describe('the human queue', () => {
  const tried = () =>
    new HistoryBuilder()
      .world()
      .run([declared('refund', ['payments'], { kind: 'tool' })])
      .start('refund')
      .try('refund', 'payments')
      .at(500)
      .failed('refund', lost)
      .gaveUp('refund', 'failed', lost)
      .letter('refund', 'refunds', 1, lost);

  test('is named with what was left to it', () => {
    const b = tried().leftTo({ step: 'refund', who: 'refunds' });
    expect(said(b.end().history)).toBe(
      'refund failed once. The case of refund was left to the human queue refunds, and the run waits for it.',
    );
  });

  test.each([
    ['answered', 'A person answered the case of refund.'],
    ['redriven', 'The case of refund was driven again by a person.'],
    ['discarded', 'A person discarded the case of refund.'],
  ] as const)('says that a case was %s', (how, text) => {
    const b = tried().at(900).settled('refund', how).finish('returned', { value: 'ok' });
    expect(said(b.end().history)).toContain(text);
  });

  test('counts several cases, and several queues', () => {
    const b = tried().letter('invoice', 'invoices', 2, lost).finish('returned', { value: 'ok' });
    expect(said(b.end().history)).toContain('Two cases were left to two human queues.');
  });
});
