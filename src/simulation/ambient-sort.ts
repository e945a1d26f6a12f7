/**
 * Sorting by a comparison. Engines agree on the order only where the comparison is one: of `() => Math.random() - 0.5`,
 * or of one that answers with true and false, each makes another order, and each asks it another number of times.
 */
import type { RealmEdits } from './ambient-realm.ts';

type Compare = (a: unknown, b: unknown) => unknown;
type Sort = (this: unknown, compare?: unknown) => unknown;

/** Puts them into a realm, for lists and for typed arrays. */
export function placeSorts(edits: RealmEdits): void {
  place(edits, 'Array.prototype', (list) => Array.from(list));
  place(edits, 'Int8Array.prototype.__proto__', (list) => (list as Int8Array).slice());
}

function place(
  edits: RealmEdits,
  holder: string,
  copyOf: (list: ArrayLike<unknown>) => ArrayLike<unknown>,
): void {
  for (const [name, subject] of [
    ['sort', (list: ArrayLike<unknown>) => list],
    ['toSorted', copyOf],
  ] as const) {
    const native = edits.at(`${holder}.${name}`) as Sort | undefined;
    if (!native) continue;
    edits.replace(`${holder}.${name}`, function (this: ArrayLike<unknown>, compare?: unknown) {
      if (typeof compare !== 'function') return Reflect.apply(native, this, [compare]);
      return sortInPlace(subject(this) as unknown[], compare as Compare);
    });
  }
}

/** As the language says of what is undefined, and of what is not there: the one comes last, the other after the end. */
function sortInPlace<T extends unknown[]>(list: T, compare: Compare): T {
  const { length } = list;
  const values: unknown[] = [];
  let undefineds = 0;
  for (let i = 0; i < length; i++) {
    if (!(i in list)) continue;
    if (list[i] === undefined) undefineds++;
    else values.push(list[i]);
  }
  const sorted = merged(values, compare);
  for (let i = 0; i < sorted.length; i++) list[i] = sorted[i];
  for (let i = 0; i < undefineds; i++) list[sorted.length + i] = undefined;
  for (let i = sorted.length + undefineds; i < length; i++) if (i in list) Reflect.deleteProperty(list, i);
  return list;
}

/** Merges runs of 1, 2, 4 … values: stable, and the same questions in the same order everywhere. */
function merged(values: unknown[], compare: Compare): unknown[] {
  let from = values;
  let into = new Array<unknown>(values.length);
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at++) {
        const takesLeft = left < middle && (right >= end || !(Number(compare(from[left], from[right])) > 0));
        into[at] = takesLeft ? from[left++] : from[right++];
      }
    }
    [from, into] = [into, from];
  }
  return from;
}
