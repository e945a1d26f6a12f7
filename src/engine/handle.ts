/** The handle of a step under way: a promise that knows whether anybody awaits it. */
import { failure, type Failure } from '../model/failure.ts';
import { Misuse } from './step-error.ts';
import { ignore } from './scope.ts';
import type { StepHandle } from './surface.ts';

export class Handle<O> implements StepHandle<O> {
  readonly step: string;
  /** Whether anyone asked for the outcome: `then` counts, also without a second function. */
  observed = false;
  private readonly promise: Promise<O>;
  private readonly onCancel: (why: Failure) => void;

  constructor(step: string, promise: Promise<O>, onCancel: (why: Failure) => void) {
    this.step = step;
    this.promise = promise;
    this.onCancel = onCancel;
    promise.catch(ignore); // judged by its scope, never by the realm's own event
  }

  /** @throws {Misuse} a handle is no value: whoever stores one forgot to await it. */
  toJSON(): never {
    throw new Misuse(`${this.step} is used before it has answered: write await in front of it`);
  }

  cancel(reason = 'it was no longer wanted'): void {
    this.onCancel(failure('cancelled', `${this.step} was cancelled: ${reason}`, { step: this.step }));
  }

  then<A = O, B = never>(
    onOk?: ((value: O) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.observed = true;
    return this.promise.then(onOk, onError);
  }

  catch<R>(onRejected: (error: unknown) => R | PromiseLike<R>): Promise<O | R> {
    return this.then(null, onRejected);
  }

  finally(onFinally: () => void): Promise<O> {
    this.observed = true;
    return this.promise.finally(onFinally);
  }
}
