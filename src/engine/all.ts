/** `all`: everything at once; the first failure cancels the rest through their handles. */
import { withResolvers } from '../base/resolvers.ts';
import { Handle } from './handle.ts';
import { ignore } from './scope.ts';
import { Misuse } from './step-error.ts';
import type { Bound, Context } from './context.ts';
import type { Steps } from './step-def.ts';

type Body = (steps: Bound<Steps>, context: Context) => PromiseLike<unknown>;
type Work = Readonly<Record<string, PromiseLike<unknown> | Body>>;

/**
 * Settles with one value a key, in the order of the keys, or rejects with the first failure.
 * @param inScope runs a function in a scope named by its key.
 */
export function gather(
  work: Work,
  inScope: (name: string, body: Body) => PromiseLike<unknown>,
): Promise<Record<string, unknown>> {
  const names = Object.keys(work);
  const { promise, resolve, reject } = withResolvers<Record<string, unknown>>();
  const values: Record<string, unknown> = {};
  for (const name of names) values[name] = undefined; // fixes the order of keys
  let waiting = names.length;
  let settled = false;
  if (waiting === 0) resolve(values);
  promise.catch(ignore); // judged where it is awaited, never by the realm's own event
  for (const name of names) {
    const item: unknown = work[name];
    const awaits =
      typeof item === 'function' || typeof (item as { then?: unknown } | null)?.then === 'function';
    if (!awaits) throw new Misuse(`all() got no step, promise or function under '${name}'`);
  }
  const started: PromiseLike<unknown>[] = [];
  const fail = (error: unknown, at: string): void => {
    if (settled) return;
    settled = true;
    for (const other of started) if (other instanceof Handle) other.cancel(`${at} failed beside it`);
    reject(error);
  };
  for (const name of names) {
    const item = work[name]!;
    const promise = typeof item === 'function' ? inScope(name, item) : item;
    started.push(promise);
    promise.then(
      (value) => {
        values[name] = value;
        if (--waiting === 0 && !settled) resolve(values);
      },
      (error: unknown) => fail(error, name),
    );
  }
  return promise;
}
