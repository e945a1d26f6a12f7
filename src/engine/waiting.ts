/**
 * Waiting for a person, inside a scope. It owns the wait and its time-out; which events are written before and after is
 * its callers' (approval.ts, letters.ts).
 */
import { withResolvers } from '../base/resolvers.ts';
import type { Json } from '../base/json.ts';
import type { Failure } from '../model/failure.ts';
import type { CancelSignal, Timer } from './host.ts';
import type { RunCore } from './run-core.ts';
import { ignore, type Child, type Scope } from './scope.ts';
import { StepError } from './step-error.ts';

/** A wait that only a person can end. */
export interface Wait {
  /** Unique in the world. */
  readonly signal: string;
  readonly step: string;
  readonly who: string;
}

const tooLate = ({ who, step }: Wait): string =>
  `${who} answered ${step} when it was no longer waited for: that answer changes nothing`;

/** The waits of a run that are open, in order. */
export const waitsOf = (): Set<Wait> => new Set();

/**
 * Waits until `accept` takes what a person said, or `timeoutMs` has passed. Must be called in an open scope.
 * @param accept null: it cannot be taken, and the wait goes on
 * @returns what `accept` made of it, rejected when the scope is cancelled; and how to give the wait up
 */
export function waitFor<T>(
  core: RunCore,
  scope: Scope,
  wait: Wait,
  accept: (value: Json) => { readonly taken: T } | null,
  timeout: { readonly ms: number; readonly stands: T } | null,
): { readonly promise: Promise<T>; readonly giveUp: (why: Failure) => void } {
  const { promise, resolve, reject } = withResolvers<T>();
  const waits = core.part(waitsOf);
  let cancelSignal: CancelSignal = ignore;
  let timer: Timer | null = null;
  let over = false;
  const end = (): void => {
    over = true;
    cancelSignal();
    timer?.cancel();
    waits.delete(wait);
    scope.remove(child, false);
  };
  const child: Child = {
    close(_outcome: string, why: Failure) {
      end();
      reject(new StepError(why));
    },
    unobserved: () => null,
  };
  const listen = (): void => {
    cancelSignal = core.host.signal(core.run, wait.signal, (value) => {
      if (over) {
        core.emit({ type: 'warning.raised', step: wait.step, message: tooLate(wait) });
        return;
      }
      const accepted = accept(value);
      if (!accepted) {
        listen();
        return;
      }
      end();
      resolve(accepted.taken);
    });
  };
  waits.add(wait);
  scope.add(child);
  listen();
  if (timeout)
    timer = core.host.timer(core.run, timeout.ms, 'timeout', () => {
      end();
      resolve(timeout.stands);
    });
  promise.catch(ignore);
  return { promise, giveUp: (why) => child.close('cancelled', why) };
}
