/**
 * Edits what a realm offers, reversibly. It owns property descriptors along the global's prototype chain; which names
 * are closed, and why, is its callers'.
 *
 * E1. A global is edited wherever the chain holds it, so that asking a prototype does not reach the original.
 * E2. `restore` puts back every descriptor, last edit first.
 */

/** Makes the error of a closed name. `member` is '' or what was asked of it: '.randomUUID', '.subtle'. */
export type Refusal = (member: string) => Error;

type Holder = Record<PropertyKey, unknown>;

export class RealmEdits {
  readonly realm: Holder;
  private readonly undo: (() => void)[] = [];

  constructor(realm: object) {
    this.realm = realm as Holder;
  }

  /** What a dotted path leads to now; undefined where it leads nowhere. */
  at(path: string): unknown {
    let value: unknown = this.realm;
    for (const key of path.split('.')) {
      if (!isHolder(value)) return undefined;
      value = value[key];
    }
    return value;
  }

  /** Refuses a name by throwing. A global is closed even where the realm lacks it; a member only where it exists. */
  close(path: string, refusal: Refusal): void {
    const [holder, key] = this.place(path);
    if (!holder) return;
    const refuse = () => {
      throw refusal('');
    };
    if (holder === this.realm) {
      const shut = closed(refusal);
      this.define(holder, key, { get: () => shut, set: refuse });
    } else if (key in holder) {
      const isAccessor = Object.getOwnPropertyDescriptor(holder, key)?.get !== undefined;
      this.define(
        holder,
        key,
        isAccessor ? { get: refuse, set: refuse } : { value: closed(refusal), writable: true },
      );
    }
  }

  /** Puts a value in place of what a dotted path leads to; nothing where its holder is absent. */
  replace(path: string, value: unknown): void {
    const [holder, key] = this.place(path);
    if (holder) this.define(holder, key, { value, writable: true });
  }

  /** The same for an accessor. */
  replaceGetter(path: string, get: (this: unknown) => unknown): void {
    const [holder, key] = this.place(path);
    if (holder) this.define(holder, key, { get });
  }

  restore(): void {
    for (const undo of this.undo.reverse()) undo();
    this.undo.length = 0;
  }

  private place(path: string): [holder: Holder | null, key: string] {
    const dot = path.lastIndexOf('.');
    const holder = dot < 0 ? this.realm : this.at(path.slice(0, dot));
    return [isHolder(holder) ? holder : null, path.slice(dot + 1)];
  }

  /** E1. */
  private define(holder: Holder, key: string, descriptor: PropertyDescriptor): void {
    this.defineOwn(holder, key, descriptor);
    if (holder !== this.realm) return;
    let up: unknown = Object.getPrototypeOf(holder);
    for (; isHolder(up) && Object.getPrototypeOf(up) !== null; up = Object.getPrototypeOf(up))
      if (Object.hasOwn(up, key)) this.defineOwn(up, key, descriptor);
  }

  private defineOwn(holder: Holder, key: string, descriptor: PropertyDescriptor): void {
    const found = Object.getOwnPropertyDescriptor(holder, key);
    if (found?.configurable === false) return;
    Object.defineProperty(holder, key, { ...descriptor, enumerable: false, configurable: true });
    this.undo.push(() => {
      if (found) Object.defineProperty(holder, key, found);
      else Reflect.deleteProperty(holder, key);
    });
  }
}

const isHolder = (value: unknown): value is Holder =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/**
 * What stands for a closed name: calling, constructing or asking it for a member throws. Symbols, `prototype`, `name`
 * and `length` answer, so that `typeof` and `instanceof` do not throw.
 */
function closed(refusal: Refusal): object {
  const target = function unavailable() {
    throw refusal('');
  };
  return new Proxy(target, {
    get(own, key) {
      if (typeof key === 'symbol' || key === 'prototype' || key === 'name' || key === 'length')
        return Reflect.get(own, key) as unknown;
      throw refusal(`.${key}`);
    },
    construct() {
      throw refusal('');
    },
  });
}
