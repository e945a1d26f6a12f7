/** What authored code holds in its hands while a run goes on. */
import type { Duration, VirtualMs } from '../base/units.ts';
import type { InputOf, OutputOf, Steps } from './definition.ts';

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

/** The declared steps, bound to this run. */
export type Bound<S extends Steps> = { readonly [K in keyof S]: BoundStep<InputOf<S[K]>, OutputOf<S[K]>> };

/** What a run returns to hand its case to a person. */
export interface Escalation {
  readonly escalated: true;
  readonly reason: string;
  readonly data: unknown;
}

/** What `all` gathers: handles and promises, or functions that each run in a scope of their own. */
export type Gathered<T> = {
  readonly [K in keyof T]: T[K] extends (...args: never[]) => PromiseLike<infer R>
    ? R
    : T[K] extends PromiseLike<infer R>
      ? R
      : never;
};

/** What plain code gets beside its steps. */
export interface Context<S extends Steps = Steps> {
  /** Virtual time, whole ms since the world's start. */
  now(): VirtualMs;
  /** Waits on virtual time. */
  sleep(duration: Duration): PromiseLike<void>;
  /**
   * Awaits everything at once. A failure cancels the rest and rejects. A function runs in a scope named by its key and
   * receives its own bound steps.
   */
  all<T extends Readonly<Record<string, PromiseLike<unknown> | ((steps: Bound<S>, context: Context<S>) => PromiseLike<unknown>)>>>(
    work: T,
  ): Promise<Gathered<T>>;
  /** Runs `body` in a named scope: its steps are named under it, and what it leaves unfinished is abandoned. */
  scope<R>(name: string | number, body: (steps: Bound<S>, context: Context<S>) => PromiseLike<R> | R): StepHandle<R>;
  /** Return this to hand the case to a person. */
  escalate(reason: string, data?: unknown): Escalation;
  /** Records a warning on the run. */
  warn(message: string): void;
}

/** What the function of `step(fn)` gets beside its input. */
export interface StepContext {
  readonly attempt: number;
  now(): VirtualMs;
  sleep(duration: Duration): PromiseLike<void>;
}
