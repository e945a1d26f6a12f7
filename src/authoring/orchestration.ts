import type { Orchestration } from '../engine/definition.ts';
import type { Bound, Context } from '../engine/context.ts';
import type { AnyFields, Fields } from '../engine/state/fields.ts';
import type { Steps } from '../engine/step-def.ts';
import { defineOrchestration } from '../engine/sub-orchestration.ts';
import { checkNames } from './names.ts';
import { checkText } from './options.ts';

export interface OrchestrationParts<S extends Steps, I, O, F extends Fields> {
  readonly name: string;
  /** Declared before anything runs, so that the graph can show what was not reached. Orchestrations are steps as well. */
  readonly steps: S;
  /** The fields of its state, and what becomes of several values written to one. Absent: any field, the latest value. */
  readonly state?: F;
  readonly run: (input: I, steps: Bound<S>, context: Context<S, F>) => O | PromiseLike<O>;
}

/**
 * An orchestration written as plain async code over declared steps. It is a step as well, and may stand among the steps
 * of another.
 * @throws {RangeError} for a name that could not stand in an identity
 */
export function orchestration<const S extends Steps, I, O, F extends Fields = AnyFields>(
  parts: OrchestrationParts<S, I, O, F>,
): Orchestration<I, O> {
  checkText(parts.name, 'name of orchestration', 'what the graph and the report call it');
  checkNames(Object.keys(parts.steps));
  return defineOrchestration<I, O>({
    name: parts.name,
    pattern: 'code',
    steps: parts.steps,
    shape: {},
    ...(parts.state ? { state: parts.state } : {}),
    run: parts.run as never,
  });
}
