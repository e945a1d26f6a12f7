/**
 * Objects whose members are made when they are first asked for. A run hands out its steps and its context in every scope
 * and authored code takes two or three of each: the others are never made. They read, spread and list like plain objects.
 */
import { INNER, type Inner } from './inner.ts';

/** Makes the members; one a scope. */
export interface Members {
  readonly names: readonly string[];
  /** The member of that name, the same each time; undefined where there is none. */
  member(name: string): unknown;
  readonly inner: Inner | null;
}

const READ_ONLY = { writable: false, enumerable: true, configurable: true };

const traps: ProxyHandler<Members> = {
  get(members, key) {
    if (typeof key === 'string') return members.member(key);
    return key === INNER ? (members.inner ?? undefined) : undefined;
  },
  has: (members, key) => typeof key === 'string' && members.names.includes(key),
  ownKeys: (members) => [...members.names],
  getOwnPropertyDescriptor: (members, key) =>
    typeof key === 'string' && members.names.includes(key)
      ? { value: members.member(key), ...READ_ONLY }
      : undefined,
  set: () => false,
  defineProperty: () => false,
  deleteProperty: () => false,
  getPrototypeOf: () => Object.prototype,
};

export const lazily = (members: Members): object => new Proxy(members, traps);
