/** What an orchestration's `run` gets: its steps bound to the run, and the context beside them. */
import type { Duration, VirtualMs } from '../base/units.ts';
import type { InputOf, OutputOf, Steps } from './step-def.ts';
import type { BoundStep, Escalation, StepHandle } from './surface.ts';

/** The declared steps, bound to this run. */
export type Bound<S extends Steps> = { readonly [K in keyof S]: BoundStep<InputOf<S[K]>, OutputOf<S[K]>> };

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
  readonly now: () => VirtualMs;
  /** Waits on virtual time. */
  readonly sleep: (duration: Duration) => PromiseLike<void>;
  /**
   * Awaits everything at once. A failure cancels the rest and rejects. A function runs in a scope named by its key and
   * receives its own bound steps.
   */
  readonly all: <
    T extends Readonly<
      Record<string, PromiseLike<unknown> | ((steps: Bound<S>, context: Context<S>) => PromiseLike<unknown>)>
    >,
  >(
    work: T,
  ) => Promise<Gathered<T>>;
  /** Runs `body` in a named scope: its steps are named under it, and what it leaves unfinished is abandoned. */
  readonly scope: <R>(
    name: string | number,
    body: (steps: Bound<S>, context: Context<S>) => PromiseLike<R> | R,
  ) => StepHandle<R>;
  /** Return this to hand the case to a person. */
  readonly escalate: (reason: string, data?: unknown) => Escalation;
  /** Records a warning on the run. */
  readonly warn: (message: string) => void;
}
