/** Judges work that is no child of its scope, such as what `all` gathers. */
import type { Handle } from './handle.ts';
import type { Scope } from './scope.ts';
import { StepError, toFailure } from './step-error.ts';

/** When `promise` rejects and nobody awaits its handle, the scope fails. A cancel is no failure. */
export function judge<O>(scope: Scope, handle: Handle<O>, promise: Promise<O>): Handle<O> {
  promise.catch((error: unknown) => {
    if (error instanceof StepError && error.code === 'cancelled') return;
    scope.blame({
      what: handle.step,
      unobserved: (locate) => (handle.observed ? null : toFailure(error, locate)),
    });
  });
  return handle;
}
