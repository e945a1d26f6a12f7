/**
 * A refund desk, as a history: what every policy, people, a queue, a crash and a second run leave behind in one world of
 * one tenant. Times are virtual ms; the first run is 'run-1'.
 */
import type { History, StepDeclared } from '../../src/history/events.ts';
import { failure } from '../../src/model/failure.ts';
import { HistoryBuilder, type Answer } from './history-builder.ts';

const MINI = 'gpt-4o-mini';
const SONNET = 'claude-3-sonnet';
const GPT = 'gpt-4o';

const label = (name: string): StepDeclared => ({
  name,
  kind: 'classify',
  targets: [MINI],
  policy: { layers: ['rate 5 requests per 1 s, wait 2 s', 'attempt 2 s'] },
});

const DESK_STEPS: readonly StepDeclared[] = [
  {
    name: 'triage',
    kind: 'orchestration',
    targets: ['Triage'],
    policy: {},
    steps: [label('intent'), label('priority')],
  },
  {
    name: 'answer',
    kind: 'generate',
    targets: [SONNET, GPT],
    policy: {
      timeoutMs: 8000,
      totalTimeoutMs: 20_000,
      retries: 1,
      layers: [
        'deadline 20 s',
        'fallback gpt-4o',
        'retry 1, 500 ms to 8 s',
        'gate at 0.85',
        'hedge 2 after 1 s',
        'budget 20 calls a run',
        'breaker 5 failures in 60 s, open 4 s',
        'bulkhead 2, 4 in line',
        'attempt 8 s',
      ],
    },
  },
  { name: 'approve', kind: 'approval', targets: ['a supervisor'], policy: {} },
  {
    name: 'refund',
    kind: 'tool',
    targets: ['payments'],
    policy: { layers: ['dead letter to refunds', 'attempt 5 s'] },
  },
  { name: 'release', kind: 'function', targets: [], policy: {} },
];

const said = (text: string, costNanoUsd: number): Answer => ({
  text,
  version: '2024-11-20',
  tokens: [400, 90],
  costNanoUsd,
});
const down = failure('server_error', 'claude-3-sonnet answered 500: overloaded core', {
  status: 500,
  injected: true,
});
const lost = failure('server_error', 'payments answered 500', { status: 500, step: 'refund' });

/** The whole history; the run ends at 14 s. */
export function deskStory(): History {
  const story = new HistoryBuilder().world(3, 'Refund desk');
  const started = { orchestration: 'Refund desk', input: { order: 'A-17' }, tenant: 'acme' };
  story.run(DESK_STEPS, { ...started, session: 's-1' }, 'run-1');
  triage(story);
  answer(story);
  approve(story);
  refund(story);
  return story.end().history;
}

function triage(story: HistoryBuilder): void {
  story.start('triage').try('triage', 'Triage', false);
  story.start('triage/intent', 'intent').held('triage/intent', MINI, 'rate');
  story.start('triage/priority', 'priority').try('triage/priority', MINI);
  story.at(200).try('triage/intent', MINI);
  story.at(480).answered('triage/priority', said('high', 14_000)).done('triage/priority', 'high');
  story
    .at(500)
    .run(
      DESK_STEPS,
      { orchestration: 'Refund desk', input: { order: 'B-2' }, tenant: 'acme', session: 's-2' },
      'run-2',
    );
  story.start('answer').try('answer', SONNET);
  story.of('run-1').at(600).answered('triage/intent', said('refund', 15_000)).done('triage/intent', 'refund');
  story.answered('triage').done('triage', { intent: 'refund', priority: 'high' });
}

function answer(story: HistoryBuilder): void {
  story.start('answer').held('answer', SONNET, 'bulkhead');
  story.at(900).try('answer', SONNET);
  story.of('run-2').at(1500).struck('answer', 'errors', 'server_error').failed('answer', down);
  story.backoff('answer', 5500);
  story.of('run-1').at(2400).struck('answer', 'errors', 'server_error').failed('answer', down);
  story.breaker(`${SONNET} of acme`, 'closed', 'open', '5 failures within 60 s');
  story.backoff('answer', 400);
  const open = failure(
    'circuit_open',
    'the circuit breaker keeps calls to claude-3-sonnet away for another 4 s',
  );
  story.at(2800).refused('answer', SONNET, 'breaker', open).fallback('answer', GPT).try('answer', GPT);
  story.at(3800).hedge('answer');
  story.at(4600).answered('answer', said('Your refund is on its way.', 2_100_000));
  story.add({
    type: 'attempt.finished',
    step: 'answer',
    attempt: 2,
    target: GPT,
    outcome: 'cancelled',
    usage: { inputTokens: 400, outputTokens: 30 },
    costNanoUsd: 700_000,
  });
  story.scored('answer', 0.91, 0.85).done('answer', 'Your refund is on its way.');
}

function approve(story: HistoryBuilder): void {
  story.start('approve').try('approve', 'a supervisor', false);
  story.asks('approve', 'a supervisor', 'Refund $420 for order A-17?');
  const key = `${SONNET} of acme`;
  story.of('run-2').at(7000).breaker(key, 'open', 'half-open', '4 s have passed, so one probe may go out');
  story.try('answer', SONNET).at(7800).answered('answer', said('Sorry.', 1_500_000));
  story.breaker(key, 'half-open', 'closed', 'the probe was answered');
  story.done('answer', 'Sorry.').finish('returned', { value: 'Sorry.' });
  story.of('run-1').at(9000).personAnswers('approve', true).answered('approve').done('approve', true);
}

function refund(story: HistoryBuilder): void {
  story.start('refund').try('refund', 'payments');
  story.at(9200).crashed('crash');
  story
    .at(9400)
    .add(
      { type: 'effect.executed', target: 'payments', caller: 'run-1/refund', key: 'run-1/refund', times: 1 },
      '',
    );
  story.add(
    {
      type: 'call.settled',
      caller: 'run-1/answer#2',
      target: GPT,
      usage: { inputTokens: 0, outputTokens: 60 },
      costNanoUsd: 600_000,
    },
    '',
  );
  story.at(11_200).resumed('resume');
  story
    .at(11_500)
    .failed('refund', lost)
    .gaveUp('refund', 'failed', lost)
    .letter('refund', 'refunds', 1, lost);
  story.add({ type: 'step.started', step: 'release', name: 'release', input: null, compensates: 'refund' });
  story.try('release', 'release', false).at(11_600).answered('release').done('release');
  const value = { signal: 'run-1/refund', value: { how: 'answered', value: 'paid by hand' } };
  story.at(14_000).add({ type: 'intervention.applied', kind: 'answer', value }, '');
  story.settled('refund', 'answered', 'paid by hand').finish('returned', { value: 'paid by hand' });
}

/** The same as the plan of its scenario. */
export const DESK_PLAN = [
  { id: 'errors', kind: 'server_error', model: SONNET, window: [500, 2500] },
  { id: 'crash', kind: 'orchestrator_crash', window: [9200, 11_200] },
] as const;
