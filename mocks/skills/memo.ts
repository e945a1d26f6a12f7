/** Bounded memory for pure work: a sweep asks the same thing a thousand times. */

/** A text longer than this is not worth keeping: it is rare, and a thousand of them are not. */
const KEY_LIMIT_CHARS = 20_000;

/**
 * Answers by key; when `limit` (≥ 1) are kept, the oldest is forgotten. What is made must not be undefined.
 */
export function remember<V>(limit: number): (key: string | number, make: () => V) => V {
  const known = new Map<string | number, V>();
  return (key, make) => {
    const old = known.get(key);
    if (old !== undefined) return old;
    const made = make();
    if (typeof key === 'string' && key.length > KEY_LIMIT_CHARS) return made;
    for (const oldest of known.keys()) {
      if (known.size < limit) break;
      known.delete(oldest);
    }
    known.set(key, made);
    return made;
  };
}

/** A pure function of one value, remembered for the last `limit` values. */
export function memo<K extends string | number, V>(limit: number, make: (key: K) => V): (key: K) => V {
  const recall = remember<V>(limit);
  return (key) => recall(key, () => make(key));
}

/** A value made at its first use. */
export function lazy<V>(make: () => V): () => V {
  let made: { readonly value: V } | undefined;
  return () => (made ??= { value: make() }).value;
}
