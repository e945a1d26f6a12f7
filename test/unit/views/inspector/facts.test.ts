import { expect, test } from 'vitest';
import { projectWorld } from '../../../../src/history/projections/run-view.ts';
import { attemptFacts, promptSections } from '../../../../src/views/inspector/facts.ts';
import { deskStory } from '../../../support/desk-story.ts';
import { sample } from '../../session/sample-history.ts';

const answer = projectWorld(sample).runs[0]!.steps[1]!;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

test('a failed attempt says when, where, what and why', () => {
  const plan = [{ id: 'outage', kind: 'outage', model: 'sonnet', window: [1000, 9000] as const }];
  const facts = attemptFacts(answer.attempts[0]!, answer, plan);
  expect(facts.map(({ name, value }) => `${name}: ${plain(value)}`)).toEqual([
    'started: 0.500 s',
    'function: sonnet',
    'error: cut',
    'says: cut',
    'cause: outage, 1 s to 9 s',
    'took: 500 ms',
  ]);
});

test('an attempt of the refund desk says what held it, how it scored and what came late', () => {
  const desk = projectWorld(deskStory()).runs[0]!.steps.find(({ step }) => step === 'answer')!;
  const rows = desk.attempts.map((attempt) =>
    attemptFacts(attempt, desk, []).map(({ name, value, beside }) =>
      plain(`${name}: ${value}, ${beside ?? ''}`),
    ),
  );
  expect(rows[0]).toContain('held before: 300 ms, ');
  expect(rows[1]).toContain('came late: 60 tokens nobody waited for, $0.00060');
  expect(rows[2]).toContain('hedge: sent while another attempt was under way, ');
  expect(rows[2]).toContain('score: 0.91, passes 0.85');
});

test('a tool is asked with its input and its key, a model with its tools', () => {
  expect(
    promptSections({ kind: 'tool', model: 'payments', input: { order: 1 }, idempotencyKey: 'run/refund' }),
  ).toEqual([
    { name: 'input', text: '{\n  "order": 1\n}' },
    { name: 'key', text: 'run/refund' },
  ]);
  const tools = [{ name: 'refund', description: 'Refunds', parameters: {} }];
  expect(promptSections({ kind: 'chat', model: 'm', messages: [], tools })).toEqual([
    { name: 'tools', text: 'refund' },
  ]);
});

test('a prompt is shown in the parts that its author thinks in', () => {
  const sections = promptSections({
    kind: 'chat',
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '<ticket>\nHelp\n</ticket>\n<labels>\n{}\n</labels>' },
    ],
  });
  expect(sections).toEqual([
    { name: 'system', text: 'Be brief.' },
    { name: 'ticket', text: 'Help' },
    { name: 'labels', text: '{}' },
  ]);
});

test('a message that is not made of sections alone stays whole', () => {
  const content = 'Look: <ticket>\nHelp\n</ticket>';
  expect(promptSections({ kind: 'chat', model: 'm', messages: [{ role: 'user', content }] })).toEqual([
    { name: 'user', text: content },
  ]);
  expect(promptSections({ kind: 'retrieve', model: 'i', query: 'q', top: 3 })).toHaveLength(2);
});
