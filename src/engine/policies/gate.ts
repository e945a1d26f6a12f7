/** The quality gate: an output below the threshold counts as a failure, so that retry and fallback can answer to it. */
import type { StepDeclared } from '../../history/events.ts';
import { known, oneOf } from './figures.ts';

/** A step that scores: `judge({ … })`, or any other whose output is a number or holds a `score`. */
export interface ScoringStep {
  readonly kind: StepDeclared['kind'];
  readonly targets: readonly { readonly name: string }[];
}

/** As an author writes it. */
export interface GateOption<O, I> {
  /**
   * How good an output is: a function of output and input, or a step that answers with `{ score }`, such as a `judge`. The
   * step is asked with `{ reply, against }` unless `ask` says otherwise.
   */
  readonly score: ((output: O, input: I) => number) | ScoringStep;
  /** An output with this score or more passes. */
  readonly threshold: number;
  /** What a scoring step is asked with. Default: `{ reply: output, against: input }`. */
  readonly ask?: (output: O, input: I) => unknown;
  /** What counts when there is no score: the scorer failed or gave no number. Default 'fail'. */
  readonly unscored?: 'pass' | 'fail';
}

export interface Gate {
  readonly score: ((output: unknown, input: unknown) => number) | null;
  readonly judge: ScoringStep | null;
  readonly ask: (output: unknown, input: unknown) => unknown;
  readonly threshold: number;
  readonly unscored: 'pass' | 'fail';
}

/** @throws {RangeError} naming the policy and the value. */
export function gatePolicy<O, I>(option: GateOption<O, I>): Gate {
  known(option, 'gate', ['score', 'threshold', 'ask', 'unscored']);
  const { score, threshold, ask } = option as GateOption<unknown, unknown>;
  if (!Number.isFinite(threshold)) throw new RangeError(`gate.threshold is ${String(threshold)}, no number`);
  const judge = typeof score === 'function' ? null : score;
  if (judge && !Array.isArray(judge.targets))
    throw new RangeError('gate.score must be a function or a step, such as judge({ … })');
  if (ask && !judge)
    throw new RangeError('gate.ask is for a step that scores; a function gets output and input');
  return {
    score: typeof score === 'function' ? score : null,
    judge,
    ask: ask ?? ((reply, against) => ({ reply, against })),
    threshold,
    unscored: oneOf(option.unscored ?? 'fail', 'gate.unscored', ['pass', 'fail']),
  };
}

/** Exactly the threshold passes. */
export const passes = (gate: Gate, score: number): boolean => score >= gate.threshold;

/** What a scorer gave, as a score; null: it gave none. */
export function scoreIn(given: unknown): number | null {
  const score = typeof given === 'object' && given !== null ? (given as { score?: unknown }).score : given;
  return typeof score === 'number' && Number.isFinite(score) ? score : null;
}

/** The gate as a layer, in words. */
export const gateWords = ({ threshold }: Gate): string => `gate at ${threshold}`;
