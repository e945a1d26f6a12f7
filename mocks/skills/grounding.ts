/** How far a reply is held up by the passages it was written from: sentence by sentence, in words and in numbers. */
import { lazy } from './memo.ts';
import { PHRASES } from './phrases.ts';
import type { Passage } from './sections.ts';
import { stemsOf } from './terms.ts';
import { fold, sentencesOf } from './text.ts';

/** One number says as much as four words: a wrong one does the harm. */
const NUMBER_WEIGHT = 4;
/** Words of a sentence that must be found for it to count as supported. */
const SUPPORT_LEAST = 0.5;
/** A sentence that is courtesy to this degree claims nothing. */
const COURTESY_LEAST = 0.7;
/** Fewer words than this are no claim. */
const CLAIM_WORDS_LEAST = 2;

export interface Grounding {
  /** Sentences that claim something. */
  readonly claims: number;
  /** Those of them that the passages do not hold up. */
  readonly unsupported: readonly string[];
  /** Share of what is claimed that is found in the passages, by weight, 0–1; 1 where nothing is claimed. */
  readonly supportRatio: number;
  /** Share of the passages' words that the reply uses, 0–1. */
  readonly coverageRatio: number;
  /** Whether any claim has a number in it. */
  readonly numbers: boolean;
}

/** Numbers of a text as plain digits: '1.500' and '1,500' are 1500, '5.1.0' stays. */
export function numbersOf(text: string): string[] {
  const found = fold(text).match(/\d+(?:[.,:]\d+)*/g) ?? [];
  return found.map((number) =>
    /^\d{1,3}(?:[.,]\d{3})+$/.test(number) ? number.replace(/[.,]/g, '') : number.replace(',', '.'),
  );
}

/** Words that courtesy is made of, in five languages. */
const courtesy = lazy(() => {
  const said = Object.values(PHRASES).flatMap(({ invented: _, ...phrases }) =>
    Object.values(phrases).flatMap(flat),
  );
  return new Set(said.flatMap(stemsOf));
});

const flat = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(flat)
      : [];

/** Quoted titles name a source; they claim nothing. */
const QUOTED = /“[^”]*”|«[^»]*»|„[^“]*“|「[^」]*」|"[^"]*"/g;

/** Measures a reply against passages. */
export function groundingOf(reply: string, passages: readonly Passage[]): Grounding {
  const sources = passages.map(({ title, text }) => `${title}\n${text}`);
  const words = new Set(sources.flatMap(stemsOf));
  const numbers = new Set(sources.flatMap(numbersOf));
  const unsupported: string[] = [];
  let claims = 0;
  let claimed = 0;
  let found = 0;
  let withNumbers = false;
  for (const sentence of sentencesOf(reply)) {
    const bare = sentence.replace(QUOTED, ' ');
    const stems = [...new Set(stemsOf(bare))].filter((stem) => !/^\d+$/.test(stem));
    const figures = numbersOf(bare);
    const polite = stems.filter((stem) => courtesy().has(stem)).length;
    if (figures.length === 0 && (stems.length < CLAIM_WORDS_LEAST || polite / stems.length >= COURTESY_LEAST))
      continue;
    const wordsHeld = stems.filter((stem) => words.has(stem)).length;
    const figuresHeld = figures.filter((figure) => numbers.has(figure)).length;
    claims++;
    claimed += stems.length + NUMBER_WEIGHT * figures.length;
    found += wordsHeld + NUMBER_WEIGHT * figuresHeld;
    withNumbers ||= figures.length > 0;
    if (figuresHeld < figures.length || wordsHeld < SUPPORT_LEAST * stems.length) unsupported.push(sentence);
  }
  const said = new Set(stemsOf(reply));
  const used = [...words].filter((word) => said.has(word)).length;
  const coverageRatio = words.size > 0 ? used / words.size : 0;
  return {
    claims,
    unsupported,
    coverageRatio,
    supportRatio: claimed > 0 ? found / claimed : 1,
    numbers: withNumbers,
  };
}
