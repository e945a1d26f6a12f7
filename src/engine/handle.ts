/**
 * The handle of work under way: a promise that knows whether anybody awaits it.
 *
 * 1. What follows from a handle without a second function (`then(f)`, `catch(f)`, `finally(f)`) is a handle as well: when it
 *    fails and nobody awaits it, the scope that it was started in fails, never the realm.
 * 2. Its promise is made when it is first asked for: most handles are awaited once, and many are never.
 */
import { failure, type Failure } from '../model/failure.ts';
import { Misuse, StepError, toFailure, type Locate } from './step-error.ts';
import { ignore, type Blamed, type Scope } from './scope.ts';
import type { Measured, RunningStep } from './surface.ts';

/** What a handle asks of what it stands for. */
export interface HandleSource<O> {
  cancelled(why: Failure): void;
  /** Once it has answered. Absent: nothing is measured. */
  measure?(value: O): Measured<O>;
  /** Null or absent: its parts are not told. */
  parts?(): AsyncIterable<string> | null;
}

/** How the engine hears of several handles at once: each under a place of its own. */
export interface Watcher {
  answered(place: number, value: unknown): void;
  failed(place: number, error: unknown): void;
}

const SETTLED = Promise.resolve();

type End = (outcome: unknown) => void;

// one function for every promise, in place of one each
let takenResolve: End | null = null;
let takenReject: End | null = null;
const takeEnds = (resolve: End, reject: End): void => {
  takenResolve = resolve;
  takenReject = reject;
};

export class Handle<O> implements RunningStep<O> {
  readonly step: string;
  /** Whether anyone asked for the outcome. */
  observed = false;
  private made: Promise<O> | null;
  private readonly source: HandleSource<O> | ((why: Failure) => void);
  private readonly scope: Scope | null;
  private state: 'open' | 'ok' | 'failed' = 'open';
  private outcome: unknown = null;
  private resolveMade: End | null = null;
  private rejectMade: End | null = null;
  private watcher: Watcher | null = null;
  private place = 0;

  /**
   * @param promise null: whoever made the handle calls `resolve` or `reject`, once
   * @param source what is told of a cancel; a function where nothing is measured
   * @param scope where what follows from it is judged; null: nowhere
   */
  constructor(
    step: string,
    promise: Promise<O> | null,
    source: HandleSource<O> | ((why: Failure) => void),
    scope: Scope | null = null,
  ) {
    this.step = step;
    this.made = promise;
    this.source = source;
    this.scope = scope;
    // a rejection is judged by its scope, never by the realm's own event
    promise?.catch(ignore);
  }

  resolve(value: O): void {
    this.state = 'ok';
    this.outcome = value;
    if (this.watcher) this.tell(this.watcher);
    this.resolveMade?.(value);
  }

  reject(error: unknown): void {
    this.state = 'failed';
    this.outcome = error;
    if (this.watcher) this.tell(this.watcher);
    this.rejectMade?.(error);
  }

  /** Tells `watcher` when a promise would have told it. */
  watch(watcher: Watcher, place: number): void {
    this.observed = true;
    if (this.made || this.watcher) {
      void this.promise.then(
        (value) => watcher.answered(place, value),
        (error: unknown) => watcher.failed(place, error),
      );
      return;
    }
    this.watcher = watcher;
    this.place = place;
    if (this.state !== 'open') this.tell(watcher);
  }

  private tell(watcher: Watcher): void {
    void SETTLED.then(() => {
      if (this.state === 'ok') watcher.answered(this.place, this.outcome);
      else watcher.failed(this.place, this.outcome);
    });
  }

  /** 2. */
  private get promise(): Promise<O> {
    if (this.made) return this.made;
    if (this.state === 'ok') return (this.made = Promise.resolve(this.outcome as O));
    if (this.state === 'failed') {
      const error = this.outcome as Error;
      return (this.made = Promise.reject<O>(error));
    }
    this.made = new Promise<unknown>(takeEnds) as Promise<O>;
    this.resolveMade = takenResolve;
    this.rejectMade = takenReject;
    return this.made;
  }

  /** @throws {Misuse} a handle is no value: whoever stores one forgot to await it. */
  toJSON(): never {
    throw new Misuse(`${this.step} is used before it has answered: write await in front of it`);
  }

  cancel(reason = 'it was no longer wanted'): void {
    this.giveUp(failure('cancelled', `${this.step} was cancelled: ${reason}`, { step: this.step }));
  }

  private giveUp(why: Failure): void {
    if (typeof this.source === 'function') this.source(why);
    else this.source.cancelled(why);
  }

  /** @throws {Misuse} for what is no step. */
  measured(): Handle<Measured<O>> {
    const { source } = this;
    if (typeof source === 'function' || !source.measure)
      throw new Misuse(`${this.step} is no step of its own: measured() is for the steps in it`);
    return this.follow(this.promise.then((value) => source.measure!(value)));
  }

  /** @throws {Misuse} for a step that is not defined with `stream: true`. */
  parts(): AsyncIterable<string> {
    const parts = typeof this.source === 'function' ? null : this.source.parts?.();
    if (!parts) throw new Misuse(`${this.step} tells no parts: define the step with stream: true`);
    this.observed = true;
    return parts;
  }

  then<A>(onOk: (value: O) => A | PromiseLike<A>): Handle<A>;
  then<A = O, B = never>(
    onOk?: ((value: O) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B>;
  then<A, B>(
    onOk?: ((value: O) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    this.observed = true;
    if (typeof onError === 'function') return this.promise.then(onOk, onError);
    return this.follow(this.promise.then(onOk));
  }

  catch<R>(onRejected: (error: unknown) => R | PromiseLike<R>): Handle<O | R> {
    return this.follow(this.promise.catch(onRejected));
  }

  finally(onFinally: () => void): Handle<O> {
    return this.follow(this.promise.finally(onFinally));
  }

  /** 1. */
  private follow<A>(promise: Promise<A>): Handle<A> {
    this.observed = true;
    const { scope } = this;
    const next = new Handle(this.step, promise, (why) => this.giveUp(why), scope);
    if (scope)
      promise.catch((error: unknown) => {
        // what was given up has not failed
        if (!(error instanceof StepError && error.code === 'cancelled'))
          scope.blame(new Unawaited(next, error));
      });
    return next;
  }
}

/** What followed from a handle and failed. */
class Unawaited implements Blamed {
  private readonly handle: Handle<unknown>;
  private readonly error: unknown;

  constructor(handle: Handle<unknown>, error: unknown) {
    this.handle = handle;
    this.error = error;
  }

  get what(): string {
    return `what follows ${this.handle.step}`;
  }

  unobserved(locate?: Locate): Failure | null {
    return this.handle.observed ? null : toFailure(this.error, locate);
  }
}
