/** What a model does to a text that it is given rather than asked: shorten, reword, format, translate, apologise. */
import articles from '../data/articles.json' with { type: 'json' };
import { conceptsOf } from './concepts.ts';
import { LANGUAGES, languageOf } from './language.ts';
import type { Language } from './language.ts';
import { kindOf } from './label-kinds.ts';
import { lazy } from './memo.ts';
import { PHRASES } from './phrases.ts';
import { stemsOf, termsOf } from './terms.ts';
import { READ_LIMIT_CHARS, fold, isCjk, joinSentences, runsOf, sentencesOf } from './text.ts';

export type Task = 'translate' | 'summarise' | 'title' | 'rewrite' | 'format' | 'apologise' | 'report';

/** Verbs that give a task, in the order in which they are looked for. */
const VERBS: readonly (readonly [Task, RegExp])[] = [
  ['translate', /\btranslat|\btraduc|\btraduis|\bübersetz|翻訳/i],
  ['title', /\b(?:title|subject line|headline)\b/i],
  ['summarise', /\bsummar|\bshorten|\bcondense|\btl;?dr|\bresum|\bzusammenfass|要約/i],
  [
    'rewrite',
    /\brewrite|\brephrase|\breword|\bpolish|\bproofread|\bimprove|\bsoften|\bmake (?:it|this|the text) (?:more|less|sound)|\btone\b|書き直/i,
  ],
  ['format', /\bformat|\bmarkdown|\bbullet|\btemplate|\blay out|\btidy|整形/i],
  ['apologise', /\bapolog|\bsay sorry|謝罪/i],
  ['report', /\breport\b|\bwrite up\b|\bcompile\b/i],
];
/** Instructions whose first sentence says this want an answer, whatever else they mention. */
const ANSWERING = /\b(?:answer|reply|respond|help|support agent|assist)/i;
const FIRST_SENTENCE_CHARS = 200;
const SUMMARY_SENTENCES = 2;

/** The task that instructions give, judged by their first sentence; null if they want an answer. */
export function taskOf(instructions: string): Task | null {
  const first =
    instructions
      .trim()
      .slice(0, FIRST_SENTENCE_CHARS)
      .split(/(?<=[.!?。])\s|\n/)[0] ?? '';
  const said = VERBS.filter(([, verb]) => verb.test(first)).map(([task, verb]) => ({
    task,
    at: first.search(verb),
  }));
  if (said.length === 0) return null;
  const task = said.reduce((best, one) => (one.at < best.at ? one : best));
  const answering = first.search(ANSWERING);
  return answering >= 0 && answering < task.at ? null : task.task;
}

/** Does a task to a text. `instructions` may name a language. */
export function perform(task: Task, text: string, instructions: string): string {
  const read = text.slice(0, READ_LIMIT_CHARS).trim();
  const language = languageOf(read);
  switch (task) {
    case 'translate':
      return translated(read, language, wantedLanguage(instructions));
    case 'summarise':
      return summaryOf(read, SUMMARY_SENTENCES);
    case 'title':
      return titled(read);
    case 'rewrite':
      return polite(read, language);
    case 'format':
      return formatted(read, instructions);
    case 'apologise':
      return joinSentences([PHRASES[language].apology, PHRASES[language].closing[0]]);
    case 'report':
      return read;
  }
}

/** The sentences that share most with the rest of their text, in its order. */
function summaryOf(text: string, most: number): string {
  const sentences = sentencesOf(text);
  const counts = new Map<string, number>();
  for (const sentence of sentences)
    for (const stem of new Set(stemsOf(sentence))) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const weight = (sentence: string) =>
    [...new Set(stemsOf(sentence))].reduce((sum, stem) => sum + counts.get(stem)! - 0.5, 0);
  const chosen = sentences
    .map((sentence, at) => ({ sentence, at, weight: weight(sentence) }))
    .sort((a, b) => b.weight - a.weight || a.at - b.at)
    .slice(0, most)
    .sort((a, b) => a.at - b.at);
  return joinSentences(chosen.map(({ sentence }) => sentence));
}

