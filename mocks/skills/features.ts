/** What the label models look at in a ticket: named numbers between 0 and 1.5, the same names in every language. */
import lexicon from '../data/lexicon.json' with { type: 'json' };
import { aspectsOf } from './aspects.ts';
import { conceptsOf } from './concepts.ts';
import { compileCues } from './cues.ts';
import { languageOf } from './language.ts';
import type { Language } from './language.ts';
import { memo } from './memo.ts';
import { indexIn } from './retrieve.ts';
import { READ_LIMIT_CHARS, fold, wordCount } from './text.ts';

/** How many texts' features are kept. */
const KEPT = 1000;
const CONCEPT_WEIGHT = 0.7;
/** Articles looked at for what a ticket is about. */
const ARTICLES_READ = 8;

/** Cue groups of the lexicon: every class of every task. */
const GROUPS = Object.entries({ intent: lexicon.intent }).flatMap(([task, classes]) =>
  Object.entries(classes).map(([name, cues]) => ({ name: `cue:${task}:${name}`, cues })),
);
const lexiconCues = memo(8, (language: Language) => compileCues(GROUPS.map(({ cues }) => cues[language])));

/** A search score of two thirds, before it was scaled: as close as a ticket comes to an article. */
const CLOSE_MATCH = 2;

/** Many cues say little more than a few. */
const saturated = (count: number): number => (1.5 * count) / (count + 1);

/** A crowd: a number of people that is not small. */
const CROWD =
  /(\d{2,4})\s*(?:people|employees|users|of us|staff|nurses|technicians|drivers|colleagues|personas|empleados|usuarios|salaries|personnes|utilisateurs|collaborateurs|employes|leute|mitarbeiter|personen|nutzer|kollegen|名|人)|(?:all|alle|los|les|unsere|our|todos|tous) (\d{2,4})\b|(?:somos|wir sind|nous sommes|we are) (\d{2,4})\b/;
const CROWD_LEAST = 20;
const CLOCK =
  /\b\d{1,2}([:.]\d\d)? ?(?:am|pm|uhr|h\b)|\d{1,2}時|(?:until|before|by|at|bis|um|avant|antes de las|a las) \d{1,2}\b/;
const MONEY = /[$€£¥]|\d ?(?:euros?|dollars?|eur|usd|円)/;

/** Features of a ticket's text; reads READ_LIMIT_CHARS at most. */
export const featuresOf: (text: string) => ReadonlyMap<string, number> = memo(KEPT, (text: string) => {
  const read = text.slice(0, READ_LIMIT_CHARS);
  const folded = fold(read);
  const features = new Map<string, number>([['1', 1]]);
  addTopic(features, read, folded);
  addAspects(features, read, folded);
  addShape(features, read);
  return features;
});

/** What it is about: cues of each intent, the articles that it resembles, the concepts it holds. */
function addTopic(features: Map<string, number>, read: string, folded: string): void {
  const language = languageOf(read);
  lexiconCues(language)(folded).forEach((count, i) => {
    if (count > 0) features.set(GROUPS[i]!.name, saturated(count));
  });
  const best = new Map<string, number>();
  for (const { document, score } of indexIn(language)(read, ARTICLES_READ, 0))
    best.set(document.intent, Math.max(best.get(document.intent) ?? 0, score / (1 - score)));
  const most = Math.max(0, ...best.values());
  for (const [intent, match] of best) features.set(`article:${intent}`, match / most);
  if (most > 0) features.set('article', Math.min(1, most / CLOSE_MATCH));
  for (const concept of conceptsOf(folded)) features.set(`concept:${concept}`, CONCEPT_WEIGHT);
}

/** Urgency and mood, and what only means something together. */
function addAspects(features: Map<string, number>, read: string, folded: string): void {
  const aspects = aspectsOf(folded);
  const has = (...names: string[]) => names.some((name) => aspects.has(name));
  for (const [name, count] of aspects) features.set(`aspect:${name}`, saturated(count));
  const harmless = !has('problem', 'blocked', 'moneyTaken', 'outage');
  const asks = /[?？]/.test(read) || /か[。]?\s*$/.test(read) || has('howTo');
  const kind = has('praise', 'thanks');
  const crowd = CROWD.exec(folded);
  const together: Readonly<Record<string, boolean>> = {
    harmless,
    question: has('howTo') && !has('problem', 'blocked', 'moneyTaken'),
    plain: harmless && !asks && !kind && !has('feature', 'presales') && wordCount(read) > 4,
    everyoneHit: has('everyone') && has('outage', 'blocked', 'problem'),
    blockedInTime: has('blocked', 'moneyTaken') && has('deadline'),
    praiseAndProblem: has('praise') && has('problem', 'blocked'),
    praiseOnly: kind && harmless,
    praiseUnasked: (kind || has('solved')) && !asks,
    problemAgain: has('problem') && has('again'),
    againLoud: has('again') && /[!！]/.test(read),
    hostile: has('demand', 'insult', 'sarcasm'),
    crowd: crowd !== null && Number(crowd[1] ?? crowd[2] ?? crowd[3]) >= CROWD_LEAST,
    clock: CLOCK.test(folded),
    money: MONEY.test(read),
  };
  for (const [name, holds] of Object.entries(together)) if (holds) features.set(`both:${name}`, 1);
}

/** Marks, capitals and length. */
function addShape(features: Map<string, number>, read: string): void {
  const words = wordCount(read);
  const exclamations = (read.match(/[!！]/g) ?? []).length;
  const capitals = (read.match(/[A-Z]/g) ?? []).length;
  const endsAsking = /[?？]\s*$/.test(read);
  const shape: Readonly<Record<string, boolean>> = {
    exclaims: exclamations > 0,
    exclaimsMuch: exclamations > 2,
    asks: /[?？]/.test(read),
    asksMuch: /[?？]{2}/.test(read),
    endsAsking: endsAsking || /か[。]?$/.test(read.trim()),
    shouts: words > 8 && capitals * 2 > (read.match(/[a-z]/g) ?? []).length,
    short: words <= 12,
    shortQuestion: words <= 12 && endsAsking,
    tiny: words <= 4,
  };
  for (const [name, holds] of Object.entries(shape)) if (holds) features.set(`shape:${name}`, 1);
  features.set('shape:length', Math.min(1, words / 60));
}
