/** Waiting on virtual time, inside a scope; and what the function of a step is given. */
import { durationMs, type Duration, type VirtualMs } from '../base/units.ts';
import type { EventBody } from '../history/events.ts';
import type { Failure } from '../model/failure.ts';
import { Handle } from './handle.ts';
import type { Timer } from './host.ts';
import { INNER, type Inner } from './inner.ts';
import { refuse } from './refuse.ts';
import type { RunCore } from './run-core.ts';
import type { Child, Scope } from './scope.ts';
import { StepError } from './step-error.ts';
import type { StepContext, StepHandle } from './surface.ts';

/** Rejects when the scope is cancelled. @throws {RangeError} for what is not a duration. */
export function sleep(core: RunCore, scope: Scope, duration: Duration): Handle<void> {
  const ms = durationMs(duration, 'sleep');
  const refused: Handle<void> | null = refuse(core, scope, 'sleep');
  if (refused) return refused;
  return new Sleep(core, scope, ms);
}

class Sleep extends Handle<void> implements Child {
  seat = -1;
  private readonly within: Scope;
  private readonly timer: Timer;

  constructor(core: RunCore, scope: Scope, ms: number) {
    super(`${scope.path}sleep`, null, null, scope);
    this.within = scope;
    this.timer = core.host.timer(core.run, ms, 'sleep', () => this.over());
    scope.add(this);
  }

  private over(): void {
    this.within.remove(this, false);
    this.resolve();
  }

  protected override giveUp(why: Failure): void {
    this.close('cancelled', why);
  }

  close(_outcome: string, why: Failure): void {
    // one that is over is closed by whoever still holds its handle
    if (this.seat < 0) return;
    this.timer.cancel();
    this.within.remove(this, false);
    this.reject(new StepError(why));
  }

  unobserved(): null {
    return null;
  }
}

/** What a function's context is made from. */
export interface InAttempt {
  readonly core: RunCore;
  readonly attempt: number;
  /** The attempt's own, 'answer#1/'; made when it is first asked for. */
  scope(): Scope;
}

/** Its members are made when they are asked for: most functions want none of them. */
class FunctionContext implements StepContext {
  readonly #of: InAttempt;

  constructor(of: InAttempt) {
    this.#of = of;
  }

  get attempt(): number {
    return this.#of.attempt;
  }

  get now(): () => VirtualMs {
    return () => this.#of.core.host.now;
  }

  get sleep(): (duration: Duration) => StepHandle<void> {
    return (duration) => sleep(this.#of.core, this.#of.scope(), duration);
  }

  get [INNER](): Inner {
    const { core } = this.#of;
    const scope = this.#of.scope();
    return {
      core,
      scope,
      step: scope.path.slice(0, scope.path.lastIndexOf('#')),
      enactment: null,
      emit: (event: EventBody) => core.emit(event),
    };
  }
}

export const functionContext = (of: InAttempt): StepContext => new FunctionContext(of);
