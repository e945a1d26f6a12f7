/** Step definitions: what authoring makes of `classify`, `generate`, `step` and the rest. */
import type { StepDeclared } from '../history/events.ts';
import type { Failure } from '../model/failure.ts';
import type { Received } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import type { Contract } from './contract.ts';
import type { ErrorFilter } from './policies/error-filter.ts';
import type { Policy } from './policies/policy.ts';
import type { StepContext } from './surface.ts';

/** What a reading of a reply comes to. */
export type Reading<O> =
  { readonly ok: true; readonly value: O } | { readonly ok: false; readonly failure: Failure };

/** Something that a step can try. `on`: which failures of the target before it lead here. */
export type Target<I, O> = { readonly name: string; readonly on?: ErrorFilter } & (
  | { readonly type: 'model'; request(input: I): Request; read(received: Received): Reading<O> }
  | { readonly type: 'function'; run(input: I, context: StepContext): O | PromiseLike<O> }
  | { readonly type: 'value'; readonly value: O }
);

export interface StepDef<I, O> {
  readonly kind: StepDeclared['kind'];
  /** At least one; the first, then its fallbacks. */
  readonly targets: readonly Target<I, O>[];
  readonly policy: Policy;
  readonly input?: Contract;
  readonly output?: Contract;
  /** The same step under a name, for lists such as `sequence([…])`. */
  as<const N extends string>(name: N): NamedStep<N, I, O>;
}

export interface NamedStep<N extends string, I, O> {
  readonly name: N;
  readonly step: StepDef<I, O>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- `any` lets inference see through both parameters
export type AnyStep = StepDef<any, any>;
export type Steps = Readonly<Record<string, AnyStep>>;
export type InputOf<S> = S extends StepDef<infer I, unknown> ? I : never;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
export type OutputOf<S> = S extends StepDef<any, infer O> ? O : never;

export function defineStep<I, O>(parts: Omit<StepDef<I, O>, 'as'>): StepDef<I, O> {
  const step: StepDef<I, O> = { ...parts, as: (name) => ({ name, step }) };
  return Object.freeze(step);
}
