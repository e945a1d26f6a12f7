/** Sequences: steps in a fixed order, the output of each the input of the next. */
import type { NamedStep } from '../engine/step-def.ts';
import type { Orchestration } from '../engine/definition.ts';
import { startStep } from '../engine/bind.ts';
import { inner } from '../engine/inner.ts';
import { defineOrchestration } from '../engine/sub-orchestration.ts';
import { checkNames } from './names.ts';

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
  return defineOrchestration<First<T>, Last<T>>({
    name: options.name ?? 'Sequence',
    pattern: 'sequence',
    steps: Object.fromEntries(list.map((link) => [link.name, link.step])),
    shape: Object.fromEntries(
      names.map((name, i) => [name, { after: i === 0 ? [] : [names[i - 1]!], conditional: false }]),
    ),
    run: async (input, _steps, context) => {
      const { core, scope } = inner(context);
      let value: unknown = input;
      let producer: string | undefined;
      for (const { name, step } of list) {
        const options = producer === undefined ? undefined : { producer };
        value = await startStep<unknown, unknown>(core, scope, step, name, value, undefined, options);
        producer = name;
      }
      return value as Last<T>;
    },
  });
}
