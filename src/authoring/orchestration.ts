import type { Orchestration } from '../engine/definition.ts';
import type { Steps } from '../engine/step-def.ts';
import type { Bound, Context } from '../engine/context.ts';

export interface OrchestrationParts<S extends Steps, I, O> {
  readonly name: string;
  /** Declared before anything runs, so that the graph can show what was not reached. */
  readonly steps: S;
  readonly run: (input: I, steps: Bound<S>, context: Context<S>) => O | PromiseLike<O>;
}

/** An orchestration written as plain async code over declared steps. */
export function orchestration<const S extends Steps, I, O>(
  parts: OrchestrationParts<S, I, O>,
): Orchestration<I, O> {
  checkNames(Object.keys(parts.steps));
  return Object.freeze({
    orchestration: true,
    name: parts.name,
    pattern: 'code',
    steps: parts.steps,
    shape: {},
    run: parts.run,
  });
}

const NAME = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** @throws {RangeError} for a name that could not stand in an identity, such as '' or 'a/b'. */
export function checkNames(names: readonly string[]): void {
  for (const name of names)
    if (!NAME.test(name))
      throw new RangeError(`a step is named '${name}'; start with a letter and use letters, digits, _ and -`);
}
