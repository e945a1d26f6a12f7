import { expect, test } from 'vitest';
import { projectWorld } from '../../../../src/history/projections/run-view.ts';
import { attemptFacts, policyRows, promptSections } from '../../../../src/views/inspector/facts.ts';
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

test('a policy stands as configured, then as it acted', () => {
  const rows = policyRows(answer, answer.attempts[0]!);
  expect(rows.map(({ name, configured, acted }) => plain(`${name}: ${configured} → ${acted}`))).toEqual([
    'timeout: 10 s a try → not met, 500 ms',
    'retry: 1 → not needed',
    'fallback: gpt → used at 1.00 s',
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
