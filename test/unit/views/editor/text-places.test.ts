import { expect, test } from 'vitest';
import { hintThatFits } from '../../../../src/views/editor/code-notes.ts';
import { hintLeft } from '../../../../src/views/editor/hint-layer.ts';
import { lineOfOffset, offsetOfLine, scrolledTo } from '../../../../src/views/editor/text-places.ts';

const text = 'one\ntwo\n\nfour';

test('lines and offsets lead to one another', () => {
  expect([1, 2, 3, 4, 9].map((line) => offsetOfLine(text, line))).toEqual([0, 4, 8, 9, text.length]);
  expect([0, 3, 4, 8, 9].map((offset) => lineOfOffset(text, offset))).toEqual([1, 1, 2, 3, 4]);
});

test('a line in view moves nothing, one out of view comes in with a margin', () => {
  expect(scrolledTo(10, 20, 100, 400)).toBe(100);
  expect(scrolledTo(1, 20, 100, 400)).toBe(0);
  expect(scrolledTo(50, 20, 100, 400)).toBe(660);
});

test('a hint stands at the edge, or nowhere where the code reaches too far', () => {
  expect(hintLeft(100, 80, 480)).toBe(388);
  expect(hintLeft(372, 80, 480)).toBe(388);
  expect(hintLeft(373, 80, 480)).toBe(null);
});

test('a hint that does not fit leaves its last part, or nothing, and is never cut', () => {
  const within = (chars: number) => (text: string) => text.length <= chars;
  expect(hintThatFits('4 fields, 3.99 s', within(16))).toBe('4 fields, 3.99 s');
  expect(hintThatFits('4 fields, 3.99 s', within(15))).toBe('3.99 s');
  expect(hintThatFits('4 fields, 3.99 s', within(5))).toBe('');
  expect(hintThatFits('returned at 5.19 s', within(17))).toBe('');
});
