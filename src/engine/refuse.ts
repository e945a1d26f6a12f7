/** What an operation gives that may not begin, since its scope is gone. */
import { failure } from '../model/failure.ts';
import { Handle } from './handle.ts';
import type { RunCore } from './run-core.ts';
import { ignore, type Scope } from './scope.ts';
import { StepError } from './step-error.ts';

/** Null: the operation may begin. Otherwise what to hand out in its place (S3). */
export function refuse<O>(core: RunCore, scope: Scope, name: string): Handle<O> | null {
  if (scope.open) return null;
  const why = scope.refuse(name);
  if (!why) core.lose(`${scope.path}${name} (${scope.fate} before it was started)`);
  const promise = why
    ? Promise.reject<O>(new StepError(why))
    : new Promise<O>(() => {
        /* never settles */
      });
  return new Refused(scope.path + name, promise, ignore);
}

/** The handle of something that never began. */
export class Refused<O> extends Handle<O> {}

/** For what answers at once. @throws {StepError} `cancelled`, when the scope is gone: its code may run on, unheard */
export function demandOpen(scope: Scope, what: string): void {
  if (scope.open) return;
  throw new StepError(failure('cancelled', `${what} came after ${scope.fate}`, { retryable: false }));
}
