/**
 * How the weights in weights.json came about: multinomial logistic regression by gradient descent with momentum, from
 * named features. Nothing here runs in the product; the test that owns weights.json runs it.
 */
import { softmax } from './label-models.ts';
import type { Weights } from './label-models.ts';

export interface Example {
  readonly features: ReadonlyMap<string, number>;
  /** Index of its class. */
  readonly right: number;
}

const STEPS = 150;
const RATE = 0.5;
const MOMENTUM = 0.9;
const RIDGE = 0.01;
/** Feature that is always 1: not penalised. */
const BIAS = '1';

/** Trains weights for `classes` classes; the same examples give the same numbers in every engine. */
export function train(examples: readonly Example[], classes: number): Weights {
  const names = [...new Set(examples.flatMap(({ features }) => [...features.keys()]))];
  const at = new Map(names.map((name, i) => [name, i * classes]));
  const rows = examples.map(({ features }) =>
    [...features].map(([name, value]) => [at.get(name)!, value] as const),
  );
  const bias = names.indexOf(BIAS);
  const weights = new Float64Array(names.length * classes);
  const speed = new Float64Array(weights.length);
  const slope = new Float64Array(weights.length);
  for (let step = 0; step < STEPS; step++) {
    slope.fill(0);
    rows.forEach((row, i) => {
      const scores = new Array<number>(classes).fill(0);
      for (const [from, value] of row)
        for (let c = 0; c < classes; c++) scores[c]! += weights[from + c]! * value;
      softmax(scores).forEach((share, c) => {
        const error = share - (examples[i]!.right === c ? 1 : 0);
        for (const [from, value] of row) slope[from + c]! += error * value;
      });
    });
    for (let i = 0; i < weights.length; i++) {
      const pull = Math.floor(i / classes) === bias ? 0 : RIDGE * weights[i]!;
      speed[i] = MOMENTUM * speed[i]! - RATE * (slope[i]! / rows.length + pull);
      weights[i]! += speed[i]!;
    }
  }
  return new Map(names.map((name, i) => [name, [...weights.slice(i * classes, (i + 1) * classes)]]));
}
