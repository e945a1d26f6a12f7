/** What an orchestration's `run` gets: its steps bound to the run, and the context beside them. */
import type { Duration, VirtualMs } from '../base/units.ts';
import type { AllSettled, Arrived, DoneWith, Gathered, OneOf } from './patterns/work.ts';
import type { Ask, Letter, Settlement } from './people.ts';
import type { AnyFields, Fields, State } from './state/fields.ts';
import type { Session, Shared } from './state/surface.ts';
import type { InputOf, OutputOf, Steps } from './step-def.ts';
import type { BoundStep, Escalation, StepHandle } from './surface.ts';

/** The declared steps, bound to this run. */
export type Bound<S extends Steps> = { readonly [K in keyof S]: BoundStep<InputOf<S[K]>, OutputOf<S[K]>> };

/** A function that runs in a scope of its own: its steps are named under it. */
export type Body<S extends Steps, F extends Fields, R> = (
  steps: Bound<S>,
  context: Context<S, F>,
) => PromiseLike<R> | R;

type Item<S extends Steps, F extends Fields> = PromiseLike<unknown> | Body<S, F, unknown>;

/** Handles, promises, or functions that each run in a scope named by its key (or place). */
export type Work<S extends Steps, F extends Fields> =
  Readonly<Record<string, Item<S, F>>> | readonly Item<S, F>[];

export interface MapOptions<T> {
  /** How many items may be under way at once, ≥ 1. Default: all of them. */
  readonly concurrency?: number;
  /** Names an item, unique in its list. Default: its place, from 0. */
  readonly key?: (item: T, index: number) => string | number;
  /** Names the scopes of a function's items: `name[key]`. Default 'map'. */
  readonly name?: string;
}

/** What plain code gets beside its steps. */
export interface Context<S extends Steps = Steps, F extends Fields = AnyFields> {
  /** The run's id: what correlates everything that it does. */
  readonly run: string;
  /** '' when the run is nobody's. */
  readonly tenant: string;
  /** Virtual time, whole ms since the world's start. */
  readonly now: () => VirtualMs;
  /** Waits on virtual time. */
  readonly sleep: (duration: Duration) => StepHandle<void>;

  /** Awaits everything at once. A failure cancels the rest and rejects. */
  readonly all: <const T extends Work<S, F>>(work: T) => StepHandle<Gathered<T>>;
  /** Settles as the first that settles does; the rest is cancelled. */
  readonly race: <const T extends Work<S, F>>(work: T) => StepHandle<OneOf<T>>;
  /** The first that answers; the rest is cancelled. Rejects when all have failed, naming each. */
  readonly any: <const T extends Work<S, F>>(work: T) => StepHandle<OneOf<T>>;
  /** Awaits everything, and says of each how it ended. Never rejects. */
  readonly allSettled: <const T extends Work<S, F>>(work: T) => StepHandle<AllSettled<T>>;
  /** The first `count` that answer, in order of arrival; the rest is cancelled. Rejects as soon as too many have failed. */
  readonly first: <const T extends Work<S, F>>(count: number, work: T) => StepHandle<readonly Arrived<T>[]>;
  /** Does the work for each item of a list: a step, or a function in a scope of its own. A failure cancels the rest. */
  readonly map: {
    <T, R>(
      list: readonly T[],
      work: (item: T, steps: Bound<S>, context: Context<S, F>, index: number) => PromiseLike<R> | R,
      options?: MapOptions<T>,
    ): StepHandle<R[]>;
    // eslint-disable-next-line @typescript-eslint/unified-signatures -- of a union the parameters of a function infer nothing
    <T, R>(list: readonly T[], work: BoundStep<T, R>, options?: MapOptions<T>): StepHandle<R[]>;
  };
  /** Runs `body` in a named scope: its steps are named under it, and what it leaves unfinished is abandoned. */
  readonly scope: <R>(name: string | number, body: Body<S, F, R>) => StepHandle<R>;
  /**
   * Runs `body` turn after turn, each in the scope `name-1`, `name-2` …, until one returns `done(value)`.
   * Rejects with `limit` when `most` turns have not.
   */
  readonly loop: <B>(
    name: string,
    options: { readonly most: number },
    body: (turn: number, steps: Bound<S>, context: Context<S, F>) => B,
  ) => StepHandle<DoneWith<B>>;
  /**
   * Says how to undo what `step` did, or may have done: call it before the step where an effect can outlive its answer.
   * When this scope, or one around it, fails or is cancelled, what was registered is undone in reverse order, under a
   * time limit of its own (default '60s'); an undo that fails is recorded and the others go on.
   */
  readonly compensate: (
    step: string | StepHandle<unknown>,
    undo: Body<S, F, unknown>,
    options?: { readonly timeout?: Duration },
  ) => void;

  /** What this execution of the orchestration keeps: its declared fields, or any field when it declares none. */
  readonly state: State<F>;
  readonly session: Session;
  /** A value that the runs of a world share, guarded by its owner: the run that wrote it first, or its tenant. */
  readonly shared: <V = unknown>(key: string, options?: { readonly owner?: 'run' | 'tenant' }) => Shared<V>;
  /** A dictionary that all runs of a world share and nobody guards: what a global variable is in one process. */
  readonly unguarded: Record<string, unknown>;

  /** Waits for a person's answer: a step of kind 'approval'. */
  readonly signal: <A = unknown>(name: string, ask: Ask<A>) => StepHandle<A>;
  /** Puts a case into a queue for people and waits for what they do with it. */
  readonly deadLetter: (queue: string, letter: Letter) => StepHandle<Settlement>;
  /** Return this to hand the case to a person. */
  readonly escalate: (reason: string, data?: unknown) => Escalation;
  /** Records a warning on the run. */
  readonly warn: (message: string) => void;
}
