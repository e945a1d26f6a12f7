/**
 * Which language a text is in: its script first, then naive Bayes over words and letter groups of up to three, with
 * the parallel articles of the help centre as the sample of each language. Greetings, which no article holds, are a
 * list. (A detector for a hundred languages knows these five less well in a text of three words.)
 */
import { logFixed } from '../../src/base/log-exp.ts';
import articles from '../data/articles.json' with { type: 'json' };
import { lazy, memo } from './memo.ts';
import { READ_LIMIT_CHARS } from './text.ts';

export const LANGUAGES = ['en', 'es', 'fr', 'de', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

const LATIN = ['en', 'es', 'fr', 'de'] as const;
const WORD = /[a-zß-öø-ſ']+/g;
const LATIN_LETTER = /[A-Za-zß-öø-ſ]/g;
const JAPANESE_LETTER = /[\u3041-\u30ff\u3400-\u9fff\uff66-\uff9f]/g;
/** Words that short messages are made of, counted as if each stood often in the sample. */
const SHORT_WORDS: Readonly<Record<(typeof LATIN)[number], string>> = {
  en: 'hello hi hey thanks thank you please good morning afternoon evening help yes no ok what how why error is it my',
  es: 'hola gracias buenas buenos dias días tardes noches ayuda por favor si sí no qué que cómo como mi es un saludo',
  fr: "bonjour bonsoir salut merci beaucoup aide s'il vous plaît svp oui non quoi comment pourquoi mon c'est erreur ça",
  de: 'hallo moin servus danke guten tag morgen abend hilfe bitte ja nein wie was warum mein ist fehler grüße',
};
const SHORT_WORD_TIMES = 20;
const SMOOTHING = 0.1;
const SAMPLED_ARTICLES = 20;

/** Calls back with each word between its edges and with its pieces of one to three letters. */
function eachGroup(text: string, found: (group: string) => void): void {
  for (const word of text.toLowerCase().match(WORD) ?? []) {
    const edged = ` ${word} `;
    found(edged);
    for (let i = 0; i < edged.length; i++)
      for (let size = 1; size <= 3 && i + size <= edged.length; size++) found(edged.slice(i, i + size));
  }
}

interface Sample {
  readonly counts: ReadonlyMap<string, number>;
  /** Log of all that was counted. */
  readonly logTotal: number;
}

const samples = lazy((): Sample[] =>
  LATIN.map((language) => {
    const counts = new Map<string, number>();
    let total = 0;
    const add = (text: string, times: number) =>
      eachGroup(text, (group) => {
        counts.set(group, (counts.get(group) ?? 0) + times);
        total += times;
      });
    for (const { text } of articles.slice(0, SAMPLED_ARTICLES))
      add(`${text[language].title} ${text[language].body}`, 1);
    add(SHORT_WORDS[language], SHORT_WORD_TIMES);
    return { counts, logTotal: logFixed(total) };
  }),
);

const logOfCount = memo(5000, (count: number) => logFixed(count + SMOOTHING));

export interface LanguageGuess {
  readonly language: Language;
  /** The runner-up. */
  readonly second: Language;
  /** Log-likelihood of each of LANGUAGES, comparable within one guess. */
  readonly scores: readonly number[];
}

/** Guesses the language; English for a text that holds no letter. Reads READ_LIMIT_CHARS at most. */
export const guessLanguage: (text: string) => LanguageGuess = memo(2000, (text: string) => {
  const read = text.slice(0, READ_LIMIT_CHARS);
  const japanese = (read.match(JAPANESE_LETTER) ?? []).length;
  const latin = (read.match(LATIN_LETTER) ?? []).length;
  const scores = LATIN.map(() => 0);
  // A Japanese ticket names products and errors in Latin letters, and each of its own says as much as three of those.
  const isJapanese = japanese > 0 && japanese * 3 >= latin;
  eachGroup(read, (group) => {
    const known = samples().map((sample) => sample.counts.get(group) ?? 0);
    if (known.some((count) => count > 0))
      known.forEach((count, i) => (scores[i]! += logOfCount(count) - samples()[i]!.logTotal));
  });
  const best = Math.max(...scores);
  scores.push(isJapanese ? best + 100 : best - 1000);
  const order = LANGUAGES.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
  return { language: LANGUAGES[order[0]!]!, second: LANGUAGES[order[1]!]!, scores };
});

/** The language alone. */
export const languageOf = (text: string): Language => guessLanguage(text).language;
