import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, paintedTheme, parseSettings } from '../../../src/session/settings.ts';

test('settings that were never stored are the defaults', () => {
  expect(parseSettings(null)).toEqual(DEFAULT_SETTINGS);
});

test('stored settings come back as they were', () => {
  const chosen = { ...DEFAULT_SETTINGS, theme: 'dark', pace: 5, presentation: true } as const;
  expect(parseSettings(JSON.stringify(chosen))).toEqual(chosen);
});

test.each(['', 'not json', 'null', '[]', '7', '{"theme":"mauve","pace":-1,"presentation":"yes"}'])(
  'stored settings that make no sense fall back to the defaults: %s',
  (text) => expect(parseSettings(text)).toEqual(DEFAULT_SETTINGS),
);

test('the theme follows the system until one is chosen', () => {
  expect(paintedTheme('system', true)).toBe('dark');
  expect(paintedTheme('system', false)).toBe('light');
  expect(paintedTheme('light', true)).toBe('light');
});
