import { expect, test } from 'vitest';
import { firstRun, projectWorld } from '../../../../src/history/projections/run-view.ts';
import { totalsOf, totalsOfWorld, wordOf } from '../../../../src/history/projections/totals.ts';
import { failure } from '../../../../src/model/failure.ts';
import { deskStory } from '../../../support/desk-story.ts';
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

test('what a call cost that nobody waited for any more belongs to the cost, and is waste', () => {
  const before = totals(deskStory(), 9300);
  const after = totals(deskStory(), 9400);
  expect(after.costNanoUsd - before.costNanoUsd).toBe(600_000);
  expect(after.wastedNanoUsd - before.wastedNanoUsd).toBe(600_000);
  expect(after.outputTokens - before.outputTokens).toBe(60);
  expect(after.calls).toBe(before.calls);
});

test('an answer that a gate turned away is waste, though its call did not fail', () => {
  const b = one().try('answer', 'gpt-4o').at(10).answered('answer', { costNanoUsd: 70 });
  expect(totals(b.scored('answer', 0.84, 0.85).history)).toMatchObject({ failedCalls: 0, wastedNanoUsd: 70 });
  const passed = one().try('answer', 'gpt-4o').at(10).answered('answer', { costNanoUsd: 70 });
  expect(totals(passed.scored('answer', 0.85, 0.85).history).wastedNanoUsd).toBe(0);
});

test('the runs of a world add up, over the time from the first start to the last end', () => {
  const world = projectWorld(deskStory());
  const all = totalsOfWorld(world)!;
  const each = world.runs.map(totalsOf);
  expect(all.calls).toBe(each[0]!.calls + each[1]!.calls);
  expect(all.costNanoUsd).toBe(each[0]!.costNanoUsd + each[1]!.costNanoUsd);
  expect(all.virtualMs).toBe(14_000);
  expect(all.word).toBe('recovered');
});

test('one run that did not end well speaks for all', () => {
  const b = new HistoryBuilder().world();
  for (const run of ['a', 'b', 'c']) b.run([], {}, run);
  b.of('a').finish('returned').of('b').finish('stalled').of('c').finish('failed');
  expect(totalsOfWorld(projectWorld(b.history))!.word).toBe('stalled');
  expect(totalsOfWorld(projectWorld([]))).toBeNull();
});

test('a life that was lost in a crash is paid for all the same, and all of it is waste', () => {
  const b = new HistoryBuilder()
    .world()
    .run([declared('answer', ['gpt-4o'])], {}, 'run-1')
    .start('answer');
  b.try('answer', 'gpt-4o').at(100).answered('answer', { costNanoUsd: 50 }).finish('failed');
  b.at(5000)
    .run([declared('answer', ['gpt-4o'])], {}, 'run-1-again')
    .start('answer')
    .try('answer', 'gpt-4o');
  b.at(6000).answered('answer', { costNanoUsd: 70 }).done('answer').finish('returned', { value: 1 });
  expect(totalsOfWorld(projectWorld(b.history))).toMatchObject({
    word: 'succeeded',
    virtualMs: 6000,
    calls: 2,
    costNanoUsd: 120,
    wastedNanoUsd: 50,
  });
});

test('a run in which nothing moves but a person waits, whether it has ended or not', () => {
  const ask = () =>
    new HistoryBuilder()
      .world()
      .run([declared('ask')])
      .start('ask')
      .try('ask', 'a clerk', false);
  const word = (b: HistoryBuilder) => wordOf(firstRun(projectWorld(b.history))!);
  expect(word(ask())).toBe('running');
  expect(word(ask().asks('ask', 'a clerk', 'Well?'))).toBe('waiting');
  expect(word(ask().asks('ask', 'a clerk', 'Well?').start('b').try('b', 'gpt-4o'))).toBe('running');
  const left = ask().asks('ask', 'a clerk', 'Well?').cancelled('ask').gaveUp('ask', 'abandoned');
  expect(word(left.leftTo({ step: 'ask', who: 'a clerk' }))).toBe('waiting');
});
