/**
 * The engine's side of a context. Whoever builds a pattern out of authored pieces (an agent's loop, an orchestration
 * inside another) reaches run and scope through the context that it was given. No author can: the key is not exported.
 */
import type { EventBody } from '../history/events.ts';
import type { Bound, Context } from './context.ts';
import type { RunCore } from './run-core.ts';
import type { Scope } from './scope.ts';
import type { RunState } from './state/run-state.ts';
import type { Steps } from './step-def.ts';
import { Misuse } from './step-error.ts';
import type { StepContext } from './surface.ts';

/** One execution of an orchestration: the run's own, or one inside it. Makes what its scopes hand to authored code. */
export interface Enactment {
  readonly core: RunCore;
  /** The scope path that it began in: '' for the run's own. */
  readonly path: string;
  bound(scope: Scope): Bound<Steps>;
  context(scope: Scope): Context;
  /** Made when it is first asked for. */
  state(): RunState;
  /** The same, with steps that say whose effect they undo. */
  undoing(step: string): Enactment;
}

export interface Inner {
  readonly core: RunCore;
  /** Where operations of this context are named, cancelled and judged. */
  readonly scope: Scope;
  /** The step whose function it is; null for an orchestration's context. */
  readonly step: string | null;
  /** Null for the context of a step's function. */
  readonly enactment: Enactment | null;
  /** Appends an event of the run. */
  readonly emit: (event: EventBody) => void;
}

export const INNER: unique symbol = Symbol('inner');

/** @throws {Misuse} for a context that the engine did not make. */
export function inner(context: Context | StepContext): Inner {
  const found = (context as { readonly [INNER]?: Inner })[INNER];
  if (!found)
    throw new Misuse('this context is not the engine’s own: hand on the one that the function was given');
  return found;
}
