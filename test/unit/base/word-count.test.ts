import { expect, test } from 'vitest';
import { wordCount } from '../../../src/base/word-count.ts';

test('words are runs of letters and digits; inner apostrophes and hyphens do not divide', () => {
  expect(wordCount("Don't re-open ticket 42, please.")).toBe(5);
  expect(wordCount('¿Dónde está mi factura nº 7?')).toBe(6);
  expect(wordCount('  \n\t ')).toBe(0);
  expect(wordCount('😀 !!! — …')).toBe(0);
  expect(wordCount('日本語')).toBe(2);
  expect(wordCount('請求書PDFが届きません')).toBe(2 + 1 + 3);
});
