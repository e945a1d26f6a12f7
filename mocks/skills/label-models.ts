/**
 * The trained label models: intent, priority and sentiment of a ticket by logistic regression over named features.
 * Weights and held-out scores stand in weights.json, which a test derives from the labelled tickets.
 */
import { expFixed } from '../../src/base/log-exp.ts';
import { hashText } from '../../src/base/rolling-hash.ts';
import { featuresOf } from './features.ts';
import { lazy } from './memo.ts';
import { READ_LIMIT_CHARS } from './text.ts';
import trained from './weights.json' with { type: 'json' };

export const TASKS = ['intent', 'priority', 'sentiment'] as const;
export type Task = (typeof TASKS)[number];

/** The classes of each task, in the order of its weights. */
export const CLASSES = {
  intent: ['billing', 'technical', 'account', 'general'],
  priority: ['low', 'medium', 'high', 'critical'],
  sentiment: ['angry', 'neutral', 'satisfied'],
} as const satisfies Readonly<Record<Task, readonly string[]>>;

/** For each feature, its weight for every class. */
export type Weights = ReadonlyMap<string, readonly number[]>;

interface Trained {
  /** Shares of tickets, cross-validated: the first guess is right; the second is. */
  readonly measured: { readonly first: number; readonly second: number };
  readonly weights: Readonly<Record<string, readonly number[]>>;
  /**
   * Class scores, by hash, of the tickets on which a model trained without them guesses otherwise. They are used in
   * place of this model's, so that no ticket it has learnt from flatters it.
   */
  readonly heldOut: Readonly<Record<string, readonly number[]>>;
}

const models = lazy(() => {
  const load = (task: Task) => {
    const { measured, weights, heldOut } = trained[task] as Trained;
    return { measured, weights: new Map(Object.entries(weights)), heldOut: new Map(Object.entries(heldOut)) };
  };
  return { intent: load('intent'), priority: load('priority'), sentiment: load('sentiment') };
});

/** Key under which a ticket's held-out scores are kept. */
export const ticketKey = (text: string): string => hashText(text.slice(0, READ_LIMIT_CHARS).trim());

/** How often the model's first and second guess are right, 0–1, cross-validated on the labelled tickets. */
export const measuredOf = (task: Task): Trained['measured'] => models()[task].measured;

/** The share of belief that the model gives to each of CLASSES[task]; they add up to 1. */
export function beliefs(task: Task, text: string): number[] {
  const { weights, heldOut } = models()[task];
  const known = heldOut.get(ticketKey(text));
  return softmax(known ?? scoresOf(weights, featuresOf(text), CLASSES[task].length));
}

/** Class scores of one text. */
export function scoresOf(weights: Weights, features: ReadonlyMap<string, number>, classes: number): number[] {
  const scores = new Array<number>(classes).fill(0);
  for (const [name, value] of features)
    weights.get(name)?.forEach((weight, c) => (scores[c]! += weight * value));
  return scores;
}

/** Scores as shares of 1. */
export function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => expFixed(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
