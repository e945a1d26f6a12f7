/**
 * Search in texts: BM25 (k1 = 1.2, b = 0.6) over stems and letter groups, titles counted three times. A sum x is
 * divided by the root of all that the question asks for and scored x / (x + 1), so that it lies in 0–1, a long letter
 * is not better than a short question, and one about something else stays low. Own code rather than a package: those
 * at hand take the engine's logarithm, which is not the same in all of them.
 */
import { logFixed } from '../../src/base/log-exp.ts';
import { termsOf } from './terms.ts';
import { byCodeUnits } from './text.ts';

export interface Searched {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface Hit<D extends Searched> {
  readonly document: D;
  /** 0–1, three digits. */
  readonly score: number;
  /** How many different terms of the query the document holds. */
  readonly held: number;
  /** How many the query has. */
  readonly asked: number;
}

const K1 = 1.2;
const B = 0.6;
const TITLE_WEIGHT = 3;

/** NaN, from a question without a term, becomes 0. */
const scaled = (x: number): number => (x > 0 ? Math.round((x / (x + 1)) * 1000) / 1000 : 0);

interface Posting {
  readonly at: number;
  readonly count: number;
}

/** Builds an index; the function it gives finds documents with a score above `floor`, best first, ties by id. */
export function indexOf<D extends Searched>(
  documents: readonly D[],
): (query: string, top: number, floor: number) => Hit<D>[] {
  const postings = new Map<string, Posting[]>();
  const lengths: number[] = [];
  documents.forEach((document, at) => {
    const counts = new Map<string, number>();
    for (const term of termsOf(document.title)) counts.set(term, (counts.get(term) ?? 0) + TITLE_WEIGHT);
    for (const term of termsOf(document.text)) counts.set(term, (counts.get(term) ?? 0) + 1);
    let length = 0;
    for (const [term, count] of counts) {
      length += count;
      const list = postings.get(term);
      if (list) list.push({ at, count });
      else postings.set(term, [{ at, count }]);
    }
    lengths.push(length);
  });
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const rarity = (found: number) => logFixed(1 + (documents.length - found + 0.5) / (found + 0.5));

  return (query, top, floor) => {
    const scores = documents.map(() => 0);
    const held = documents.map(() => 0);
    const terms = new Set(termsOf(query));
    let weighed = 0;
    for (const term of terms) {
      const list = postings.get(term) ?? [];
      const weight = rarity(list.length);
      weighed += weight;
      for (const { at, count } of list) {
        held[at]!++;
        scores[at]! += (weight * count) / (count + K1 * (1 - B + (B * lengths[at]!) / mean));
      }
    }
    const root = Math.sqrt(weighed);
    return scores
      .map((sum, at) => ({
        document: documents[at]!,
        score: scaled(sum / root),
        held: held[at]!,
        asked: terms.size,
      }))
      .filter((hit) => hit.score >= floor && hit.score > 0)
      .sort((a, b) => b.score - a.score || byCodeUnits(a.document.id, b.document.id))
      .slice(0, top);
  };
}
