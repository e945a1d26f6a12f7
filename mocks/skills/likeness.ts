/** Compares a text with a label that only its words explain: shared stems, concepts and spelling. */
import { aspectsOf } from './aspects.ts';
import { conceptsOf } from './concepts.ts';
import { CLASSES, beliefs } from './label-models.ts';
import { labelWords } from './label-kinds.ts';
import type { Kind } from './label-kinds.ts';
import { languageOf } from './language.ts';
import { remember } from './memo.ts';
import { harmsIn } from './screening.ts';
import { actsOf } from './speech-acts.ts';
import { stemsOf } from './terms.ts';
import { fold, runsOf } from './text.ts';

/** What a classification is asked about. */
export interface Classified {
  readonly text: string;
  /** The instructions, which may describe the labels. */
  readonly system: string;
  /** 0–1: how far a reply in the message is held up by its sources; null where there is none. */
  readonly support: number | null;
}

/** A label that nothing speaks for, and one that stands for everything else. */
const NOTHING = 0.02;
const OTHERWISE = 0.12;
const WEIGHTS = { stem: 1, concept: 0.9, spelling: 0.7, described: 0.5, family: 0.8 };
/** Spelling below this is chance. */
const SPELLING_LEAST = 0.5;

/** How well a label suits a text, above 0; comparable within one set. */
export function likeness(label: string, kind: Kind, asked: Classified): number {
  const known = byFamily(label, kind, asked);
  if (known !== null) return known;
  const text = readText(asked.text);
  const words = labelWords(label);
  const stems = stemsOf(words.join(' '));
  const held = stems.filter((stem) => text.stems.has(stem)).length / Math.max(1, stems.length);
  const concepts = conceptsOf(fold(words.join(' ')));
  const meant =
    concepts.filter((concept) => text.concepts.has(concept)).length / Math.max(1, concepts.length);
  const description = describedAs(label, asked.system);
  const told = [...new Set(stemsOf(description))];
  const described =
    told.filter((stem) => text.stems.has(stem)).length +
    conceptsOf(fold(description)).filter((one) => text.concepts.has(one)).length;
  const alike = Math.max(0, ...words.map((word) => closest(word, text.words)));
  return (
    NOTHING +
    WEIGHTS.stem * held +
    WEIGHTS.concept * meant +
    WEIGHTS.described * Math.min(3, described) +
    (alike >= SPELLING_LEAST ? WEIGHTS.spelling * alike : 0)
  );
}

/** The share of belief in a label whose meaning is known; null for an open one. */
function byFamily(label: string, { family, value }: Kind, asked: Classified): number | null {
  switch (family) {
    case 'intent':
    case 'priority':
    case 'sentiment':
      return (
        NOTHING +
        WEIGHTS.family * beliefs(family, asked.text)[(CLASSES[family] as readonly string[]).indexOf(value)]!
      );
    case 'language':
      return languageOf(asked.text) === value ? WEIGHTS.family : NOTHING;
    case 'act':
      return NOTHING + WEIGHTS.family * (actsOf(asked.text)[value] ?? 0);
    case 'screen':
      return screened(label, value, asked.text);
    case 'support':
      return asked.support === null ? 0.5 : value === 'yes' ? asked.support : 1 - asked.support;
    case 'truth':
      return value === 'yes' ? answersYes(asked) : 1 - answersYes(asked);
    case 'other':
      return OTHERWISE;
    case 'open':
      return null;
  }
}

/** A label that names a kind of harm wants that kind; any other refusal wants any. */
function screened(label: string, value: 'yes' | 'no', text: string): number {
  const harms = harmsIn(text);
  const all = [...harms.values()].reduce((sum, count) => sum + count, 0);
  if (value === 'yes') return all === 0 ? 0.9 : 0.2;
  const named = labelWords(label).flatMap((word) =>
    [...harms].filter(([kind]) => kind.startsWith(word.slice(0, 4))),
  );
  if (named.length > 0) return 0.95;
  return all === 0 ? 0.05 : 0.7;
}

/** A yes-or-no question about a text, answered by what the question names: a kind that is known, or its words. */
function answersYes(asked: Classified): number {
  if (asked.support !== null && /ground|support|faithful|hallucinat/i.test(asked.system)) {
    return /hallucinat|unsupported|ungrounded/i.test(asked.system) ? 1 - asked.support : asked.support;
  }
  if (/safe|appropriate|allowed|harmful|toxic|spam|offensive/i.test(asked.system)) {
    const harmless = harmsIn(asked.text).size === 0;
    return harmless === /\bsafe|appropriate|allowed/i.test(asked.system) ? 0.9 : 0.1;
  }
  const text = readText(asked.text);
  const wanted = new Set(stemsOf(asked.system));
  const concepts = conceptsOf(fold(asked.system));
  const stems = [...wanted].filter((stem) => text.stems.has(stem)).length;
  const meant = concepts.filter((concept) => text.concepts.has(concept)).length;
  const aspects = [...aspectsOf(fold(asked.system)).keys()].filter((aspect) =>
    text.aspects.has(aspect),
  ).length;
  return Math.min(0.95, 0.2 + 0.35 * stems + 0.4 * meant + 0.3 * aspects);
}

interface Read {
  readonly stems: ReadonlySet<string>;
  readonly concepts: ReadonlySet<string>;
  readonly aspects: ReadonlySet<string>;
  readonly words: readonly string[];
}

const recall = remember<Read>(200);
const readText = (text: string): Read =>
  recall(text, () => {
    const folded = fold(text);
    return {
      stems: new Set(stemsOf(text)),
      concepts: new Set(conceptsOf(folded)),
      aspects: new Set(aspectsOf(folded).keys()),
      words: [...new Set(runsOf(folded))].slice(0, 300),
    };
  });

/** What instructions say of a label: '- refund: wants money back' on a line of its own. */
function describedAs(label: string, system: string): string {
  for (const line of system.slice(0, 8000).split('\n')) {
    const bare = line.replace(/^[\s\-*•\d.]+/, '').replace(/["'`*]/g, '');
    if (!bare.toLowerCase().startsWith(label.toLowerCase())) continue;
    const rest = bare.slice(label.length);
    if (/^\s*(?:[:=–—-]|\()/.test(rest)) return rest;
  }
  return '';
}

/** The likeness in spelling, 0–1, of a word and the nearest of others: shared trigrams (Dice). */
function closest(word: string, others: readonly string[]): number {
  const wanted = trigrams(word);
  let best = 0;
  for (const other of others) {
    if (other.charAt(0) !== word.charAt(0)) continue;
    const had = trigrams(other);
    const both = [...wanted].filter((gram) => had.has(gram)).length;
    best = Math.max(best, (2 * both) / (wanted.size + had.size));
  }
  return best;
}

function trigrams(word: string): Set<string> {
  const edged = ` ${word} `;
  const grams = new Set<string>();
  for (let i = 0; i + 3 <= edged.length; i++) grams.add(edged.slice(i, i + 3));
  return grams;
}
