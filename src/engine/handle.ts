/**
 * The handle of work under way: a promise that knows whether anybody awaits it.
 *
 * 1. What follows from a handle without a second function (`then(f)`, `catch(f)`, `finally(f)`) is a handle as well: when it
 *    fails and nobody awaits it, the scope that it was started in fails, never the realm.
 * 2. Its promise is made when it is first asked for: most handles are awaited once, and many are never.
 */
import { withResolvers, type Resolvers } from '../base/resolvers.ts';
import { failure, type Failure } from '../model/failure.ts';
import { Following } from './following.ts';
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

export class Handle<O> implements RunningStep<O> {
  readonly step: string;
  /** Whether anyone asked for the outcome. */
  observed = false;
  private made: Promise<O> | null;
  private readonly source: HandleSource<O> | ((why: Failure) => void) | null;
  private readonly scope: Scope | null;
  private state: 'open' | 'ok' | 'failed' = 'open';
  private outcome: unknown = null;
  /** Of a promise that was made before the outcome was there. */
  private ends: Resolvers<O> | null = null;
  private watcher: Watcher | null = null;
  private place = 0;

  /**
   * @param promise null: whoever made the handle calls `resolve` or `reject`, once
   * @param source what is told of a cancel; a function where nothing is measured; null: the handle itself is
   * @param scope where what follows from it is judged; null: nowhere
   */
  constructor(
    step: string,
    promise: Promise<O> | null,
    source: HandleSource<O> | ((why: Failure) => void) | null,
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
    this.ends?.resolve(value);
  }

  reject(error: unknown): void {
    this.state = 'failed';
    this.outcome = error;
    if (this.watcher) this.tell(this.watcher);
    this.ends?.reject(error);
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
    this.ends = withResolvers();
    return (this.made = this.ends.promise);
  }

  /** @throws {Misuse} a handle is no value: whoever stores one forgot to await it. */
  toJSON(): never {
    throw new Misuse(`${this.step} is used before it has answered: write await in front of it`);
  }

  cancel(reason = 'it was no longer wanted'): void {
    this.giveUp(failure('cancelled', `${this.step} was cancelled: ${reason}`, { step: this.step }));
  }

  protected giveUp(why: Failure): void {
    if (typeof this.source === 'function') this.source(why);
    else this.source?.cancelled(why);
  }

  /** @throws {Misuse} for what is no step. */
  measured(): Handle<Measured<O>> {
    const { source } = this;
    if (typeof source === 'function' || !source?.measure)
      throw new Misuse(`${this.step} is no step of its own: measured() is for the steps in it`);
    return this.follow(this.promise.then((value) => source.measure!(value)));
  }

  /** @throws {Misuse} for a step that is not defined with `stream: true`. */
  parts(): AsyncIterable<string> {
    const parts = typeof this.source === 'function' ? null : this.source?.parts?.();
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
    if (typeof onError !== 'function') return this.follow(this.promise.then(onOk));
    if (this.made || this.watcher) return this.promise.then(onOk, onError);
    const following = new Following(onOk, onError);
    this.watch(following, 0);
    return following;
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
  private readonly handle: Pick<Handle<unknown>, 'step' | 'observed'>;
  private readonly error: unknown;

  constructor(handle: Pick<Handle<unknown>, 'step' | 'observed'>, error: unknown) {
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
