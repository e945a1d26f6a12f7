/** Chooses a label: the best for the text, or, as often as the model errs, the one it nearly chose. */
import type { Profile } from '../../src/model/endpoint.ts';
import type { Draw } from '../../src/model/endpoint.ts';
import { measuredOf } from './label-models.ts';
import type { Ranking } from './rank-labels.ts';

/** Measured where nothing was trained: the five languages of the labelled tickets, and sets that nobody declared. */
const LANGUAGE_MEASURED = { first: 1, second: 0 };
const OPEN_MEASURED = { first: 1, second: 0 };

/**
 * How often a model must give its second guess, so that it is right as often as its profile says: with the first guess
 * right in p of cases and the second in q, giving the second in e of them leaves p (1 − e) + q e.
 */
export function errorRate(skill: Ranking['skill'], profile: Profile): number {
  const { first, second } =
    skill === 'language' ? LANGUAGE_MEASURED : skill === 'label' ? OPEN_MEASURED : measuredOf(skill);
  const wanted = profile.accuracy[skill] ?? first;
  return first > second ? Math.min(1, Math.max(0, (first - wanted) / (first - second))) : 0;
}

export interface Chosen {
  /** Index of the label. */
  readonly at: number;
  /** 0–1, two digits: how sure the model says it is. It does not know when it errs, but it is less sure then. */
  readonly confidence: number;
}

/** The label that one model gives on one call. `rate` is errorRate of its skill and profile. */
export function choose({ order, shares }: Ranking, rate: number, draw: Draw): Chosen {
  const errs = order.length > 1 && draw('label') < rate;
  const at = order[errs ? 1 : 0]!;
  const own = shares[order[0]!]!;
  const confidence = errs ? 0.5 + (1 - own) / 2 : own;
  return { at, confidence: Math.round(Math.min(0.99, Math.max(1 / order.length, confidence)) * 100) / 100 };
}
