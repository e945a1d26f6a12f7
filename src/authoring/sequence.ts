/** Sequences: steps in a fixed order, the output of each the input of the next. */
import type { NamedStep, Steps } from '../engine/step-def.ts';
import type { Orchestration } from '../engine/definition.ts';
import type { Bound } from '../engine/context.ts';
import { checkNames } from './orchestration.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of steps of any types
type Link = NamedStep<string, any, any>;

/** Each step must accept what the one before it gives; the first one that does not becomes an error type. */
type Chained<T extends readonly Link[]> = T extends readonly [
  NamedStep<string, infer _I, infer O>,
  ...infer Rest,
]
  ? Rest extends readonly [NamedStep<infer N, infer I, unknown>, ...infer _More]
    ? [O] extends [I]
      ? Rest extends readonly Link[]
        ? readonly [T[0], ...Chained<Rest>]
        : never
      : readonly [T[0], { readonly error: `'${N}' does not accept what the step before it gives` }]
    : T
  : T;

type First<T extends readonly Link[]> = T extends readonly [NamedStep<string, infer I, unknown>, ...Link[]]
  ? I
  : never;
type Last<T extends readonly Link[]> = T extends readonly [...Link[], NamedStep<string, never, infer O>]
  ? O
  : never;

/**
 * A fixed chain. Its input is the first step's, its result the last one's output.
 * @throws {RangeError} when empty, or when a name is used twice.
 * @example sequence([classify(labels, fast).as('intent'), step(lookUp).as('reply')], { name: 'Stored replies' })
 */
export function sequence<const T extends readonly [Link, ...Link[]]>(
  links: T & Chained<T>,
  options: { readonly name?: string } = {},
): Orchestration<First<T>, Last<T>> {
  const list: readonly Link[] = links;
  const names = list.map((link) => link.name);
  checkNames(names);
  if (new Set(names).size < names.length)
    throw new RangeError(`sequence uses a name twice: ${names.join(', ')}`);
  return Object.freeze({
    orchestration: true,
    name: options.name ?? 'Sequence',
    pattern: 'sequence',
    steps: Object.fromEntries(list.map((link) => [link.name, link.step])),
    shape: Object.fromEntries(
      names.map((name, i) => [name, { after: i === 0 ? [] : [names[i - 1]!], conditional: false }]),
    ),
    run: (async (input: unknown, steps: Bound<Steps>) => {
      let value: unknown = input;
      for (const name of names) value = await steps[name]!(value);
      return value;
    }) as never,
  });
}
