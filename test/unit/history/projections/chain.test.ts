import { expect, test } from 'vitest';
import { attemptKey, causalChain } from '../../../../src/history/projections/chain.ts';
import { firstRun, projectWorld } from '../../../../src/history/projections/run-view.ts';
import { failure, type FailureCode } from '../../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { TOLD_OUTAGE, triageStory } from '../../../support/triage-story.ts';

const chain = (history: HistoryBuilder['history'], step: string, attempt: number) =>
  causalChain(firstRun(projectWorld(history))!, step, attempt);
const because = (code: FailureCode) => failure(code, 'why', { step: 'answer' });
const answer = (retries = 2) =>
  new HistoryBuilder()
    .world()
    .run([declared('answer', ['sonnet', 'gpt-4o'], { policy: { retries } }), declared('quality', ['gpt-4o'])])
    .start('answer');

test('the told failure leads from the outage over three attempts to the fallback', () => {
  const told = chain(triageStory(TOLD_OUTAGE), 'answer', 2);
  expect([...told.attempts]).toEqual([1, 2, 3, 4].map((n) => attemptKey('answer', n)));
  expect([...told.steps, ...told.faults, ...told.models]).toEqual([
    'answer',
    'outage',
    'claude-3-sonnet',
    'gpt-4o',
  ]);
  expect(told.note).toEqual([
    'outage cut try 1, refused 2 and 3',
    'retry: 2 was spent at 7.3\u00a0s',
    'fallback: gpt-4o took over',
  ]);
});

test('a retry that answered ends the chain', () => {
  const story = chain(triageStory({ from: 2000, to: 7000 }), 'answer', 1);
  expect(story.note).toEqual(['outage cut try 1, refused 2', 'retry: try 3 answered at 9.7\u00a0s']);
});

test('an attempt without failures around it stands alone, without a note', () => {
  const story = chain(triageStory(TOLD_OUTAGE), 'intent', 1);
  expect([...story.attempts, ...story.models, ...story.note]).toEqual(['intent#1', 'gpt-4o-mini']);
});

test('without a fault the endpoint is the cause', () => {
  const b = answer()
    .try('answer', 'sonnet')
    .at(10)
    .failed('answer', because('timeout.attempt'))
    .at(20)
    .try('answer', 'sonnet');
  expect(chain(b.history, 'answer', 1).note).toEqual([
    'sonnet held up try 1',
    'retry: try 2 began at 20\u00a0ms',
  ]);
});

test('several causes stand beside each other, and many tries as a range', () => {
  const b = answer(9);
  for (let n = 0; n < 6; n++)
    b.try('answer', 'sonnet').struck('answer', 'o', 'outage').failed('answer', because('unavailable'));
  b.fallback('answer', 'gpt-4o')
    .try('answer', 'gpt-4o')
    .struck('answer', 'b', 'bad_format')
    .failed('answer', because('bad_format'));
  expect(chain(b.history, 'answer', 1).note[0]).toBe('outage refused try 1 to 6; bad format garbled 7');
});

test('a default value that stood in is named as one', () => {
  const b = answer()
    .try('answer', 'sonnet')
    .failed('answer', because('cut'))
    .fallback('answer', 'value "sorry"')
    .done('answer', 'sorry');
  expect(chain(b.history, 'answer', 1).note).toEqual(['sonnet cut try 1', 'fallback: its default stood in']);
});

test('a step that fails takes with it those that fail because of it, and the run', () => {
  const why = because('unavailable');
  const b = answer().try('answer', 'sonnet').at(100).failed('answer', why).gaveUp('answer', 'failed', why);
  b.start('quality').gaveUp('quality', 'failed', why).finish('failed', { failure: why });
  const story = chain(b.history, 'answer', 1);
  expect([...story.steps]).toEqual(['answer', 'quality']);
  expect(story.note).toEqual(['sonnet refused try 1', 'answer failed at 0.1\u00a0s, and the run with it']);
});

test('what the run does not have has no chain', () => {
  expect(chain(triageStory(null), 'answer', 9).steps.size).toBe(0);
  expect(chain(triageStory(null), 'nobody', 1).note).toEqual([]);
});

test('a policy that kept the next try away is named in the note', () => {
  const lost = because('unavailable');
  const b = answer().try('answer', 'sonnet').at(100).failed('answer', lost);
  b.refused('answer', 'sonnet', 'breaker', failure('circuit_open', 'open')).fallback('answer', 'gpt-4o');
  expect(chain(b.history, 'answer', 1).note).toEqual([
    'sonnet refused try 1',
    'breaker: kept sonnet from being asked at 0.1\u00a0s',
    'fallback: gpt-4o took over',
  ]);
});

test('a retry that was denied says why', () => {
  const b = answer().try('answer', 'sonnet').at(100).failed('answer', because('cut'));
  b.add({ type: 'retry.denied', step: 'answer', after: 1, reason: 'budget' });
  expect(chain(b.history, 'answer', 1).note[1]).toBe('retry: denied at 0.1\u00a0s, its budget was used up');
});

test('a score that was too low is a cause', () => {
  const b = answer().try('answer', 'sonnet').at(100).answered('answer').scored('answer', 0.8, 0.85);
  expect(chain(b.history, 'answer', 1).note).toEqual(['sonnet scored too low on try 1']);
});

test('what a step is drawn in stays lit with it', () => {
  const b = new HistoryBuilder()
    .world()
    .run([declared('sub'), declared('a')])
    .start('sub')
    .start('sub/turn-1/a', 'a');
  b.try('sub/turn-1/a', 'm').failed('sub/turn-1/a', because('cut'));
  expect([...chain(b.history, 'sub/turn-1/a', 1).steps]).toEqual(['sub/turn-1/a', 'a', 'sub']);
});
