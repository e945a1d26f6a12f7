/** A fallback chain as targets: what every kind of step does with the links that an author writes. */
import { fallbackLinks, type FallbackOption } from '../engine/policies/fallback.ts';
import type { Target } from '../engine/step-def.ts';

/**
 * The chain's further targets.
 * @param ask makes the target of a model; null: this step cannot ask one
 * @throws {RangeError} naming the link
 */
export function chainOf<I, O>(
  fallback: FallbackOption<O, I> | undefined,
  ask: ((model: string, on: Target<I, O>['on']) => Target<I, O>) | null,
): readonly Target<I, O>[] {
  return fallbackLinks<O, I>(fallback).map((link): Target<I, O> => {
    const on = link.on ? { on: link.on } : {};
    if ('run' in link) return { type: 'function', name: link.run.name || 'function', run: link.run, ...on };
    if ('value' in link)
      return { type: 'value', name: `value ${JSON.stringify(link.value)}`, value: link.value, ...on };
    if (ask) return ask(link.model, link.on);
    throw new RangeError(
      `a function cannot fall back to the model '${link.model}'; fall back to { run: … } or { value: … }`,
    );
  });
}
