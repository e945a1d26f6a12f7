import type { Contract } from '../engine/contract.ts';
import { defineStep, type StepDef, type Target } from '../engine/step-def.ts';
import { fallbackLinks, policyOf, type PolicyOptions } from '../engine/policies/policy.ts';
import type { StepContext } from '../engine/surface.ts';

export interface FunctionOptions<O> extends PolicyOptions<O> {
  readonly input?: Contract;
  readonly output?: Contract;
}

/**
 * A step made of ordinary code. It may be async, but awaits only what its context offers.
 * @example step((text: string) => text.trim(), { retry: 1 })
 */
export function step<I, O>(
  run: (input: I, context: StepContext) => O | PromiseLike<O>,
  options: FunctionOptions<NoInfer<O>> = {},
): StepDef<I, Awaited<O>> {
  const links = fallbackLinks(options.fallback).map((link): Target<I, O> => {
    if ('model' in link)
      throw new RangeError(
        `a function cannot fall back to the model '${link.model}'; fall back to { value: … }`,
      );
    return {
      type: 'value',
      name: `value ${JSON.stringify(link.value)}`,
      value: link.value,
      ...(link.on ? { on: link.on } : {}),
    };
  });
  return defineStep<I, O>({
    kind: 'function',
    targets: [{ type: 'function', name: run.name || 'function', run }, ...links],
    policy: policyOf(options as PolicyOptions<never>),
    ...(options.input ? { input: options.input } : {}),
    ...(options.output ? { output: options.output } : {}),
  }) as StepDef<I, Awaited<O>>;
}
