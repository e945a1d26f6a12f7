import { expect, test } from 'vitest';
import { formatRoute, parseRoute, type Route } from '../../../src/session/routes.ts';

const routes: [string, Route][] = [
  ['#/play', { view: 'play' }],
  ['#/play/triage', { view: 'play', example: 'triage' }],
  ['#/play/triage/outage', { view: 'play', example: 'triage', scenario: 'outage' }],
  ['#/runs', { view: 'runs' }],
  ['#/runs/r%2F1', { view: 'runs', run: 'r/1' }],
];

test.each(routes)('%s is read and written back', (address, route) => {
  expect(parseRoute(address)).toEqual(route);
  expect(formatRoute(route)).toBe(address);
});

test.each(['', '#', '#/', '#/bench', '#%'])('an address it does not know leads to Play: "%s"', (address) => {
  expect(parseRoute(address).view).toBe('play');
});

test('a badly encoded part is taken as it stands', () => {
  expect(parseRoute('#/runs/%E0%A4')).toEqual({ view: 'runs', run: '%E0%A4' });
});
