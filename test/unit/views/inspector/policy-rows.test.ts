import { describe, expect, test } from 'vitest';
import { projectWorld } from '../../../../src/history/projections/run-view.ts';
import { failure } from '../../../../src/model/failure.ts';
import { policyRows } from '../../../../src/views/inspector/policy-rows.ts';
import { deskStory } from '../../../support/desk-story.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { sample } from '../../session/sample-history.ts';

/** 'name: configured → acted', a row a layer. */
function rows(history: HistoryBuilder['history'], name: string, attempt = 1): string[] {
  const { runs, policies, letters } = projectWorld(history);
  const run = runs[0]!;
  const step = run.steps.find((one) => one.step === name)!;
  const tried = step.attempts.find((one) => one.attempt === attempt) ?? null;
  return policyRows({ step, attempt: tried, run, policies, letters }).map(
    ({ name: layer, configured, acted }) => `${layer}: ${configured} → ${acted}`.replaceAll('\u00a0', ' '),
  );
}
const lost = failure('timeout.attempt', 'late', { step: 'a' });
/** One step of one layer, begun. */
const under = (layer: string) =>
  new HistoryBuilder()
    .world()
    .run([declared('a', ['m'], { policy: { layers: [layer] } })])
    .start('a');

test('the layers stand in the order in which they nest, each with what it did', () => {
  expect(rows(deskStory(), 'answer')).toEqual([
    'deadline: 20 s → not met, 4.00 s',
    'fallback: gpt-4o → gpt-4o at 2.80 s',
    'retry: 1, 500 ms to 8 s → waited 400 ms',
    'gate: at 0.85 → 0.91 ≥ 0.85',
    'hedge: 2 after 1 s → sent another at 3.80 s, which answered first',
    'budget: 20 calls a run → let 3 pass',
    'breaker: 5 failures in 60 s, open 4 s → refused at 2.80 s',
    'bulkhead: 2, 4 in line → held 300 ms',
    'attempt: 8 s → not met, 1.50 s',
  ]);
  expect(rows(deskStory(), 'refund')).toEqual([
    'dead letter: to refunds → added at 11.50 s, answered',
    'attempt: 5 s → not met, 2.50 s',
  ]);
});

test('a history that tells no layers is read from its figures', () => {
  expect(rows(sample, 'answer')).toEqual([
    'fallback: gpt → gpt at 1.00 s',
    'retry: 1 → not needed',
    'attempt: 10 s → not met, 500 ms',
  ]);
});

describe('a layer that acted says how', () => {
  test('a time-out, of the attempt that is looked at and of others', () => {
    const b = under('attempt 2 s')
      .try('a', 'm')
      .at(2000)
      .failed('a', lost)
      .try('a', 'm')
      .at(2500)
      .answered('a');
    expect(rows(b.history, 'a', 1)).toEqual(['attempt: 2 s → met, 2.00 s']);
    expect(rows(b.history, 'a', 2)).toEqual(['attempt: 2 s → met by attempt 1']);
  });

  test('a retry that was denied', () => {
    const b = under('retry 2').try('a', 'm').at(100).failed('a', lost);
    b.add({ type: 'retry.denied', step: 'a', after: 1, reason: 'deadline' });
    expect(rows(b.history, 'a')).toEqual(['retry: 2 → denied at 0.10 s: no time was left']);
  });

  test('a gate, score by score', () => {
    const b = under('gate at 0.85')
      .try('a', 'm')
      .answered('a')
      .scored('a', 0.82, 0.85)
      .try('a', 'm')
      .answered('a');
    expect(rows(b.scored('a', 0.85, 0.85).history, 'a')).toEqual([
      'gate: at 0.85 → 0.82 < 0.85, then 0.85 ≥ 0.85',
    ]);
    expect(rows(under('gate at 0.85').history, 'a')).toEqual(['gate: at 0.85 → not asked']);
  });

  test('a budget, a rate, a bulkhead or a region that refused', () => {
    for (const policy of ['budget', 'rate', 'bulkhead', 'region'] as const) {
      const b = under(policy).at(700).refused('a', 'm', policy, lost);
      expect(rows(b.history, 'a')).toEqual([`${policy}:  → refused at 0.70 s`]);
      expect(rows(b.refused('a', 'm', policy, lost).history, 'a')).toEqual([`${policy}:  → refused twice`]);
    }
  });

  test('a breaker that opened without having refused this step', () => {
    const b = under('breaker 5 failures').at(700).breaker('m', 'closed', 'open', '5 failures within 60 s');
    expect(rows(b.history, 'a')).toEqual(['breaker: 5 failures → opened at 0.70 s: 5 failures within 60 s']);
    expect(rows(under('breaker 5 failures').history, 'a')).toEqual(['breaker: 5 failures → closed']);
  });

  test('a hedge that did not win, and a repair', () => {
    const b = under('hedge 2 after 1 s').try('a', 'm').at(1000).hedge('a').at(1200).cancelled('a');
    expect(rows(b.history, 'a')).toEqual(['hedge: 2 after 1 s → sent another at 1.00 s']);
    const repaired = under('repair 1').try('a', 'm').failed('a', failure('bad_format', 'no JSON'));
    expect(rows(repaired.history, 'a')).toEqual(['repair: 1 → sent back once']);
  });

  test('a monitor that raised an alarm', () => {
    const b = under('monitor length ± 40 over 10').at(900);
    b.add({ type: 'drift.alarmed', step: 'a', metric: 'length', baseline: 80, observed: 4, tolerance: 40 });
    expect(rows(b.history, 'a')).toEqual(['monitor: length ± 40 over 10 → alarm at 0.90 s: 4 instead of 80']);
  });

  test('one that is not known here stands by itself', () => {
    expect(rows(under('moon phase 3').history, 'a')).toEqual(['moon phase 3:  → ']);
  });
});
