/**
 * What a text is about: its words without stop words, cut to five letters (a crude stem that serves four languages and
 * German compounds alike), pairs of characters for Japanese, and the concepts it holds.
 */
import stopwords from '../data/stopwords.json' with { type: 'json' };
import { conceptsOf } from './concepts.ts';
import { lazy } from './memo.ts';
import { fold, isCjk, runsOf } from './text.ts';

const STEM_CHARS = 5;
const stopSet = lazy(() => new Set(Object.values(stopwords).flat().map(fold)));

/** Kana that carry grammar, katakana words and Han words are different things: pairs are not taken across them. */
const SAME_SCRIPT = /[\u30a0-\u30ff]+|[\u3400-\u9fff]+/g;

/** Content words of a text as stems, in its order, repeated as often as they stand there. */
export function stemsOf(text: string): string[] {
  const stems: string[] = [];
  for (const run of runsOf(fold(text))) {
    if (!isCjk(run)) {
      if (run.length > 1 && !stopSet().has(run)) stems.push(run.slice(0, STEM_CHARS));
      continue;
    }
    for (const piece of run.match(SAME_SCRIPT) ?? [])
      if (piece.length === 1) stems.push(piece);
      else for (let i = 0; i + 1 < piece.length; i++) stems.push(piece.slice(i, i + 2));
  }
  return stems;
}

/** Concepts about the occasion of a message, not its subject. */
const OCCASIONS: ReadonlySet<string> = new Set([
  'hello',
  'thanks',
  'shipping',
  'urgent',
  'complaint',
  'buy',
  'idea',
]);

/** Stems and concepts: what search compares. */
export function termsOf(text: string): string[] {
  const concepts = conceptsOf(fold(text)).filter((concept) => !OCCASIONS.has(concept));
  return [...stemsOf(text), ...concepts.map((concept) => `=${concept}`)];
}
