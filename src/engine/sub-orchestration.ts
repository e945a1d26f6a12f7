/**
 * Orchestrations inside orchestrations. Each is a step of kind 'orchestration' whose one function performs it: so it has
 * attempts, a policy and an outcome like any other, and is cancelled through the attempt's scope.
 *
 * O1. Its steps are named under it: 'triage/intent', and on a further attempt 'triage#2/intent'.
 * O2. It has its own state, and the run's session, escalations and compensations.
 */
import { failure } from '../model/failure.ts';
import type { Orchestrated, Orchestration } from './definition.ts';
import { OrchestrationEnactment } from './enact.ts';
import { runIn } from './in-scope.ts';
import { inner } from './inner.ts';
import { LIMITS } from './limits.ts';
import { policyOf, type Policy } from './policies/policy.ts';
import { Scope } from './scope.ts';
import { defineStep, type StepDef, type Target } from './step-def.ts';
import { StepError } from './step-error.ts';
import type { StepContext } from './surface.ts';

/** What a pattern says of the orchestration that it makes. */
export type OrchestrationParts<I, O> = Omit<Orchestrated<I, O>, 'orchestration'> &
  Pick<StepDef<I, O>, 'input' | 'output'>;

const NO_POLICY = policyOf({});

/**
 * Makes an orchestration, which is a step as well.
 * @param chain what is tried after it, as a step
 */
export function defineOrchestration<I, O>(
  parts: OrchestrationParts<I, O>,
  policy: Policy = NO_POLICY,
  chain: readonly Target<I, O>[] = [],
): Orchestration<I, O> {
  const self: Target<I, O> = {
    type: 'function',
    name: parts.name,
    run: (input, context) => performInside<I, O>(parts, input, context),
  };
  const step = defineStep<I, O>({
    kind: parts.pattern === 'agent' ? 'agent' : 'orchestration',
    targets: [self, ...chain],
    policy,
    ...(parts.input ? { input: parts.input } : {}),
    ...(parts.output ? { output: parts.output } : {}),
  });
  const { name, pattern, steps, shape, state, run } = parts;
  const made: Orchestration<I, O> = {
    ...step,
    orchestration: true,
    name,
    pattern,
    steps,
    shape,
    ...(state ? { state } : {}),
    run,
    as: (named) => ({ name: named, step: made }),
  };
  return Object.freeze(made);
}

function performInside<I, O>(
  orchestration: OrchestrationParts<I, O>,
  input: I,
  context: StepContext,
): PromiseLike<O> {
  const { core, scope, step } = inner(context);
  const id = step ?? '';
  if (id.split('/').length > LIMITS.nesting)
    throw new StepError(
      failure('limit', `${id} is nested deeper than ${LIMITS.nesting} orchestrations`, { retryable: false }),
    );
  const path = context.attempt === 1 ? `${id}/` : `${id}#${context.attempt}/`;
  const whole = { ...orchestration, orchestration: true } as unknown as Orchestrated;
  const enactment = new OrchestrationEnactment(core, path, whole);
  return runIn<O>(enactment, scope, new Scope(path, scope), (steps, given) =>
    orchestration.run(input, steps, given),
  );
}
