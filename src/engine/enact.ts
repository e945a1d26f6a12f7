/** Starting the body of an orchestration, a run's own or one inside it: with its steps bound, its context and its state. */
import { bindSteps } from './bind.ts';
import { contextOf } from './context-members.ts';
import type { Bound, Context } from './context.ts';
import type { Orchestrated } from './definition.ts';
import type { Enactment } from './inner.ts';
import type { RunCore } from './run-core.ts';
import type { Scope } from './scope.ts';
import { RunState } from './state/run-state.ts';
import type { Steps } from './step-def.ts';
import type { StepOptions } from './step.ts';

export class OrchestrationEnactment implements Enactment {
  readonly core: RunCore;
  readonly path: string;
  private readonly orchestration: Orchestrated;
  private readonly options: StepOptions | undefined;
  private readonly origin: OrchestrationEnactment;
  private kept: RunState | null = null;

  /** @param origin whose state it shares; absent: it has its own */
  constructor(
    core: RunCore,
    path: string,
    orchestration: Orchestrated,
    options?: StepOptions,
    origin?: OrchestrationEnactment,
  ) {
    this.core = core;
    this.path = path;
    this.orchestration = orchestration;
    this.options = options;
    this.origin = origin ?? this;
  }

  bound(scope: Scope): Bound<Steps> {
    return bindSteps(this.core, scope, this.orchestration.steps, this.options);
  }

  context(scope: Scope): Context {
    return contextOf(this, scope);
  }

  undoing(step: string): Enactment {
    const { core, path, orchestration, origin } = this;
    return new OrchestrationEnactment(core, path, orchestration, { compensates: step }, origin);
  }

  state(): RunState {
    const { origin } = this;
    return (origin.kept ??= new RunState(this.core, this.path, this.orchestration.state ?? null));
  }
}
