import { describe, expect, test } from 'vitest';
import type { FailureCode } from '../../../../src/model/failure.ts';
import { failure } from '../../../../src/model/failure.ts';
import { firstRun, projectWorld } from '../../../../src/history/projections/run-view.ts';
import { outcomeWords } from '../../../../src/views/graph/outcome-words.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';

const begun = () =>
  new HistoryBuilder().world().run([declared('reply', ['compose'], { policy: { timeoutMs: 8000 } })]);
const words = (b: HistoryBuilder) => outcomeWords(firstRun(projectWorld(b.history))!);

describe('the outcome', () => {
  test('is hoped for until the run ends', () => {
    expect(words(begun())).toMatchObject({ word: 'reply', tone: 'waiting' });
    expect(words(begun().finish('returned', { value: 1 }))).toMatchObject({ word: 'reply', tone: 'success' });
  });
  test('is no reply where the run returned nothing', () => {
    expect(words(begun().finish('returned'))).toMatchObject({ word: 'returned nothing', tone: 'skipped' });
  });
  test('says why it was handed over, stalled or cancelled', () => {
    expect(words(begun().finish('escalated', { reason: 'critical' }))).toMatchObject({
      mark: 'person',
      why: 'critical',
    });
    expect(words(begun().finish('stalled'))).toMatchObject({ word: 'stalled', mark: 'stopped', why: '' });
  });
  test('waits for a person where only one can move the run', () => {
    const asked = begun().start('reply').asks('reply', 'a clerk', 'Well?').gaveUp('reply', 'abandoned');
    expect(words(asked.leftTo({ step: 'reply', who: 'a clerk' }))).toMatchObject({
      word: 'waits for a clerk',
      mark: 'person',
      tone: 'waiting',
    });
    expect(words(begun().leftTo({ step: 'reply', who: 'refunds' })).word).toBe('waits for a person');
  });
  test.each([
    ['timeout.attempt', 'reply', 'reply timed out after 8 s'],
    ['timeout.total', 'reply', 'reply timed out'],
    ['timeout.attempt', undefined, 'long'],
    ['contract', 'reply', 'long'],
  ] as const)('failed with %s of %s', (code: FailureCode, step, why) => {
    const b = begun().finish('failed', { failure: failure(code, 'long', step ? { step } : {}) });
    expect(words(b).why.replaceAll('\u00a0', ' ')).toBe(why);
  });
});
