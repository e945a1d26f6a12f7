/** Trains the label models from the labelled tickets, and measures them on tickets that they were not trained on. */
import tickets from '../../../mocks/data/tickets.json' with { type: 'json' };
import { featuresOf } from '../../../mocks/skills/features.ts';
import { CLASSES, TASKS, scoresOf, ticketKey } from '../../../mocks/skills/label-models.ts';
import type { Task, Weights } from '../../../mocks/skills/label-models.ts';
import { train } from '../../../mocks/skills/training.ts';
import more from '../../../mocks/skills/training-tickets.json' with { type: 'json' };

export interface LabelledTicket {
  readonly body: string;
  readonly language: string;
  readonly intent: string;
  readonly priority: string;
  readonly sentiment: string;
}

const FOLDS = 10;
/** A feature whose weights are all smaller than this changes no guess. */
const LEAST_WEIGHT = 0.03;

const rounded = (value: number) => Math.round(value * 100) / 100 + 0;

export const rightOf = (task: Task, ticket: LabelledTicket): number =>
  (CLASSES[task] as readonly string[]).indexOf(ticket[task]);

export const orderOf = (scores: readonly number[]): number[] =>
  scores.map((_, c) => c).sort((a, b) => scores[b]! - scores[a]! || a - b);

const examplesOf = (task: Task, from: readonly LabelledTicket[]) =>
  from.map((ticket) => ({ features: featuresOf(ticket.body), right: rightOf(task, ticket) }));

function trimmed(weights: Weights): Weights {
  const kept = [...weights].map(([name, row]) => [name, row.map(rounded)] as const);
  return new Map(
    kept
      .filter(([, row]) => row.some((w) => Math.abs(w) >= LEAST_WEIGHT))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

export interface Guess {
  readonly ticket: LabelledTicket;
  readonly right: number;
  readonly scores: readonly number[];
}

/** Guesses for every shipped ticket by a model trained on nine tenths of them, that one left out. */
export function crossValidated(task: Task): Guess[] {
  const guesses: Guess[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = tickets.filter((_, i) => i % FOLDS !== fold);
    const weights = train(examplesOf(task, [...others, ...more]), CLASSES[task].length);
    for (let i = fold; i < tickets.length; i += FOLDS) {
      const ticket = tickets[i]!;
      const scores = scoresOf(weights, featuresOf(ticket.body), CLASSES[task].length);
      guesses.push({ ticket, right: rightOf(task, ticket), scores });
    }
  }
  return guesses;
}

/** The text of weights.json. */
export function weightsText(guessed: (task: Task) => Guess[] = crossValidated): string {
  const parts = TASKS.map((task) => {
    const guesses = guessed(task);
    const share = (place: number) =>
      rounded(
        guesses.filter(({ right, scores }) => orderOf(scores)[place] === right).length / guesses.length,
      );
    const weights = trimmed(train(examplesOf(task, [...tickets, ...more]), CLASSES[task].length));
    const heldOut = guesses
      .filter(({ ticket, scores }) => {
        const learnt = orderOf(scoresOf(weights, featuresOf(ticket.body), scores.length));
        const fair = orderOf(scores);
        return learnt[0] !== fair[0] || learnt[1] !== fair[1];
      })
      .map(({ ticket, scores }) => [ticketKey(ticket.body), scores.map(rounded)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const rows = (entries: Iterable<readonly [string, readonly number[]]>) =>
      [...entries].map(([name, row]) => `      ${JSON.stringify(name)}: [${row.join(', ')}]`).join(',\n');
    return `  "${task}": {
    "measured": { "first": ${share(0)}, "second": ${share(1)} },
    "weights": {\n${rows(weights)}\n    },
    "heldOut": {\n${rows(heldOut)}\n    }
  }`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}
