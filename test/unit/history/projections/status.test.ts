import { expect, test } from 'vitest';
import { projectWorld } from '../../../../src/history/projections/run-view.ts';
import { statusOf } from '../../../../src/history/projections/status.ts';
import { HistoryBuilder } from '../../../support/history-builder.ts';
import { outagePlan, TOLD_OUTAGE, triageStory } from '../../../support/triage-story.ts';

test('the status of the told run', () => {
  const status = statusOf(projectWorld(triageStory(TOLD_OUTAGE)), outagePlan());
  expect(status).toEqual({ events: 44, outcome: 'recovered', warnings: 0, unmet: null });
});

test('before the run started there is no outcome', () => {
  expect(statusOf(projectWorld(new HistoryBuilder().world().history), []).outcome).toBeNull();
});

test('warnings of all runs are counted', () => {
  const b = new HistoryBuilder().world();
  for (const run of ['a', 'b']) b.run([], {}, run).add({ type: 'warning.raised', message: 'careful' });
  expect(statusOf(projectWorld(b.history), []).warnings).toBe(2);
});

test('a fault that met nothing is named with its window', () => {
  const late = { from: 12_000, to: 15_000 };
  const said = statusOf(projectWorld(triageStory(late)), outagePlan(late)).unmet;
  expect(said).toBe('one fault met nothing: outage of claude-3-sonnet, 12\u00a0s to 15\u00a0s');
});

test('a fault that the plan does not tell more about is named by its kind, several by their number', () => {
  const b = new HistoryBuilder().world().unmet('x', 'rate_limit');
  expect(statusOf(projectWorld(b.history), []).unmet).toBe('one fault met nothing: rate limit');
  const plan = [{ id: 'x', kind: 'rate_limit', window: [1000, Infinity] as const }];
  expect(statusOf(projectWorld(b.history), plan).unmet).toBe(
    'one fault met nothing: rate limit, from 1\u00a0s on',
  );
  expect(statusOf(projectWorld(b.unmet('y', 'cut').history), []).unmet).toBe('two faults met nothing');
});
