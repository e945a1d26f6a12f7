/** What authored code holds in its hands while a run goes on: handles, what a function gets, what ends a run. */
import type { Duration, VirtualMs } from '../base/units.ts';

/** What stands for the output of a step that was skipped. */
export interface Skipped {
  readonly skipped: true;
  readonly reason: string;
}

/** A step under way. Await it for its output; it rejects with a StepError. */
export interface StepHandle<O> extends PromiseLike<O> {
  /** Scope path and name. */
  readonly step: string;
  /** Gives it up: it is recorded as cancelled and rejects. */
  cancel(reason?: string): void;
  catch<R>(onRejected: (error: unknown) => R | PromiseLike<R>): Promise<O | R>;
  finally(onFinally: () => void): Promise<O>;
}

export interface BoundStep<I, O> {
  /** Starts the step. `key` tells apart several uses of one step in one scope. */
  (input: I, options?: { readonly key?: string | number }): StepHandle<O>;
  /** Records that the step was left out, and why. */
  skip(reason: string, options?: { readonly key?: string | number }): Skipped;
}

/** What a run returns to hand its case to a person. */
export interface Escalation {
  readonly escalated: true;
  readonly reason: string;
  readonly data: unknown;
}

/** What the function of `step(fn)` gets beside its input. */
export interface StepContext {
  readonly attempt: number;
  readonly now: () => VirtualMs;
  readonly sleep: (duration: Duration) => PromiseLike<void>;
}
