import { expect, test } from 'vitest';
import { answerIn, questionText } from '../../../../src/views/people/answer.ts';

test.each([
  ['true', true],
  ['3.5', 3.5],
  ['"yes"', 'yes'],
  ['{"ok": 1}', { ok: 1 }],
  ['yes, but half of it', 'yes, but half of it'],
  ['  {broken ', '{broken'],
])('%s is answered as JSON where it reads as such, else as text', (text, value) => {
  expect(answerIn(text)).toEqual({ value });
});

test('nothing typed is no answer', () => {
  expect(answerIn('  ')).toBeNull();
});

test.each([
  ['Refund $420?', 'Refund $420?'],
  [{ order: 'A-17', amount: 420 }, 'order: A-17, amount: 420'],
  [[1, 2], '[1,2]'],
  [null, ''],
])('the question %j is asked in one line', (question, text) => {
  expect(questionText(question)).toBe(text);
});
