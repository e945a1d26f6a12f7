/**
 * One run: starts the authored function with its steps bound, and ends exactly once. It owns `run.started` and
 * `run.finished`; its world decides when it wakes.
 *
 * R1. Nothing of the run follows `run.finished`.
 * R2. However it ends, every started step and attempt was finished first.
 */
import { captureJson, NotStorable } from '../base/json.ts';
import type { RunId } from '../base/units.ts';
import type { RunFinished } from '../history/events.ts';
import { failure, type Failure } from '../model/failure.ts';
import { gather } from './all.ts';
import { withResolvers } from '../base/resolvers.ts';
import { declare, type Orchestration } from './definition.ts';
import { type Steps } from './step-def.ts';
import { Handle } from './handle.ts';
import { LIMITS } from './limits.ts';
import type { Host } from './host.ts';
import { RunCore } from './run-core.ts';
import { ignore, refused, Scope, type Child } from './scope.ts';
import { sleep } from './sleep.ts';
import { StepExecution } from './step.ts';
import { StepError, toFailure, type Locate } from './step-error.ts';
import type { Bound, Context } from './context.ts';
import type { BoundStep, Escalation, Skipped } from './surface.ts';

export interface RunHandle {
  readonly run: RunId;
  readonly finished: boolean;
  /** Ends it from outside: the world has no wakes left, met a limit, or was stopped. */
  close(outcome: 'stalled' | 'failed' | 'cancelled', why: Failure): void;
  /** Identities of steps that are open. */
  pending(): readonly string[];
}

/** Starts a run. Must be called in a turn of `run`. */
export function startRun(
  host: Host,
  run: RunId,
  orchestration: Orchestration,
  input: unknown,
  locate?: Locate,
): RunHandle {
  return new Run(host, run, orchestration, input, locate);
}

class Run implements RunHandle {
  readonly run: RunId;
  finished = false;
  private readonly core: RunCore;
  private readonly orchestration: Orchestration;
  private readonly root = new Scope('');
  private readonly escalations = new Set<Escalation>();

  constructor(
    host: Host,
    run: RunId,
    orchestration: Orchestration,
    input: unknown,
    locate: Locate | undefined,
  ) {
    this.run = run;
    this.orchestration = orchestration;
    this.core = new RunCore(host, run, locate, (error) => this.fail(error));
    host.emit(run, {
      type: 'run.started',
      orchestration: orchestration.name,
      pattern: orchestration.pattern,
      input: captureJson(input, 'the input'),
      steps: declare(orchestration),
    });
    this.body(input).then(
      (value) => this.core.guard(() => this.returned(value)),
      (thrown: unknown) => this.core.guard(() => this.threw(thrown)),
    );
  }

  private async body(input: unknown): Promise<unknown> {
    return this.orchestration.run(input, this.bind(this.root), this.context(this.root));
  }

  pending(): readonly string[] {
    return [...this.core.open];
  }

  private returned(value: unknown): void {
    if (this.finished) return;
    const escalation = this.escalations.has(value as Escalation) ? (value as Escalation) : null;
    if (!escalation && this.escalations.size > 0)
      this.warn('escalate() was called, but its result was not returned, so nobody was told');
    if (value === undefined)
      this.warn('the orchestration returned nothing; return its result so that the run has one');
    try {
      const stored = captureJson(escalation ? escalation.data : value, "the run's result");
      const stray = this.root.end();
      if (stray) {
        const message = `${stray.step ?? 'a step'} failed and nobody awaited it: ${stray.message}`;
        this.finish('failed', { failure: { ...stray, message } });
      } else if (escalation) this.finish('escalated', { value: stored, reason: escalation.reason });
      else this.finish('returned', { value: stored });
    } catch (error) {
      if (!(error instanceof NotStorable)) throw error;
      this.root.end();
      this.finish('failed', { failure: failure('not_storable', error.message, { retryable: false }) });
    }
  }

  private threw(thrown: unknown): void {
    if (this.finished) return;
    const why = toFailure(thrown, this.core.locate);
    this.root.end();
    this.finish('failed', { failure: why });
  }

  /** The engine was misused outside a turn: the world closes the run at its next wake. */
  private fail(error: unknown): void {
    if (this.finished) return;
    this.core.host.defer(this.run, () => this.threw(error));
  }

