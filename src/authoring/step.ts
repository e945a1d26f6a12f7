import type { Contract } from '../engine/contract.ts';
import type { AnyInput } from '../engine/policies/fallback.ts';
import { policyOf, type PolicyOptions } from '../engine/policies/policy.ts';
import { defineStep, type StepDef } from '../engine/step-def.ts';
import type { StepContext } from '../engine/surface.ts';
import { chainOf } from './chain.ts';
import { checkOptions } from './options.ts';

export interface FunctionOptions<O, I = AnyInput> extends PolicyOptions<O, I> {
  readonly input?: Contract;
  readonly output?: Contract;
}

/**
 * A step made of ordinary code. It may be async, but awaits only what its context offers.
 * What it throws is tried again only where `retry.on` names 'thrown': an error of code is not known to pass by itself.
 * @throws {RangeError} naming the policy and the value, when they contradict
 * @example step((text: string) => text.trim(), { retry: { times: 2, on: ['thrown', 'timeout'] } })
 */
export function step<I, O>(
  run: (input: I, context: StepContext) => O | PromiseLike<O>,
  options: FunctionOptions<NoInfer<O>, NoInfer<I>> = {},
): StepDef<I, Awaited<O>> {
  checkOptions(options, 'step', ['input', 'output']);
  return defineStep<I, O>({
    kind: 'function',
    targets: [
      { type: 'function', name: run.name || 'function', run },
      ...chainOf<I, O>(options.fallback, null),
    ],
    policy: policyOf(options),
    ...(options.input ? { input: options.input } : {}),
    ...(options.output ? { output: options.output } : {}),
  }) as StepDef<I, Awaited<O>>;
}
