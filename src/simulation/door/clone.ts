/** `structuredClone` without what goes over to another thread: a stream that is transferred answers when the machine likes. */
import { Misuse } from '../../engine/step-error.ts';
import type { Natives } from './natives.ts';

interface CloneOptions {
  readonly transfer?: Iterable<unknown>;
}

export const worldClone =
  (natives: Natives) =>
  (value: unknown, options?: CloneOptions): unknown => {
    const transfer = [...(options?.transfer ?? [])];
    const other = transfer.find((one) => !(one instanceof ArrayBuffer));
    if (other !== undefined)
      throw new Misuse(
        `structuredClone that transfers ${nameOf(other)} is not part of a world: a world is one thread; hand over the thing itself`,
      );
    return natives.structuredClone(value, { transfer });
  };

const nameOf = (value: unknown): string =>
  Object.prototype.toString.call(value).replace(/^\[object (.*)\]$/, 'a $1');
