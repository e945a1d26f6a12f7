import { expect, test } from 'vitest';
import { firstRun, projectWorld } from '../../../../src/history/projections/run-view.ts';
import { totalsOf } from '../../../../src/history/projections/totals.ts';
import { failure } from '../../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { TOLD_OUTAGE, triageStory } from '../../../support/triage-story.ts';

const totals = (history: ReturnType<typeof triageStory>, upToMs?: number) =>
  totalsOf(firstRun(projectWorld(history, upToMs))!);

const one = () =>
  new HistoryBuilder()
    .world()
    .run([declared('answer', ['gpt-4o'])])
    .start('answer');
const down = failure('unavailable', 'gpt-4o refused the connection');

test('the told run adds up to the figures of the study', () => {
  expect(totals(triageStory(TOLD_OUTAGE))).toEqual({
    word: 'recovered',
    virtualMs: 11_020,
    calls: 10,
    failedCalls: 3,
    inputTokens: 2855,
    outputTokens: 250,
    costNanoUsd: 9_157_860,
    wastedNanoUsd: 2_946_000,
  });
});

test('without the outage it takes 4,106 ms and wastes nothing', () => {
  expect(totals(triageStory(null))).toMatchObject({
    word: 'succeeded',
    virtualMs: 4106,
    calls: 7,
    costNanoUsd: 7_520_360,
    wastedNanoUsd: 0,
  });
});

test('with the outage dragged to 7 s the third attempt answers', () => {
  const dragged = triageStory({ from: 2000, to: 7000 });
  expect(totals(dragged)).toMatchObject({
    word: 'recovered',
    virtualMs: 10_372,
    calls: 9,
    failedCalls: 2,
    costNanoUsd: 10_466_360,
  });
});

test('a run under way counts to the last thing known of it', () => {
  expect(totals(triageStory(TOLD_OUTAGE), 2500)).toMatchObject({
    word: 'running',
    virtualMs: 2000,
    calls: 6,
    failedCalls: 1,
  });
});

test('attempts of functions are no calls', () => {
  const history = one()
    .try('answer', 'format', false)
    .at(10)
    .answered('answer')
    .done('answer')
    .finish('returned').history;
  expect(totals(history)).toMatchObject({ calls: 0, virtualMs: 10 });
});

test('a cancelled attempt is waste, but no failure', () => {
  const history = one()
    .try('answer', 'gpt-4o')
    .at(10)
    .cancelled('answer', { costNanoUsd: 70 })
    .gaveUp('answer', 'cancelled')
    .finish('cancelled').history;
  expect(totals(history)).toMatchObject({
    word: 'cancelled',
    calls: 1,
    failedCalls: 0,
    costNanoUsd: 70,
    wastedNanoUsd: 70,
  });
});

test('a run that returned past a failed step recovered', () => {
  const history = one()
    .try('answer', 'gpt-4o')
    .failed('answer', down)
    .gaveUp('answer', 'failed', down)
    .finish('returned').history;
  expect(totals(history).word).toBe('recovered');
});

test.each(['escalated', 'failed', 'cancelled', 'stalled'] as const)(
  'a run that ended %s says so',
  (outcome) => {
    expect(totals(new HistoryBuilder().world().run([]).finish(outcome).history).word).toBe(outcome);
  },
);
