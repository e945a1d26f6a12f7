import { expect, test } from 'vitest';
import { checkJson, checkText } from '../../../src/session/input-check.ts';

test('any ordinary text will do, in any language', () => {
  expect(checkText('I was charged twice.')).toBeNull();
  expect(checkText('二重に請求されました 🙏\n\tありがとう')).toBeNull();
});

test('an empty ticket is refused with what to do', () => {
  expect(checkText(' \n ')).toEqual({
    message: 'The ticket is empty.',
    advice: 'Type a sentence, or choose one of the examples.',
    brief: 'empty',
  });
});

test('a ticket of 100 kB is refused, with its length and the limit', () => {
  expect(checkText('x'.repeat(100_000))?.message).toBe(
    'The ticket is 100 thousand characters long; 50 thousand characters is the limit.',
  );
});

test.each(['PK\u0003\u0004zip', 'a\u0000b', 'lost \ufffd character', 'half \ud83d pair'])(
  'binary is refused with its place: %j',
  (text) => expect(checkText(text)?.message).toMatch(/no text, the first at character \d+/),
);

test('characters are counted as a person counts them', () => {
  expect(checkText('🙏🙏\u0000')?.message).toContain('at character 3.');
  expect(checkText('🙏'.repeat(50_000))).toBeNull();
  expect(checkText('🙏'.repeat(60_000))?.message).toContain('60 thousand characters long');
});

test('an input in JSON is read, and one that is not is refused', () => {
  expect(checkJson('{"question":"why?"}')).toEqual({ value: { question: 'why?' } });
  expect(checkJson('{question}')).toHaveProperty('problem.message', expect.stringContaining('not JSON'));
});
