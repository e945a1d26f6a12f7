/** `setInterval` as `node:timers/promises` has it: a value each time, none lost while the one before is worked on. */

interface Timers {
  readonly setInterval: (act: () => void, delayMs?: unknown) => unknown;
  readonly clearInterval: (timer: unknown) => void;
}

interface Until {
  readonly signal?: AbortSignal;
}

export const intervals = ({ setInterval, clearInterval }: Timers) =>
  async function* intervalOf(delayMs?: unknown, value?: unknown, { signal }: Until = {}): AsyncGenerator {
    signal?.throwIfAborted();
    let due = 0;
    let wake = (): void => undefined;
    const stop = (): void => wake();
    const timer = setInterval(() => {
      due++;
      wake();
    }, delayMs);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      for (;;) {
        if (due === 0) await new Promise<void>((woken) => (wake = woken));
        signal?.throwIfAborted();
        for (; due > 0; due--) yield value;
      }
    } finally {
      clearInterval(timer);
      signal?.removeEventListener('abort', stop);
    }
  };
