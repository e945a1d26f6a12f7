/**
 * Which world the sandbox computes next. It computes one at a time; while it is busy, only the newest wish of each
 * purpose is kept: latest wins. What the visitor waits for goes before what it is compared with.
 */

/** 'check': whether a stored run is still what its code does; it is not shown. */
export type Purpose = 'shown' | 'check' | 'baseline';
const ORDER: readonly Purpose[] = ['shown', 'check', 'baseline'];

export interface Job<T> {
  readonly purpose: Purpose;
  readonly wish: T;
}

export class WorldQueue<T> {
  readonly #waiting = new Map<Purpose, T>();
  #busy = false;

  get busy(): boolean {
    return this.#busy;
  }

  /** Replaces the wish of this purpose that has not begun; gives that back. */
  ask(purpose: Purpose, wish: T): T | undefined {
    const replaced = this.#waiting.get(purpose);
    this.#waiting.set(purpose, wish);
    return replaced;
  }

  /** Whether a wish of this purpose has not begun. */
  waits(purpose: Purpose): boolean {
    return this.#waiting.has(purpose);
  }

  /** The job to begin now, marked as begun; null while one is under way or none waits. */
  take(): Job<T> | null {
    if (this.#busy) return null;
    for (const purpose of ORDER) {
      const wish = this.#waiting.get(purpose);
      if (wish === undefined) continue;
      this.#waiting.delete(purpose);
      this.#busy = true;
      return { purpose, wish };
    }
    return null;
  }

  /** Forgets the wishes that have not begun and for which `unwanted` holds. */
  drop(unwanted: (wish: T) => boolean): void {
    for (const [purpose, wish] of this.#waiting) if (unwanted(wish)) this.#waiting.delete(purpose);
  }

  /** The job under way has ended. */
  done(): void {
    this.#busy = false;
  }

  /** Forgets what waits and what is under way. */
  clear(): void {
    this.#waiting.clear();
    this.#busy = false;
  }
}
