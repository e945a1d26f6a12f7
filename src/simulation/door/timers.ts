/** `setTimeout` and its kin on the world's clock. */
import type { CancelTimer } from './door-run.ts';
import type { Door } from './door.ts';

type Act = (...given: unknown[]) => unknown;

/** Beyond it browsers and Node alike wait not at all. */
const LONGEST_MS = 2_147_483_647;

/** Node's shape of a timer, which is also what a browser's number can do: be cleared. */
class Timer {
  readonly #id: number;
  readonly #start: (timer: Timer) => CancelTimer;
  #cancel: CancelTimer;

  constructor(id: number, start: (timer: Timer) => CancelTimer) {
    this.#id = id;
    this.#start = start;
    this.#cancel = start(this);
  }

  again(): void {
    this.#cancel = this.#start(this);
  }

  close(): this {
    this.#cancel();
    return this;
  }

  refresh(): this {
    this.#cancel();
    this.again();
    return this;
  }

  /** A world ends when its run does, so it makes no difference what a timer would keep alive. */
  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }
}

const PROMISIFIED = Symbol.for('nodejs.util.promisify.custom');

/**
 * The timers. As in Node and in browsers alike a time-out takes 1 ms at least, so that a loop of them moves the clock;
 * an immediate takes none.
 */
export function worldTimers(door: Door) {
  const byId = new Map<number, Timer>();
  let ids = 0;

  const start = (what: string, act: unknown, delayMs: number, given: unknown[], repeats: boolean): Timer => {
    if (typeof act !== 'function')
      throw new TypeError(`${what} takes a function; text to be evaluated is not part of a world`);
    const run = door.at(what);
    const bound = door.bindContext(act as Act);
    const id = ++ids;
    const timer = new Timer(id, (self) =>
      run.timer(delayMs, () => {
        if (repeats) self.again();
        else byId.delete(id);
        bound(...given);
      }),
    );
    byId.set(id, timer);
    return timer;
  };
  const clear = (timer: unknown): void => {
    const found =
      timer instanceof Timer
        ? timer
        : byId.get(typeof timer === 'string' ? Number(timer) : (timer as number));
    if (!found) return;
    byId.delete(Number(found));
    found.close();
  };
  const setTimeout = (act: unknown, delay?: unknown, ...given: unknown[]): Timer =>
    start('setTimeout', act, wholeMs(delay), given, false);
  const setInterval = (act: unknown, delay?: unknown, ...given: unknown[]): Timer =>
    start('setInterval', act, wholeMs(delay), given, true);
  const setImmediate = (act: unknown, ...given: unknown[]): Timer =>
    start('setImmediate', act, 0, given, false);
  const wait = (delay?: unknown, value?: unknown, options?: unknown): Promise<unknown> =>
    settledAfter((done) => setTimeout(done, delay), clear, value, options);
  const waitNone = (value?: unknown, options?: unknown): Promise<unknown> =>
    settledAfter((done) => setImmediate(done), clear, value, options);
  Object.defineProperty(setTimeout, PROMISIFIED, { value: wait });
  Object.defineProperty(setImmediate, PROMISIFIED, { value: waitNone });
  return {
    globals: {
      setTimeout,
      setInterval,
      setImmediate,
      clearTimeout: clear,
      clearInterval: clear,
      clearImmediate: clear,
    },
    /** As `node:timers/promises` has them. */
    wait,
    waitNone,
  };
}

function wholeMs(delay: unknown): number {
  const ms = Math.trunc(Number(delay));
  return ms >= 1 && ms <= LONGEST_MS ? ms : 1;
}

interface Waiting {
  readonly signal?: {
    readonly aborted: boolean;
    readonly reason: unknown;
    addEventListener(type: string, act: () => void, options: object): void;
    removeEventListener(type: string, act: () => void): void;
  };
}

function settledAfter(
  begin: (done: () => void) => Timer,
  clear: (timer: Timer) => void,
  value: unknown,
  options: unknown,
): Promise<unknown> {
  const { signal } = (options ?? {}) as Waiting;
  return new Promise((resolve, reject) => {
    const reason = (): Error => signal?.reason as Error;
    if (signal?.aborted) {
      reject(reason());
      return;
    }
    const timer = begin(() => {
      signal?.removeEventListener('abort', stop);
      resolve(value);
    });
    const stop = (): void => {
      clear(timer);
      reject(reason());
    };
    signal?.addEventListener('abort', stop, { once: true });
  });
}