/** A first sentence short enough for a subject line. */
function titled(text: string): string {
  const first = sentencesOf(text)[0] ?? text;
  const bare = first.replace(/[.!?。！？]+$/, '');
  if (bare.length <= 60) return bare;
  const cut = bare.slice(0, 60);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 30))}…`;
}

/** Harsh words and their softer kin; contractions written out. */
const SOFTER: readonly (readonly [RegExp, string])[] = [
  [/\bcan't\b/gi, 'cannot'],
  [/\bwon't\b/gi, 'will not'],
  [/\b(do|does|did|is|are|was|were|has|have|could|should|would)n't\b/gi, '$1 not'],
  [/\bI'm\b/g, 'I am'],
  [/\b(?:asap|right now|immediately)\b/gi, 'as soon as possible'],
  [/\b(?:stupid|ridiculous|terrible|awful|crap|useless)\b/gi, 'unfortunate'],
  [/\byou (?:must|have to)\b/gi, 'please'],
  [/!+/g, '.'],
];

function polite(text: string, language: Language): string {
  const soft =
    language === 'en'
      ? SOFTER.reduce((said, [harsh, softer]) => said.replace(harsh, softer), text)
      : text.replace(/!+/g, '.').replace(/！+/g, '。');
  const opened = conceptsOf(fold(soft.slice(0, 80))).some(
    (concept) => concept === 'hello' || concept === 'thanks',
  );
  const parts = [...(opened ? [] : [PHRASES[language].opening[0]]), soft, PHRASES[language].closing[1]];
  return joinSentences(parts);
}

function formatted(text: string, instructions: string): string {
  const sentences = sentencesOf(text);
  if (/bullet|list/i.test(instructions)) return sentences.map((sentence) => `- ${sentence}`).join('\n');
  if (/markdown/i.test(instructions)) return [`**${titled(text)}**`, ...sentences].join('\n\n');
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => paragraph.replace(/\s+/g, ' ').trim());
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
}

const wantedLanguage = (instructions: string): Language => {
  const words = runsOf(fold(instructions)).filter((word) => word.length > 2 || isCjk(word));
  const named = words.map(kindOf).find(({ family }) => family === 'language');
  return LANGUAGES.find((language) => language === named?.value) ?? 'en';
};

/** Sentences of the help centre, by language, each with its article and place: what this model has read in five languages. */
const parallel = lazy(() => {
  const known = new Map<string, { readonly article: number; readonly at: number; readonly of: number }>();
  articles.forEach(({ text }, article) => {
    for (const language of LANGUAGES) {
      const sentences = sentencesOf(text[language].body);
      known.set(text[language].title, { article, at: -1, of: 0 });
      sentences.forEach((sentence, at) => known.set(sentence, { article, at, of: sentences.length }));
    }
  });
  return known;
});

/** Sentences that the model knows in both languages are put over, others stay; a text without any is handed back, and said so. */
function translated(text: string, from: Language, to: Language): string {
  if (from === to) return text;
  const sentences = sentencesOf(text);
  const put = sentences.map((sentence) => counterpart(sentence, from, to));
  if (put.some((sentence) => sentence !== null))
    return joinSentences(put.map((sentence, i) => sentence ?? sentences[i]!));
  const title = nearest(text, from, to);
  return title ?? `${PHRASES[to].untranslated.replace('{language}', to)} ${text}`;
}

function counterpart(sentence: string, from: Language, to: Language): string | null {
  const known = parallel().get(sentence);
  if (!known) return phraseIn(sentence, from, to);
  const { title, body } = articles[known.article]!.text[to];
  if (known.at < 0) return title;
  const sentences = sentencesOf(body);
  return sentences[Math.min(sentences.length - 1, known.at)] ?? null;
}

/** A set piece of a reply in another language, with the title that it names. */
function phraseIn(sentence: string, from: Language, to: Language): string | null {
  for (const key of ['opening', 'sorry', 'closing', 'lead', 'further'] as const)
    for (const manner of [0, 1] as const) {
      const [before, after] = PHRASES[from][key][manner].split('{title}');
      if (
        after === undefined
          ? sentence !== before
          : !(sentence.startsWith(before!) && sentence.endsWith(after))
      )
        continue;
      const title = after === undefined ? '' : sentence.slice(before!.length, sentence.length - after.length);
      return PHRASES[to][key][manner].replace('{title}', () => counterpart(title, from, to) ?? title);
    }
  return null;
}

/** The title of the article that a short text plainly means. */
function nearest(text: string, from: Language, to: Language): string | null {
  const asked = new Set(termsOf(text));
  if (asked.size === 0 || asked.size > 12) return null;
  const shared = articles.map(
    ({ text: said }) => [...new Set(termsOf(said[from].title))].filter((term) => asked.has(term)).length,
  );
  const most = Math.max(...shared);
  return most >= 2 && most * 2 >= asked.size ? articles[shared.indexOf(most)]!.text[to].title : null;
}
