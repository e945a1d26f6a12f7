/**
 * Finds cues in a text: words ('refund'), stems ('refund*'), phrases ('charged twice', 'content* con'), and, where
 * words are not set apart by spaces or marks matter ('返金', '!!!'), any place in the text.
 */
import { fold, hasCjk, runsOf } from './text.ts';

interface Word {
  readonly text: string;
  readonly stem: boolean;
}
interface Phrase {
  readonly rest: readonly Word[];
  readonly group: number;
}

/** Finds, in a folded text, how many different cues of each group occur. */
export type CueFinder = (folded: string) => number[];

const STEM_LENGTHS = { least: 2, most: 16 };

/** A French word that lost its vowel is the word itself, so that 'impossible de' finds "impossible d'ouvrir". */
const ELIDED: Readonly<Record<string, string>> = {
  d: 'de',
  l: 'le',
  j: 'je',
  n: 'ne',
  s: 'se',
  m: 'me',
  c: 'ce',
  qu: 'que',
};
const wordsIn = (folded: string): string[] => runsOf(folded).map((run) => ELIDED[run] ?? run);

/** Compiles groups of cues; the finder's counts are in the order of the groups. */
export function compileCues(groups: readonly (readonly string[])[]): CueFinder {
  const anywhere: { readonly text: string; readonly group: number }[] = [];
  const byWord = new Map<string, Phrase[]>();
  const byStem = new Map<string, Phrase[]>();
  groups.forEach((cues, group) => {
    for (const cue of new Set(cues.map(fold))) {
      const words = (cue.match(/[^\s*]+\*?/g) ?? []).flatMap(wordsOfCue);
      const [first, ...rest] = words;
      if (hasCjk(cue) || /[!?¡]/.test(cue) || !first) anywhere.push({ text: cue, group });
      else push(first.stem ? byStem : byWord, first.text, { rest, group });
    }
  });
  return (folded) => {
    const counts = groups.map(() => 0);
    const found = new Set<unknown>();
    const count = (one: { readonly group: number }) => {
      if (!found.has(one)) counts[one.group]!++;
      found.add(one);
    };
    for (const cue of anywhere) if (folded.includes(cue.text)) count(cue);
    const runs = wordsIn(folded);
    runs.forEach((run, at) => {
      const follows = (phrase: Phrase) =>
        phrase.rest.every((word, i) => matches(word, runs[at + 1 + i])) && count(phrase);
      byWord.get(run)?.forEach(follows);
      const most = Math.min(run.length, STEM_LENGTHS.most);
      for (let n = STEM_LENGTHS.least; n <= most; n++) byStem.get(run.slice(0, n))?.forEach(follows);
    });
    return counts;
  };
}

/** The words in one blank-free piece of a cue; only its last can be a stem. */
function wordsOfCue(piece: string): Word[] {
  const runs = wordsIn(piece);
  return runs.map((text, i) => ({ text, stem: i === runs.length - 1 && piece.endsWith('*') }));
}

const matches = (word: Word, run: string | undefined): boolean =>
  run !== undefined && (word.stem ? run.startsWith(word.text) : run === word.text);

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
