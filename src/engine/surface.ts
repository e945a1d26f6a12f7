/** What authored code holds in its hands while a run goes on: handles, what a function gets, what ends a run. */
import type { Duration, VirtualMs } from '../base/units.ts';

/** What stands for the output of a step that was skipped. */
export interface Skipped {
  readonly skipped: true;
  readonly reason: string;
}

/**
 * Work under way: a step, a scope, a wait, or several of them at once. Await it for its output; it rejects with a
 * StepError. One that fails and is never awaited fails the scope that it was started in.
 */
export interface StepHandle<O> extends PromiseLike<O> {
  /** Scope path and name. */
  readonly step: string;
  /** Gives it up, and whatever is below it: recorded as cancelled, it rejects. */
  cancel(reason?: string): void;
  /** What follows is work under way like this: when it fails and nobody awaits it, its scope fails. */
  then<A>(onOk: (value: O) => A | PromiseLike<A>): StepHandle<A>;
  then<A = O, B = never>(
    onOk?: ((value: O) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B>;
  catch<R>(onRejected: (error: unknown) => R | PromiseLike<R>): StepHandle<O | R>;
  finally(onFinally: () => void): StepHandle<O>;
}

/** What a step came to, beside its output. */
export interface Measured<O> {
  readonly value: O;
  /** From its start to its end, waits and fallbacks included, whole ms. */
  readonly latencyMs: number;
  /** Of all its calls, also of those that failed or were given up. */
  readonly costNanoUsd: number;
  /** The same in dollars, so that it compares with what an author writes: `costUsd > 0.01`. */
  readonly costUsd: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly attempts: number;
  /** The model or function that answered; null when a fallback value stands in. */
  readonly target: string | null;
  /** The snapshot that answered; null for a function or a value. */
  readonly version: string | null;
}

/** A step under way. */
export interface RunningStep<O> extends StepHandle<O> {
  /** Its output together with what it took: for code that decides by latency, cost or version. */
  measured(): StepHandle<Measured<O>>;
  /**
   * The text of its reply as it comes, each part once and from the first on; for a step with `stream: true`. A step that
   * fails after its first part is not tried again, since nobody can unread it.
   */
  parts(): AsyncIterable<string>;
}

export interface BoundStep<I, O> {
  /** Starts the step. `key` tells apart several uses of one step in one scope. */
  (input: I, options?: { readonly key?: string | number }): RunningStep<O>;
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
  /** From 1, over all targets of the step. */
  readonly attempt: number;
  readonly now: () => VirtualMs;
  /** Waits on virtual time. Rejects when the attempt is given up. */
  readonly sleep: (duration: Duration) => StepHandle<void>;
}
