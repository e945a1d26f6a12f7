/**
 * Embeddings by hashing: character trigrams of the folded text, each counted into one of 64 dimensions with a hashed
 * sign (the hashing trick), then scaled to length 1. Texts that share spelling point the same way; meaning is not known.
 */
import { memo } from './memo.ts';
import { fold, runsOf } from './text.ts';

export const DIMENSIONS = 64;

/** FNV-1a with a final mix, over UTF-16 units. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/**
 * The unit vector of a text, each number rounded to 6 digits. A text without letters or digits gives the first axis,
 * so that a cosine never divides by zero.
 */
export const embedText: (text: string) => readonly number[] = memo(2000, (text: string) => {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const run of runsOf(fold(text))) {
    const padded = ` ${run} `;
    for (let i = 0; i + 3 <= padded.length; i++) {
      const h = hash(padded.slice(i, i + 3));
      vector[h % DIMENSIONS]! += h & 0x40000000 ? 1 : -1;
    }
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return vector.map((_, i) => (i === 0 ? 1 : 0));
  const length = Math.sqrt(squares);
  return vector.map((value) => rounded(value / length));
});

/** Six digits after the point; never -0. */
const rounded = (value: number): number => Math.round(value * 1_000_000) / 1_000_000 + 0;
