/** Step definitions: what authoring makes of `classify`, `generate`, `step` and the rest. Policies are compiled here. */
import type { StepDeclared } from '../history/events.ts';
import type { Failure } from '../model/failure.ts';
import type { Received } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import type { Contract } from './contract.ts';
import type { CallOptions } from './host.ts';
import type { ErrorFilter } from './policies/error-filter.ts';
import { layersOf, type Policy } from './policies/policy.ts';
import type { StepContext } from './surface.ts';

/** What a reading of a reply comes to. */
export type Reading<O> =
  { readonly ok: true; readonly value: O } | { readonly ok: false; readonly failure: Failure };

/** What the try before on the same target came to: what a request that asks for a repair may hold against it. */
export interface Previous {
  readonly received: Received;
  readonly failure: Failure;
}

/** Something that a step can try. `on`: which failures of the target before it lead here. */
export type Target<I, O> = { readonly name: string; readonly on?: ErrorFilter } & (
  | {
      readonly type: 'model';
      /**
       * What is asked. `previous`: null on the first try on this target. `key`: the same for every attempt of the step,
       * unique in the world; absent when only the size of a request is asked for.
       */
      request(input: I, previous: Previous | null, key?: string): Request;
      read(received: Received): Reading<O>;
    }
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
  /** Whether the parts of a reply are told as they come. */
  readonly stream: boolean;
  /** How often a reply in a bad format is sent back with the complaint, on each target, besides the retries. */
  readonly repair: number;
  /** The time-outs of a call, as the host keeps them. */
  readonly limits: CallOptions;
  /** Whether an attempt needs leave to start: a breaker, a bulkhead, a rate or a budget stands before it. */
  readonly guarded: boolean;
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

/** What a kind of step brings: the rest follows from it. */
export type StepParts<I, O> = Pick<StepDef<I, O>, 'kind' | 'targets' | 'policy' | 'input' | 'output'> & {
  readonly stream?: boolean;
  readonly repair?: number;
};

/** @throws {RangeError} naming the policy and the value, when the policy does not go with the chain. */
export function defineStep<I, O>(parts: StepParts<I, O>): StepDef<I, O> {
  const { targets, stream = false, repair = 0 } = parts;
  checkChain(parts.policy, targets, stream);
  const names = targets.map((target) => target.name);
  const policy = { ...parts.policy, layers: layersOf(parts.policy, names, repair) };
  const { timeoutMs, firstTokenMs, idleMs, breaker, bulkhead, rate, budget } = policy;
  const step: StepDef<I, O> = {
    ...parts,
    policy,
    stream,
    repair,
    limits: { attemptMs: timeoutMs, firstTokenMs, idleMs },
    guarded: breaker?.around === 'attempt' || bulkhead !== null || rate !== null || budget !== null,
    as: (name) => ({ name, step }),
  };
  return Object.freeze(step);
}

function checkChain(policy: Policy, targets: StepParts<never, unknown>['targets'], stream: boolean): void {
  const models = targets.filter((target) => target.type === 'model');
  for (const [name, ms] of [
    ['firstToken', policy.firstTokenMs],
    ['idle', policy.idleMs],
  ] as const)
    if (ms !== null && models.length === 0)
      throw new RangeError(`${name} is ${ms} ms, but no model is asked: a function has no tokens`);
  if (policy.region !== null && models.length === 0)
    throw new RangeError('region is set, but no model is asked: a function runs where the orchestrator does');
  if (policy.rate?.tokens && models.length === 0)
    throw new RangeError('rate.tokens is set, but no model is asked: a function has no tokens');
  if (policy.route !== null) {
    if (models.length < 2)
      throw new RangeError(`route is '${policy.route}', but there are not two models to choose from`);
    const filtered = models.find((target) => target.on);
    if (filtered)
      throw new RangeError(
        `route is '${policy.route}', and fallback to ${filtered.name} names failures: either the figures decide who is asked, or the failures`,
      );
  }
  if (stream && policy.hedge)
    throw new RangeError('hedge with stream would tell the parts of two replies; leave one of them out');
}
