/** `AbortSignal.timeout` and `scheduler` on the world's clock. */
import type { Door } from './door.ts';
import type { Natives, Signal } from './natives.ts';
import type { worldTimers } from './timers.ts';

type Timers = ReturnType<typeof worldTimers>;

/** A signal that aborts after `ms` of the world's time. */
export const timeoutSignal =
  (door: Door, { AbortController, DOMException }: Natives) =>
  (ms: number): Signal => {
    const controller = new AbortController();
    door.at('AbortSignal.timeout').timer(Math.max(0, Math.trunc(ms)), () => {
      controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    });
    return controller.signal;
  };

interface Task {
  readonly delay?: number;
  readonly signal?: Signal;
}

/** Tasks come as they were posted, whatever their priority. */
export const worldScheduler = ({ wait, waitNone }: Timers) => ({
  postTask: async (act: () => unknown, { delay = 0, signal }: Task = {}): Promise<unknown> => {
    await (delay > 0 ? wait(delay, undefined, { signal }) : waitNone(undefined, { signal }));
    return act();
  },
  yield: (): Promise<unknown> => waitNone(),
  /** Node's. */
  wait: (delay: number, options?: object): Promise<unknown> => wait(delay, undefined, options),
});
