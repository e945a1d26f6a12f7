import type { Orchestration } from '../engine/definition.ts';
import { policyOf, type PolicyOptions } from '../engine/policies/policy.ts';
import { defineOrchestration } from '../engine/sub-orchestration.ts';
import { chainOf } from './chain.ts';
import { checkOptions } from './options.ts';

/**
 * An orchestration as a step under a policy of its own: time-outs, retry (each try from the beginning), fallback.
 * Without a policy an orchestration is a step as it stands.
 * @throws {RangeError} naming the policy and the value, when they contradict
 * @example steps: { triage: asStep(triage, { timeout: '30s', retry: 1 }) }
 */
export function asStep<I, O>(
  orchestration: Orchestration<I, O>,
  policy: PolicyOptions<NoInfer<O>, NoInfer<I>>,
): Orchestration<I, O> {
  checkOptions(policy, 'asStep', []);
  return defineOrchestration<I, O>(orchestration, policyOf(policy), chainOf<I, O>(policy.fallback, null));
}
