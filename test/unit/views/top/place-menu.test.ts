import { expect, test } from 'vitest';
import { placeUnder } from '../../../../src/views/top/place-menu.ts';

test('a menu stands under its button, aligned with one edge', () => {
  const button = { left: 100, right: 180, bottom: 36 };
  expect(placeUnder(button, 200, 1280, 'left')).toEqual({ leftPx: 100, topPx: 40 });
  expect(placeUnder({ ...button, right: 400 }, 200, 1280, 'right')).toEqual({ leftPx: 200, topPx: 40 });
});

test('it never leaves the window', () => {
  expect(placeUnder({ left: 1200, right: 1270, bottom: 36 }, 200, 1280, 'left').leftPx).toBe(1072);
  expect(placeUnder({ left: 0, right: 20, bottom: 36 }, 200, 1280, 'right').leftPx).toBe(8);
});
