/** Writes the answer to a ticket from the sentences of articles: extracted, put in order, introduced and closed. */
import { estimateTokens } from '../../src/model/tokens.ts';
import { aspectsOf } from './aspects.ts';
import { courtesyOf } from './courtesy.ts';
import { beliefs } from './label-models.ts';
import { LANGUAGES, languageOf } from './language.ts';
import type { Language } from './language.ts';
import { PHRASES } from './phrases.ts';
import type { Phrases } from './phrases.ts';
import type { Passage } from './sections.ts';
import { termsOf } from './terms.ts';
import { fold, joinSentences, sentencesOf } from './text.ts';

/** A reply in three parts, so that a model's slip can be put where a reader would not look for it. */
export interface Reply {
  readonly before: readonly string[];
  /** What comes from the articles; empty if nothing does. */
  readonly body: readonly string[];
  readonly after: readonly string[];
  readonly language: Language;
}

export interface Question {
  readonly text: string;
  /** What classifiers said of it, where the prompt carries that. */
  readonly labels: Readonly<Record<string, unknown>>;
  /** Articles; none found; or none looked for. */
  readonly passages: readonly Passage[] | 'empty' | 'skipped';
  /** 0 or 1: the manner of writing. */
  readonly manner: 0 | 1;
}

const TOKENS_MOST = 195;
const MAIN_SENTENCES = 4;
const FURTHER_SENTENCES = 2;
/** A second article is worth naming if it matches this well, measured by the first. */
const FURTHER_LEAST = 0.6;

/** Composes a reply; the same question gives the same one. */
export function compose(question: Question): Reply {
  const { text, labels, passages, manner } = question;
  const language = LANGUAGES.find((one) => one === labels['language']) ?? languageOf(text);
  const say = PHRASES[language];
  const short = (sentence: string): Reply => ({ before: [sentence], body: [], after: [], language });
  const kind = courtesyOf(text);
  if (kind === 'hello') return short(say.welcome);
  if (kind === 'thanks' || (typeof passages === 'string' && isPraise(text, labels)))
    return short(say.youAreWelcome);
  const opening = (isAngry(text, labels) ? say.sorry : say.opening)[manner];
  if (passages === 'skipped')
    return {
      before: [opening],
      body: [],
      after: [say.general, say.ask[intentOf(text, labels)], say.takesOver],
      language,
    };
  const found = passages === 'empty' ? [] : matching(text, passages);
  if (found.length === 0) return { before: [opening], body: [], after: [say.uncovered], language };
  return {
    before: [opening],
    body: bodyFrom(found, text, say, manner),
    after: [say.closing[manner]],
    language,
  };
}

/** Joins a reply, with an extra sentence after what the articles say. */
export function joined({ before, body, after }: Reply, extra?: string): string {
  const sentences = [...before, ...body, ...(extra === undefined ? [] : [extra]), ...after];
  return joinSentences(sentences);
}

interface Match {
  readonly passage: Passage;
  readonly weight: number;
}

/** The passages that share enough with a question, best first; their order, which is the search's, breaks ties. */
function matching(text: string, passages: readonly Passage[]): Match[] {
  const asked = new Set(termsOf(text));
  const enough = asked.size <= 3 ? 1 : 2;
  return passages
    .map((passage, rank) => ({
      passage,
      rank,
      weight: shared(asked, `${passage.title} ${passage.text}`) * (1 - 0.1 * Math.min(rank, 5)),
    }))
    .filter(({ weight }) => weight >= enough)
    .sort((a, b) => b.weight - a.weight || a.rank - b.rank);
}

/** How many terms of a question a text holds. */
function shared(asked: ReadonlySet<string>, text: string): number {
  let count = 0;
  for (const term of new Set(termsOf(text))) if (asked.has(term)) count++;
  return count;
}

function bodyFrom(found: readonly Match[], text: string, say: Phrases, manner: 0 | 1): string[] {
  const [main, second] = found;
  const asked = new Set(termsOf(text));
  const body: string[] = [];
  const named = (lead: string, title: string) => (title === '' ? [] : [lead.replace('{title}', title)]);
  const add = (sentences: readonly string[]) => {
    for (const sentence of sentences)
      if (!body.includes(sentence) && estimateTokens([...body, sentence].join(' ')) <= TOKENS_MOST - 50)
        body.push(sentence);
  };
  add(named(say.lead[manner], main!.passage.title));
  add(bestSentences(main!.passage.text, asked, MAIN_SENTENCES));
  if (second && second.weight >= FURTHER_LEAST * main!.weight) {
    const more = bestSentences(second.passage.text, asked, FURTHER_SENTENCES);
    add([...named(say.further[manner], second.passage.title), ...more]);
  }
  return body;
}

/** The sentences of a text that share most with a question, in the order of the text. */
function bestSentences(text: string, asked: ReadonlySet<string>, most: number): string[] {
  return sentencesOf(text)
    .map((sentence, at) => ({ sentence, at, weight: shared(asked, sentence) }))
    .sort((a, b) => b.weight - a.weight || a.at - b.at)
    .slice(0, most)
    .sort((a, b) => a.at - b.at)
    .map(({ sentence }) => sentence);
}

/** Praise that asks nothing. */
function isPraise(text: string, labels: Readonly<Record<string, unknown>>): boolean {
  const aspects = aspectsOf(fold(text));
  if (/[?？]/.test(text) || ['problem', 'blocked', 'howTo', 'change'].some((name) => aspects.has(name)))
    return false;
  return labels['sentiment'] === 'satisfied' || (beliefs('sentiment', text)[2] ?? 0) > 0.6;
}

const isAngry = (text: string, labels: Readonly<Record<string, unknown>>): boolean =>
  typeof labels['sentiment'] === 'string'
    ? labels['sentiment'] === 'angry'
    : (beliefs('sentiment', text)[0] ?? 0) > 0.5;

const INTENT_ORDER = ['billing', 'technical', 'account', 'general'] as const;

function intentOf(text: string, labels: Readonly<Record<string, unknown>>): (typeof INTENT_ORDER)[number] {
  const given = INTENT_ORDER.find((intent) => intent === labels['intent']);
  if (given) return given;
  const shares = beliefs('intent', text);
  return INTENT_ORDER[shares.indexOf(Math.max(...shares))]!;
}
