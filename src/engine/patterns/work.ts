/** What `all`, `race` and their kind give: the types that authors see. */
import type { Failure } from '../../model/failure.ts';

/** What one item of the work gives: a handle, a promise, or a function that runs in a scope of its own. */
export type ValueOf<W> = W extends (...args: never[]) => infer R ? Awaited<R> : Awaited<W>;

/** One value a key, or a place of a list. */
export type Gathered<T> = { readonly [K in keyof T]: ValueOf<T[K]> };

/** Any one of the values. */
export type OneOf<T> = T extends readonly (infer W)[] ? ValueOf<W> : ValueOf<T[keyof T]>;

/** How one item ended. */
export type Settled<O> =
  { readonly ok: true; readonly value: O } | { readonly ok: false; readonly failure: Failure };

export type AllSettled<T> = { readonly [K in keyof T]: Settled<ValueOf<T[K]>> };

/** An item that answered, and which one it was: its key, or its place in the list as text. */
export type Arrived<T> = T extends readonly (infer W)[]
  ? { readonly name: string; readonly value: ValueOf<W> }
  : { [K in keyof T & string]: { readonly name: K; readonly value: ValueOf<T[K]> } }[keyof T & string];

declare const result: unique symbol;

/** What a loop's turn returns to end the loop. */
export interface Done<R> {
  readonly done: true;
  readonly value: R;
  /** Only a type: never set. */
  readonly [result]?: R;
}

/** What a loop gives whose turns return that: what they are done with. */
export type DoneWith<B> = Awaited<B> extends infer T ? (T extends Done<infer R> ? R : never) : never;

/** Ends the loop that it is returned in, with this value. */
export const done = <R>(value: R): Done<R> => new Ended(value);

class Ended<R> implements Done<R> {
  readonly done = true;
  readonly value: R;

  constructor(value: R) {
    this.value = value;
  }
}

/** Only what `done` made: a plain `{ done: true }` that a step answered ends nothing. */
export const isDone = (value: unknown): value is Done<unknown> => value instanceof Ended;
