type End<T> = (value: T | PromiseLike<T>) => void;

/** A promise with its two ends outside. */
export interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: End<T>;
  readonly reject: (error: unknown) => void;
}

// one function for every promise, in place of one each
let takenResolve: End<never> | null = null;
let takenReject: ((error: unknown) => void) | null = null;
const take = (resolve: End<never>, reject: (error: unknown) => void): void => {
  takenResolve = resolve;
  takenReject = reject;
};

/** `Promise.withResolvers`, which Node 20 lacks. */
export function withResolvers<T>(): Resolvers<T> {
  const promise = new Promise<T>(take);
  const ends = { promise, resolve: takenResolve as End<T>, reject: takenReject! };
  // what is taken would keep the last promise alive, and whoever waits for it
  takenResolve = takenReject = null;
  return ends;
}
