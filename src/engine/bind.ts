/** The declared steps of an orchestration, bound to a scope of a run: what a step is named under and cancelled with. */
import type { Bound } from './context.ts';
import type { Handle } from './handle.ts';
import { lazily, type Members } from './lazy.ts';
import { orLetter } from './letters.ts';
import { refuse } from './refuse.ts';
import type { RunCore } from './run-core.ts';
import type { Scope } from './scope.ts';
import type { AnyStep, StepDef, Steps } from './step-def.ts';
import { StepExecution, type StepOptions } from './step.ts';
import type { BoundStep } from './surface.ts';
import { plainText } from './text.ts';

/** Starts a step in a scope. @throws {Misuse} for a name or key that was used before */
export function startStep<I, O>(
  core: RunCore,
  scope: Scope,
  def: StepDef<I, O>,
  name: string,
  input: I,
  key?: string | number,
  options?: StepOptions,
): Handle<O> {
  if (!scope.open) return refuse<O>(core, scope, name)!;
  core.countStep();
  const id = scope.claim(name, key, 'step');
  const step = new StepExecution(core, scope, def, id, name, input, options);
  const { deadLetter } = def.policy;
  return deadLetter === null
    ? step.handle
    : orLetter(core, scope, { def, name, key, options }, step, input, deadLetter);
}

/** @param options what every step of it is started with: an undo's steps say what they undo */
export const bindSteps = <S extends Steps>(
  core: RunCore,
  scope: Scope,
  steps: S,
  options?: StepOptions,
): Bound<S> => lazily(new BoundSteps(core, scope, steps, options)) as Bound<S>;

class BoundSteps implements Members {
  readonly inner = null;
  private readonly core: RunCore;
  private readonly scope: Scope;
  private readonly steps: Steps;
  private readonly options: StepOptions | undefined;
  private readonly made: Record<string, unknown> = {};

  constructor(core: RunCore, scope: Scope, steps: Steps, options: StepOptions | undefined) {
    this.core = core;
    this.scope = scope;
    this.steps = steps;
    this.options = options;
  }

  get names(): readonly string[] {
    return Object.keys(this.steps);
  }

  member(name: string): unknown {
    if (Object.hasOwn(this.made, name)) return this.made[name];
    if (!Object.hasOwn(this.steps, name)) return undefined;
    return (this.made[name] = this.bind(name, this.steps[name]!));
  }

  private bind(name: string, def: AnyStep): BoundStep<unknown, unknown> {
    const { core, scope, options } = this;
    const start = (input: unknown, given?: { readonly key?: string | number }) =>
      startStep<unknown, unknown>(core, scope, def, name, input, given?.key, options);
    return withSkip(start, (reason, given) => {
      if (scope.open) {
        const step = scope.claim(name, given?.key, 'step');
        core.host.emit(core.run, { type: 'step.skipped', step, name, reason: plainText(reason) });
      }
      return { skipped: true, reason: plainText(reason) };
    });
  }
}

type Skip = BoundStep<unknown, unknown>['skip'];

function withSkip(start: StartStep, skip: Skip): BoundStep<unknown, unknown> {
  const bound = start as StartStep & { skip: Skip };
  bound.skip = skip;
  return bound;
}

/** A bound step as the engine knows it. */
export type StartStep = (input: unknown, given?: { readonly key?: string | number }) => Handle<unknown>;

/** Whether a function of authored code is one of its steps. */
export const isBoundStep = (work: unknown): work is StartStep =>
  typeof work === 'function' && typeof (work as { skip?: unknown }).skip === 'function';
