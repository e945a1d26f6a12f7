import { expect, test } from 'vitest';
import { keyText } from '../../../../src/views/app/keys.ts';
import { missingFeatures } from '../../../../src/views/app/support.ts';

test('keys are written as the machine writes them', () => {
  expect(keyText('$mod+k', false)).toBe('Ctrl K');
  expect(keyText('$mod+Enter', true)).toBe('⌘↵');
  expect(keyText('Shift+ArrowLeft', false)).toBe('Shift ←');
  expect(keyText('[Shift]+?', false)).toBe('?');
  expect(keyText('F8', false)).toBe('F8');
});

test('an old browser is told what it lacks', () => {
  expect(missingFeatures({})).toContain('web workers');
  class HTMLElement {
    popover = null;
  }
  expect(missingFeatures({ Worker: HTMLElement, HTMLElement })).not.toContain('web workers');
});
