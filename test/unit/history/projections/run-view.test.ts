import { expect, test } from 'vitest';
import { firstRun, projectWorld } from '../../../../src/history/projections/run-view.ts';
import { failure } from '../../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { TOLD_OUTAGE, triageStory } from '../../../support/triage-story.ts';
import told from '../../../fixtures/histories/triage-outage.json' with { type: 'json' };

const STEPS = [declared('label', ['gpt-4o-mini']), declared('answer', ['gpt-4o'])];
const statesOf = (history: HistoryBuilder['history'], upToMs?: number) =>
  firstRun(projectWorld(history, upToMs))!.steps.map(({ step, state }) => `${step}: ${state}`);

test('the file of the told run is the story in test/support', () => {
  expect(told).toEqual(JSON.parse(JSON.stringify(triageStory(TOLD_OUTAGE))));
});

test('a prefix shows each step as it was at the playhead', () => {
  const states = (t: number) => statesOf(triageStory(TOLD_OUTAGE), t).map((text) => text.split(': ')[1]);
  expect(states(500)).toEqual(['running', 'ok', 'running', 'ok', 'waiting', 'waiting', 'waiting']);
  expect(states(5000)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'running', 'waiting']);
  expect(states(11_020)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'recovered', 'ok']);
});

test('a declared step that runs under keys is shown as those executions, not as never reached', () => {
  const history = new HistoryBuilder()
    .world()
    .run(STEPS)
    .start('label[a]', 'label')
    .done('label[a]')
    .start('label[b]', 'label')
    .done('label[b]')
    .finish('returned').history;
  expect(statesOf(history)).toEqual(['answer: not reached', 'label[a]: ok', 'label[b]: ok']);
  expect(firstRun(projectWorld(history))!.steps[1]!.declared).toEqual(STEPS[0]);
});

test('a declared step that ran as itself stays when it runs in a scope too', () => {
  const history = new HistoryBuilder()
    .world()
    .run(STEPS)
    .start('label')
    .done('label')
    .start('turn[1]/label', 'label')
    .done('turn[1]/label').history;
  expect(statesOf(history)).toEqual(['label: ok', 'answer: waiting', 'turn[1]/label: ok']);
});

test('what the history names without having started it is passed over', () => {
  const history = new HistoryBuilder()
    .world()
    .run(STEPS)
    .done('nothing')
    .try('nothing', 'gpt-4o')
    .failed('nothing', failure('cut', 'cut')).history;
  expect(statesOf(history)).toEqual(['label: waiting', 'answer: waiting']);
});
