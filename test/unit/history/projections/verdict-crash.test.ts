import { expect, test } from 'vitest';
import { projectWorld } from '../../../../src/history/projections/run-view.ts';
import { judgedRuns } from '../../../../src/history/projections/lives.ts';
import { failure } from '../../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { said } from './said.ts';

const PLAN = [{ id: 'crash', kind: 'orchestrator_crash', window: [3100, 8100] as const }];
const STEPS = [declared('answer', ['gpt-4o'])];
const dead = () =>
  new HistoryBuilder()
    .world()
    .run(STEPS, {}, 'run-1')
    .start('answer')
    .try('answer', 'gpt-4o')
    .at(3100)
    .crashed('crash');
const crashed = failure('crashed', 'the orchestrator died while this ran');
const replies = (b: HistoryBuilder, atMs: number) =>
  b.at(atMs).answered('answer').done('answer', 'hi').finish('returned', { value: 'hi' }).end().history;

test('an orchestrator that resumed from its history says so, and how long that took', () => {
  expect(said(replies(dead().at(8100).resumed('resume'), 9000), PLAN)).toBe(
    'The orchestrator crashed at 3.1 s and resumed from its history 5.0 s later. answer went well: the reply came after 9.0 s.',
  );
});

test('without the crash the run would have been shorter', () => {
  const calm = replies(new HistoryBuilder().world().run(STEPS).start('answer').try('answer', 'gpt-4o'), 4000);
  expect(said(replies(dead().at(8100).resumed('resume'), 9000), PLAN, calm)).toMatch(
    /Without the crash: 4\.0 s\.$/,
  );
});

test('while it is down nothing of it is running', () => {
  expect(said(dead().at(5000).add({ type: 'warning.raised', message: 'late' }).history, PLAN)).toBe(
    'The orchestrator crashed at 3.1 s and is down; what it had asked for goes on.',
  );
});

test('a run that began again is judged by its second life', () => {
  const b = dead().at(8100).resumed('restart').failed('answer', crashed).gaveUp('answer', 'failed', crashed);
  b.finish('failed', { failure: crashed })
    .run(STEPS, {}, 'run-1-again')
    .start('answer')
    .try('answer', 'gpt-4o');
  const history = replies(b, 11_000);
  expect(judgedRuns(projectWorld(history)).map(({ run }) => run)).toEqual(['run-1-again']);
  expect(said(history, PLAN)).toBe(
    'The orchestrator crashed at 3.1 s and began again from nothing 5.0 s later. answer went well: the reply came after 11.0 s.',
  );
});

test('one that came back without its runs says what was lost', () => {
  const b = dead().at(8100).resumed('restart').failed('answer', crashed).gaveUp('answer', 'failed', crashed);
  expect(said(b.finish('failed', { failure: crashed }).end().history, PLAN)).toBe(
    'The orchestrator crashed at 3.1 s and came back 5.0 s later; what was under way was lost. answer failed: the orchestrator died while it ran; the run ended without a reply after 8.1 s.',
  );
});

test('several crashes are counted, and a world that ended without it says that it did not come back', () => {
  const twice = dead().at(4000).resumed('resume').at(5000).crashed('crash').at(6000).resumed('resume');
  expect(said(replies(twice, 9000), PLAN)).toContain(
    'The orchestrator crashed twice, at 3.1 s and 5.0 s, and resumed from its history 1.0 s later.',
  );
  expect(said(dead().end('stopped').history, PLAN)).toContain('crashed at 3.1 s and did not come back.');
});

test('a history that was gone on with tells so without a crash', () => {
  const b = new HistoryBuilder().world().run(STEPS).start('answer').try('answer', 'gpt-4o').at(3100);
  expect(said(replies(b.resumed('resume'), 9000))).toContain('The run was resumed at 3.1 s.');
});

test('a crash that was planned and never came met nothing', () => {
  const calm = replies(new HistoryBuilder().world().run(STEPS).start('answer').try('answer', 'gpt-4o'), 2000);
  expect(said(calm, PLAN)).toBe(
    'The orchestrator was down from 3.1 s to 8.1 s. Nothing noticed: the run took 2.0 s.',
  );
});