  close(outcome: 'stalled' | 'failed' | 'cancelled', why: Failure): void {
    if (this.finished) return;
    this.root.end();
    this.finish(outcome, { failure: why });
  }

  private finish(outcome: RunFinished['outcome'], rest: Omit<RunFinished, 'type' | 'outcome'>): void {
    this.finished = true;
    this.core.host.emit(this.run, { type: 'run.finished', outcome, ...rest });
  }

  private warn(message: string): void {
    if (this.finished) return;
    this.core.host.emit(this.run, { type: 'warning.raised', message: plainText(message) });
  }

  private bind(scope: Scope): Bound<Steps> {
    const bound: Record<string, BoundStep<unknown, unknown>> = {};
    for (const name of Object.keys(this.orchestration.steps)) bound[name] = this.bindStep(scope, name);
    return bound;
  }

  private bindStep(scope: Scope, name: string): BoundStep<unknown, unknown> {
    const def = this.orchestration.steps[name]!;
    const start: BoundStep<unknown, unknown> = (input, options) => {
      const refusal = scope.refusal();
      if (refusal) return new Handle(scope.path + name, refused(refusal), ignore);
      this.core.countStep();
      const id = scope.claim(name, options?.key, 'step');
      return new StepExecution(this.core, scope, def, id, name, input).handle;
    };
    start.skip = (reason, options): Skipped => {
      if (!scope.refusal()) {
        const step = scope.claim(name, options?.key, 'step');
        this.core.host.emit(this.run, { type: 'step.skipped', step, name, reason: plainText(reason) });
      }
      return { skipped: true, reason: plainText(reason) };
    };
    return start;
  }

  private context(scope: Scope): Context {
    const { core } = this;
    const context: Context = {
      now: () => core.host.now,
      sleep: (duration) => sleep(core, scope, duration),
      all: (work) => gather(work, (name, body) => this.inScope(scope, name, body)) as never,
      scope: (name, body) => this.inScope(scope, name, body),
      escalate: (reason, data) => {
        const escalation: Escalation = { escalated: true, reason: plainText(reason), data };
        this.escalations.add(escalation);
        return escalation;
      },
      warn: (message) => this.warn(message),
    };
    return context;
  }

  /** Runs a body in a child scope, which is a child of its parent: cancelled with it, ended when the body settles. */
  private inScope<R>(
    parent: Scope,
    name: string | number,
    body: (steps: Bound<Steps>, context: Context) => PromiseLike<R> | R,
  ): Handle<R> {
    const refusal = parent.refusal();
    if (refusal) return new Handle(`${parent.path}${name}`, refused<R>(refusal), ignore);
    const path = parent.claim(String(name), undefined, 'scope');
    const scope = new Scope(`${path}/`, parent);
    const { promise, resolve, reject } = withResolvers<R>();
    let failed: Failure | null = null;
    let closed = false;
    const child: Child = {
      close: (_outcome, why) => {
        closed = true;
        parent.remove(child, false);
        scope.cancel(why);
        reject(new StepError(why));
      },
      unobserved: () => (handle.observed ? null : failed),
    };
    const handle = new Handle(path, promise, (why) => this.core.guard(() => child.close('cancelled', why)));
    parent.add(child);
    const settle = (error: unknown, value?: R): void =>
      this.core.guard(() => {
        const stray = scope.end();
        if (closed) return;
        failed = stray ?? (error === undefined ? null : toFailure(error, this.core.locate));
        parent.remove(child, failed !== null);
        if (failed) reject(error ?? new StepError(failed));
        else resolve(value as R);
      });
    (async () => body(this.bind(scope), this.context(scope)))().then(
      (value) => settle(undefined, value),
      (error: unknown) => settle(error ?? new StepError(toFailure(error))),
    );
    return handle;
  }
}

/** Text that authored code hands over, whatever it really is: bounded, and never an object in the history. */
function plainText(given: unknown): string {
  if (typeof given === 'string') return given.slice(0, LIMITS.logChars);
  return toFailure(given)
    .message.replace(/^threw /, '')
    .replace(/, which is not an Error$/, '');
}
