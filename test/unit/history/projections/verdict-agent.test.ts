import { expect, test } from 'vitest';
import type { AgentStopped } from '../../../../src/history/events.ts';
import { failure } from '../../../../src/model/failure.ts';
import { declared, HistoryBuilder } from '../../../support/history-builder.ts';
import { said } from './said.ts';

const stopped = (reason: AgentStopped['reason'], step = '', detail = ''): HistoryBuilder =>
  new HistoryBuilder()
    .world()
    .run([declared('reason', ['gpt-4o'])], { pattern: 'agent' })
    .start('turn-1/reason', 'reason')
    .at(900)
    .done('turn-1/reason', 'x')
    .start('research')
    .add({ type: 'agent.stopped', step, reason, turns: 4, toolCalls: 1, detail })
    .done('research', 'y');

test('an agent that answered says after how much', () => {
  expect(said(stopped('answered').finish('returned', { value: 'hi' }).end().history)).toBe(
    'The agent answered after four turns and one tool call: the reply came after 0.9 s.',
  );
});

test.each([
  ['step-cap', 'its cap of turns was reached'],
  ['tool-cap', 'its cap of tool calls was reached'],
  ['repetition', 'it repeated itself'],
  ['budget', 'its budget was spent'],
] as const)('one that was stopped by %s says why, in words', (reason, words) => {
  const history = stopped(reason, '', 'search twice').finish('returned', { value: 'hi' }).end().history;
  expect(said(history)).toMatch(
    new RegExp(`^The agent stopped after four turns and one tool call: ${words} \\(search twice\\)\\.`),
  );
});

test('an agent that was handed to a person says once why', () => {
  const history = stopped('repetition', '', 'search twice').finish('escalated', {
    reason: 'agent: search twice',
  });
  expect(said(history.end().history)).toBe(
    'The agent stopped after four turns and one tool call: it repeated itself (search twice). Handed to a person after 0.9 s.',
  );
});

test('an agent that a limit failed says once why, and that there is no reply', () => {
  const why = failure('limit', 'Desk stopped: search twice');
  const history = stopped('repetition', '', 'search twice').finish('failed', { failure: why });
  expect(said(history.end().history)).toBe(
    'The agent stopped after four turns and one tool call: it repeated itself (search twice). The run ended without a reply after 0.9 s.',
  );
});

test('a run of one agent says after how much that answered', () => {
  const b = new HistoryBuilder()
    .world()
    .run([declared('support', [], { kind: 'agent' })])
    .start('support');
  b.add({ type: 'agent.stopped', step: 'support', reason: 'answered', turns: 4, toolCalls: 3, detail: '' });
  expect(said(b.at(900).done('support', 'hi').finish('returned', { value: 'hi' }).end().history)).toBe(
    'support answered after four turns and three tool calls: the reply came after 0.9 s.',
  );
});

test('an agent inside a run is named by its step', () => {
  const history = stopped('repetition', 'research').finish('returned', { value: 'hi' }).end().history;
  expect(said(history)).toMatch(/^research stopped after four turns and one tool call: it repeated itself\./);
});
