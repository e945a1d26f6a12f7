import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fitText, typeSizes, wrapText } from '../../../../src/views/marks/text-fit.ts';
import { measure } from './measure-stub.ts';

const tokens = readFileSync(new URL('../../../../src/views/tokens.css', import.meta.url), 'utf8');

describe('type in the pictures', () => {
  test('is what the token file says, in the drawing and in a presentation', () => {
    const sizes = [...tokens.matchAll(/--picture-(text|name): (\d+)px/g)].map(([, name, px]) => [
      name,
      Number(px),
    ]);
    const { usual, present } = { usual: typeSizes(false), present: typeSizes(true) };
    expect(sizes).toEqual([
      ['text', usual.text],
      ['name', usual.name],
      ['text', present.text],
      ['name', present.name],
    ]);
  });
  test('is never under 12 px, nor under 20 in a presentation', () => {
    expect(Math.min(typeSizes(false).text, typeSizes(false).name)).toBeGreaterThanOrEqual(12);
    expect(Math.min(typeSizes(true).text, typeSizes(true).name)).toBeGreaterThanOrEqual(20);
  });
});

describe('fitting text', () => {
  // 12 px type: 6.6 px a character.
  test('leaves what fits, and cuts the rest with an ellipsis', () => {
    expect(fitText('billing', 47, measure, 12)).toBe('billing');
    expect(fitText('billing', 40, measure, 12)).toBe('billi…');
    expect(fitText('billing', 5, measure, 12)).toBe('');
  });
  test('wraps at spaces, at most so many lines', () => {
    expect(wrapText('short or general question', 80, 3, measure, 12)).toEqual([
      'short or',
      'general',
      'question',
    ]);
    expect(wrapText('short or general question', 80, 2, measure, 12)).toEqual(['short or', 'general que…']);
  });
  test('cuts a word that is longer than the line', () => {
    expect(wrapText('incomprehensibilities', 60, 2, measure, 12)).toEqual(['incompre…']);
  });
});
