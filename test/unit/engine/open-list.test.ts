import { expect, test } from 'vitest';
import { OpenList } from '../../../src/engine/open-list.ts';

test('what is open is listed in the order in which it was opened', () => {
  const list = new OpenList<string>();
  list.add('a');
  const b = list.add('b');
  list.add('c');
  list.remove(b);
  list.add('d');
  expect(list.list()).toEqual(['a', 'c', 'd']);
});

test('a list is empty again when the last of it is closed, in whichever order that came', () => {
  const list = new OpenList<string>();
  const [a, b] = [list.add('a'), list.add('b')];
  list.remove(a);
  expect(list.size).toBe(2);
  list.remove(b);
  expect(list.size).toBe(0);
  expect(list.list()).toEqual([]);
});

test('a place is given anew only when everything behind it is closed', () => {
  const list = new OpenList<string>();
  const [a, b] = [list.add('a'), list.add('b')];
  list.remove(a);
  expect(list.add('c')).toBe(2);
  list.remove(2);
  list.remove(b);
  expect(list.add('d')).toBe(0);
});
