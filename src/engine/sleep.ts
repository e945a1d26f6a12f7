/** Waiting on virtual time, inside a scope. */
import { durationMs, type Duration } from '../base/units.ts';
import type { Failure } from '../model/failure.ts';
import type { RunCore } from './run-core.ts';
import { ignore, refused, type Child, type Scope } from './scope.ts';
import { StepError } from './step-error.ts';
import type { StepContext } from './surface.ts';

/** Rejects when the scope is cancelled. @throws {RangeError} for what is not a duration. */
export function sleep(core: RunCore, scope: Scope, duration: Duration): Promise<void> {
  const ms = durationMs(duration, 'sleep');
  const refusal = scope.refusal();
  if (refusal) return refused(refusal);
  const promise = new Promise<void>((resolve, reject) => {
    const cancel = core.host.timer(core.run, ms, 'sleep', () => {
      scope.remove(child, false);
      resolve();
    });
    const child: Child = {
      close(_outcome: string, why: Failure) {
        cancel();
        scope.remove(child, false);
        reject(new StepError(why));
      },
      unobserved: () => null,
    };
    scope.add(child);
  });
  promise.catch(ignore);
  return promise;
}

export const functionContext = (core: RunCore, scope: Scope, attempt: number): StepContext => ({
  attempt,
  now: () => core.host.now,
  sleep: (duration) => sleep(core, scope, duration),
});
