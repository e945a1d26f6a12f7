import { describe, expect, test } from 'vitest';
import { DIMENSIONS, embedText } from '../../../mocks/skills/embed.ts';
import { ask } from './requests.ts';

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

describe('an embedding', () => {
  test('is one unit vector of 64 numbers for each text, in six digits', () => {
    const { vectors, usage } = ask('embedding-v3', {
      kind: 'embed',
      model: 'embedding-v3',
      texts: ['refund', '返金'],
    });
    expect(vectors).toHaveLength(2);
    expect(usage).toEqual({ inputTokens: 4, outputTokens: 0 });
    for (const vector of vectors!) {
      expect(vector).toHaveLength(DIMENSIONS);
      expect(dot(vector, vector)).toBeCloseTo(1, 4);
      for (const value of vector) expect(Math.round(value * 1e6) / 1e6).toBe(value);
    }
  });

  test('points the same way for texts that share spelling', () => {
    const text = embedText('refund of the invoice');
    expect(dot(text, embedText('Refund of an INVOICE!'))).toBeGreaterThan(0.7);
    expect(dot(text, embedText('the weather in Oslo'))).toBeLessThan(0.5);
  });

  test('of nothing is still a unit vector', () => {
    for (const text of ['', '   ', '🎉🎉', '\u0000\ud800'])
      expect(dot(embedText(text), embedText(text))).toBe(1);
  });
});
