/** Weak references that hold on: nothing is collected within a world, so nothing depends on when it would be. */

export class WeakRef<T extends object> {
  readonly #target: T;

  constructor(target: T) {
    if (Object(target) !== target) throw new TypeError('WeakRef: target must be an object');
    this.#target = target;
  }

  deref(): T {
    return this.#target;
  }

  get [Symbol.toStringTag](): string {
    return 'WeakRef';
  }
}

export class FinalizationRegistry {
  register(): void {
    // it would be told when something is collected, and nothing is
  }

  unregister(): boolean {
    return false;
  }

  get [Symbol.toStringTag](): string {
    return 'FinalizationRegistry';
  }
}
