import { expect, test } from 'vitest';
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

test('a hint stands at the edge, or after code that reaches further', () => {
  expect(hintLeft(100, 80, 480)).toBe(388);
  expect(hintLeft(400, 80, 480)).toBe(416);
});
