/**
 * Ranks the labels of any set for a text. Sets made of intents, priorities, sentiments or languages, whatever words
 * they use, go to the models that were measured; all others are compared with the text by their words.
 */
import { CLASSES, beliefs } from './label-models.ts';
import type { Task } from './label-models.ts';
import { kindOf } from './label-kinds.ts';
import type { Kind } from './label-kinds.ts';
import { guessLanguage } from './language.ts';
import { likeness } from './likeness.ts';
import type { Classified } from './likeness.ts';
import { actsOf } from './speech-acts.ts';

export interface Ranking {
  /** The skill whose measured accuracy applies; 'label' for a set that nobody measured. */
  readonly skill: Task | 'language' | 'label';
  /** Indices of labels, best first. */
  readonly order: readonly number[];
  /** Belief in each label, in the order of the set; adds up to 1. */
  readonly shares: readonly number[];
}

/** Where the belief in a class goes that the set has no label for: to the first of these that it has. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  billing: ['sales', 'account', 'other', 'general', 'question'],
  technical: ['problem', 'other', 'general', 'account', 'question'],
  account: ['technical', 'problem', 'other', 'general', 'question', 'billing'],
  general: ['question', 'other', 'sales', 'feature', 'thanks', 'technical', 'account'],
  low: ['medium', 'high', 'critical'],
  medium: ['low', 'high', 'critical'],
  high: ['critical', 'medium', 'low'],
  critical: ['high', 'medium', 'low'],
  angry: ['neutral'],
  neutral: ['satisfied'],
  satisfied: ['neutral'],
};
/** An act of speech that is plain to see outweighs what a message is about. */
const ACT_WEIGHT = 1.5;
const OTHER_WEIGHT = 0.05;

export function rankLabels(labels: readonly string[], asked: Classified): Ranking {
  const kinds = labels.map(kindOf);
  const family = familyOf(kinds);
  if (family === 'open')
    return ranked(
      'label',
      labels.map((label, i) => likeness(label, kinds[i]!, asked)),
    );
  if (family === 'language') return ranked('language', byLanguage(kinds, asked.text));
  return ranked(family, byTask(family, kinds, asked.text));
}

/** The family that a set belongs to: at least two of its labels, and no label that only its words explain. */
function familyOf(kinds: readonly Kind[]): Task | 'language' | 'open' {
  for (const family of ['intent', 'priority', 'sentiment', 'language'] as const) {
    const members = kinds.filter((kind) => kind.family === family).length;
    const guests = kinds.filter(
      ({ family: one }) => one === 'other' || (family === 'intent' && one === 'act'),
    ).length;
    if (members >= 2 && members + guests === kinds.length) return family;
  }
  return 'open';
}

function byLanguage(kinds: readonly Kind[], text: string): number[] {
  const { language, second } = guessLanguage(text);
  return kinds.map(({ family, value }) => {
    if (family === 'language' && value === language) return 0.96;
    return family === 'language' && value === second ? 0.03 : 0.01;
  });
}

function byTask(task: Task, kinds: readonly Kind[], text: string): number[] {
  const scores = kinds.map(({ family }) => (family === 'other' ? OTHER_WEIGHT : 0));
  const give = (value: string, share: number) => {
    const at = kinds.flatMap((kind, i) => (kind.value === value ? [i] : []));
    for (const i of at) scores[i]! += share / at.length;
    return at.length > 0;
  };
  beliefs(task, text).forEach((share, c) => {
    const name = CLASSES[task][c]!;
    if (!give(name, share)) (NEXT[name] ?? []).some((next) => give(next, share));
  });
  const acts = actsOf(text);
  kinds.forEach(({ family, value }, i) => {
    if (family === 'act') scores[i]! += ACT_WEIGHT * (acts[value] ?? 0);
  });
  return scores;
}

function ranked(skill: Ranking['skill'], scores: readonly number[]): Ranking {
  const sum = scores.reduce((total, score) => total + score, 0);
  return {
    skill,
    order: scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b),
    shares: scores.map((score) => (sum > 0 ? score / sum : 1 / scores.length)),
  };
}
