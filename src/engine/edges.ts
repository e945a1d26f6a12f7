/** What crosses a step's edges: held against its contract, and copied for the history, which later changes cannot reach. */
import { captureJson, NotStorable, type Json } from '../base/json.ts';
import { failure, type Failure } from '../model/failure.ts';
import { checkContract, type Contract } from './contract.ts';
import type { RunCore } from './run-core.ts';
import { toFailure } from './step-error.ts';

/** A value as the history keeps it, and what is wrong with it, if anything. */
export interface Crossing {
  readonly stored: Json;
  readonly failure: Failure | null;
}

/** @param producer the step that made it, where it is known */
export function crossIn(
  core: RunCore,
  contract: Contract | undefined,
  step: string,
  input: unknown,
  producer: string | undefined,
): Crossing {
  let stored: Json = null;
  try {
    stored = captureJson(input, "'s input", undefined, step);
    const broken = contract ? checkContract(contract, input, step, 'input', producer) : null;
    return { stored, failure: broken };
  } catch (error) {
    return { stored, failure: unusable(core, step, error) };
  }
}

export function crossOut(
  core: RunCore,
  contract: Contract | undefined,
  step: string,
  output: unknown,
): Crossing {
  try {
    const broken = contract ? checkContract(contract, output, step, 'output') : null;
    return broken
      ? { stored: null, failure: broken }
      : { stored: captureJson(output, "'s result", undefined, step), failure: null };
  } catch (error) {
    return { stored: null, failure: unusable(core, step, error) };
  }
}

/** A value that cannot be kept, or whose check threw. */
function unusable(core: RunCore, step: string, error: unknown): Failure {
  return error instanceof NotStorable
    ? failure('not_storable', error.message, { step, retryable: false })
    : toFailure(error, core.locate);
}
