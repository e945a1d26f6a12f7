/**
 * Repetition: whether a tool is asked for the same thing again, in whatever words. It owns what an intent is and how
 * alike two are; who counts and what follows is the agent's.
 *
 * 1. Pure, and free of the order of keys, of letter case, of small words and of endings.
 * 2. Names and numbers are never alike: two calls that differ in an id, an address or a figure mean different things.
 * 3. How much is asked for (`limit`, `top`…) is no part of an intent; which page of it (`page`, `cursor`) is.
 *
 * Similarity: the Sørensen–Dice coefficient over sets of stems, 2·|A∩B| ÷ (|A|+|B|). T. Sørensen, 1948; L. Dice, 1945.
 */
import type { Json } from '../../base/json.ts';

/** Two intents at least this alike are the same. Disclosed: below it lie questions that share a topic. */
export const SAME_INTENT = 0.6;

/** What a call is after. */
export interface Intent {
  readonly tool: string;
  /** Names and numbers, sorted. */
  readonly names: readonly string[];
  /** Stems of content words. */
  readonly stems: ReadonlySet<string>;
}

const STEM_CHARS = 5;
/** Parameters that say how much is wanted. */
const AMOUNTS = new Set(
  'limit top k n max maxresults max_results topk top_k count size pagesize page_size per_page perpage'.split(
    ' ',
  ),
);
/** Words that carry no intent of their own; the tool's name already says that something is looked for. */
const SMALL = new Set(
  (
    'a an and any are about as at be by can could do does for from get give has have how i if in into is it its me my of on ' +
    'one or our please should so some tell than that the their them there these they this to up us was we were what when ' +
    'where which who why will with would you your find search look show list lookup query details detail info information ' +
    'regarding concerning current latest el la los las un una de del en y o por para con que como mi su le les des du et ' +
    'ou pour avec dans sur est der die das ein eine und oder mit von zu im ist wie mein'
  ).split(' '),
);

/** A word, or a name such as ORD-1042 or ada@example.org; by ranges, since engines differ in what a letter is. */
const TOKEN =
  /[0-9a-z\u00df-\u00f6\u00f8-\u024f\u0370-\u1fff\uac00-\ud7af@._#-]+|[\u3040-\u30ff\u3400-\u9fff]+/g;
const CJK = /^[\u3040-\u30ff\u3400-\u9fff]/;
const MARKS = /[\u0300-\u036f]/g;

/** What a call of `tool` with these arguments is after. */
export function intentOf(tool: string, input: Json): Intent {
  const names = new Set<string>();
  const stems = new Set<string>();
  gather(input, '', names, stems);
  return { tool, names: [...names].sort(), stems };
}

function gather(value: Json, key: string, names: Set<string>, stems: Set<string>): void {
  if (typeof value === 'string') readText(value, names, stems);
  else if (typeof value === 'number' || typeof value === 'boolean') {
    if (!AMOUNTS.has(key.toLowerCase())) names.add(`${key}=${value}`);
  } else if (Array.isArray(value)) for (const item of value as Json[]) gather(item, key, names, stems);
  else if (value !== null)
    for (const [name, inner] of Object.entries(value)) gather(inner, name, names, stems);
}

function readText(text: string, names: Set<string>, stems: Set<string>): void {
  const folded = text.normalize('NFKD').replace(MARKS, '').normalize('NFKC').toLowerCase();
  for (const token of folded.match(TOKEN) ?? []) {
    if (CJK.test(token)) {
      for (let i = 0; i < Math.max(1, token.length - 1); i++) stems.add(token.slice(i, i + 2));
      continue;
    }
    const bare = token.replace(/^[._#-]+|[._-]+$/g, '');
    if (/[0-9@]/.test(bare)) {
      names.add(bare);
      continue;
    }
    for (const word of bare.split(/[._#-]+/))
      if (word.length > 1 && !SMALL.has(word)) stems.add(stemOf(word));
  }
}

/** A word without its ending, cut to five letters: crude, and the same for many a language. */
const stemOf = (word: string): string =>
  (word.length > 3 ? word.replace(/(?:ings?|ed|es|s)$/, '') : word).slice(0, STEM_CHARS);

/** How alike two intents are, 0–1. */
export function likeness(a: Intent, b: Intent): number {
  if (a.tool !== b.tool || a.names.length !== b.names.length) return 0;
  if (a.names.some((name, i) => name !== b.names[i])) return 0;
  const size = a.stems.size + b.stems.size;
  if (size === 0) return 1;
  let shared = 0;
  for (const stem of a.stems) if (b.stems.has(stem)) shared++;
  return (2 * shared) / size;
}

/** How many of the earlier intents are the same as this one. */
export const repeatsOf = (intent: Intent, earlier: readonly Intent[]): number =>
  earlier.filter((one) => likeness(intent, one) >= SAME_INTENT).length;
