/** The fallback chain: what is tried in order when the target before it has failed for good. */
import type { StepContext } from '../surface.ts';
import { checkFilter, type ErrorFilter } from './error-filter.ts';
import { known } from './figures.ts';

/** The input of a step that nobody named: options that are written apart from their step fit any. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what it stands for is inferred where the options are used
export type AnyInput = any;

/** A link of a chain as an author writes it: another model, a function, or a value that ends the chain. */
export type FallbackLink<O, I = AnyInput> =
  | string
  | { readonly model: string; readonly on?: ErrorFilter }
  | {
      readonly run: (input: I, context: StepContext) => O | PromiseLike<O>;
      readonly on?: ErrorFilter;
    }
  | { readonly value: O; readonly on?: ErrorFilter };

/** The chain's further links, in order. */
export type FallbackOption<O, I = AnyInput> = FallbackLink<O, I> | readonly FallbackLink<O, I>[];

type Link<O, I> = Exclude<FallbackLink<O, I>, string>;

/** The chain as links with their filters, in order. @throws {RangeError} naming the link and what is wrong with it. */
export function fallbackLinks<O, I = AnyInput>(
  fallback: FallbackOption<O, I> | undefined,
): readonly Link<O, I>[] {
  if (fallback === undefined) return [];
  const list = (Array.isArray(fallback) ? fallback : [fallback]) as readonly FallbackLink<O, I>[];
  const links = list.map((link): Link<O, I> => (typeof link === 'string' ? { model: link } : link));
  links.forEach((link, i) => {
    known(link, `fallback[${i}]`, ['model', 'run', 'value', 'on']);
    if (['model', 'run', 'value'].filter((what) => what in link).length !== 1)
      throw new RangeError(`fallback[${i}] needs one of model, run and value`);
    if (link.on) checkFilter(link.on, `fallback[${i}].on`);
    if ('value' in link && i < links.length - 1 && !link.on)
      throw new RangeError(
        `fallback[${i}] is a value and always answers, so fallback[${i + 1}] could never be reached`,
      );
  });
  return links;
}
