/**
 * What `then` with two functions gives: a promise that is made when somebody asks for it. `await` asks for none, and it
 * is what most handles end in.
 *
 * F1. Whoever follows it by `then` hears what they would hear of a promise, in the same microtask.
 * F2. What its functions throw is a rejection of the realm's own, as a promise's would be.
 */
import { withResolvers, type Resolvers } from '../base/resolvers.ts';

type Ok<O, A> = ((value: O) => A | PromiseLike<A>) | null | undefined;
type Failed<B> = (error: unknown) => B | PromiseLike<B>;

export class Following<O, A, B> implements Promise<A | B> {
  private readonly onOk: Ok<O, A>;
  private readonly onError: Failed<B>;
  private made: Promise<A | B> | null = null;
  /** Of a promise that was made before the outcome was there. */
  private ends: Resolvers<A | B> | null = null;
  private settled = false;
  private value: unknown = null;

  constructor(onOk: Ok<O, A>, onError: Failed<B>) {
    this.onOk = onOk;
    this.onError = onError;
  }

  get [Symbol.toStringTag](): string {
    return 'Promise';
  }

  answered(_place: number, value: unknown): void {
    if (typeof this.onOk === 'function') this.react(this.onOk, value as O);
    else this.settle(value as A);
  }

  failed(_place: number, error: unknown): void {
    this.react(this.onError, error);
  }

  then<R = A | B, E = never>(
    onOk?: ((value: A | B) => R | PromiseLike<R>) | null,
    onError?: ((error: unknown) => E | PromiseLike<E>) | null,
  ): Promise<R | E> {
    return this.promise.then(onOk, onError);
  }

  catch<E = never>(onError?: ((error: unknown) => E | PromiseLike<E>) | null): Promise<A | B | E> {
    return this.promise.catch(onError);
  }

  finally(onFinally?: (() => void) | null): Promise<A | B> {
    return this.promise.finally(onFinally);
  }

  /** F2. */
  private react<G>(react: (given: G) => A | B | PromiseLike<A | B>, given: G): void {
    try {
      this.settle(react(given));
    } catch (error) {
      if (this.ends) this.ends.reject(error);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- authored code may throw anything
      else this.made = Promise.reject<A | B>(error);
    }
  }

  private settle(value: A | B | PromiseLike<A | B>): void {
    // what may be a promise is followed at once, as a promise would
    if (mayBeThenable(value)) this.made ??= this.make();
    if (this.ends) this.ends.resolve(value);
    else {
      this.settled = true;
      this.value = value;
    }
  }

  private get promise(): Promise<A | B> {
    return (this.made ??= this.settled ? Promise.resolve(this.value as A | B) : this.make());
  }

  private make(): Promise<A | B> {
    this.ends = withResolvers();
    return this.ends.promise;
  }
}

const mayBeThenable = (value: unknown): boolean =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';
