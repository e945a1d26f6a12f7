/**
 * One run: starts the authored function with its steps bound, and ends exactly once. It owns `run.started` and
 * `run.finished`; its world decides when it wakes.
 *
 * R1. Nothing of the run follows `run.finished`.
 * R2. However it ends, every started step and attempt was finished first, and what was to be undone has been, unless the
 *     world ended before.
 * R3. A run that only people can move on, when no wakes are left, is handed to them: it ends as escalated.
 * R4. A run in which something was rejected and nobody handled it has failed, whatever it returned.
 */
import { captureJson, NotStorable } from '../base/json.ts';
import type { RunId } from '../base/units.ts';
import type { RunFinished, RunStarted } from '../history/events.ts';
import { failure, type Failure } from '../model/failure.ts';
import { declare, type Orchestrated } from './definition.ts';
import { OrchestrationEnactment } from './enact.ts';
import { escalations } from './escalations.ts';
import type { Host } from './host.ts';
import { compensations } from './patterns/compensate.ts';
import { RunCore, type RunOptions } from './run-core.ts';
import { Scope } from './scope.ts';
import { toFailure } from './step-error.ts';
import type { Escalation } from './surface.ts';
import { waitsOf } from './waiting.ts';

export type { RunOptions } from './run-core.ts';

export interface RunHandle {
  readonly run: RunId;
  readonly finished: boolean;
  /** Ends it from outside, at once: the world has no wakes left, met a limit, or was stopped. */
  close(outcome: 'stalled' | 'failed' | 'cancelled', why: Failure): void;
  /**
   * Ends it from outside, in a turn of it: everything below is cancelled, and what was registered to be undone is undone
   * before it finishes.
   */
  giveUp(outcome: 'failed' | 'cancelled', why: Failure): void;
  /** Identities of steps that are open. */
  pending(): readonly string[];
}

/** Starts a run. Must be called in a turn of `run`. */
export function startRun(
  host: Host,
  run: RunId,
  orchestration: Orchestrated<never>,
  input: unknown,
  options: RunOptions = {},
): RunHandle {
  return new Run(host, run, orchestration, input, options);
}

type Ending = Omit<RunFinished, 'type'>;

class Run implements RunHandle {
  readonly run: RunId;
  finished = false;
  private readonly core: RunCore;
  private readonly root = new Scope('');
  /** How it will end, once what it did is undone. */
  private ending: Ending | null = null;

  constructor(host: Host, run: RunId, orchestration: Orchestrated, input: unknown, options: RunOptions) {
    this.run = run;
    this.core = new RunCore(host, run, options, (error) => this.misused(error));
    host.emit(run, startOf(orchestration, input, options));
    this.perform(orchestration, input).then(
      (value) => this.core.guard(() => this.returned(value)),
      (thrown: unknown) => this.core.guard(() => this.threw(thrown)),
    );
  }

  private perform(orchestration: Orchestrated, input: unknown): Promise<unknown> {
    const enactment = new OrchestrationEnactment(this.core, '', orchestration);
    try {
      const { root } = this;
      return Promise.resolve(orchestration.run(input, enactment.bound(root), enactment.context(root)));
    } catch (thrown) {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- authored code may throw anything
      return Promise.reject(thrown);
    }
  }

  pending(): readonly string[] {
    return this.core.open.list();
  }

  private get over(): boolean {
    return this.finished || this.ending !== null;
  }

  private returned(value: unknown): void {
    if (this.over) return;
    const made = this.core.partIfMade(escalations);
    const escalation = made?.has(value) ? (value as Escalation) : null;
    if (made && !escalation)
      this.warn('escalate() was called, but its result was not returned, so nobody was told');
    if (value === undefined)
      this.warn('the orchestration returned nothing; return its result so that the run has one');
    try {
      const stored = captureJson(escalation ? escalation.data : value, "the run's result");
      const stray = this.root.end(this.core.locate);
      if (stray) this.undoAndFinish({ outcome: 'failed', failure: stray });
      else
        this.finishAtRest(
          escalation
            ? { outcome: 'escalated', value: stored, reason: escalation.reason }
            : { outcome: 'returned', value: stored },
        );
    } catch (error) {
      if (!(error instanceof NotStorable)) throw error;
      this.root.end();
      const why = failure('not_storable', error.message, { retryable: false });
      this.undoAndFinish({ outcome: 'failed', failure: why });
    }
  }

  private threw(thrown: unknown): void {
    if (this.over) return;
    this.root.end();
    this.undoAndFinish({ outcome: 'failed', failure: toFailure(thrown, this.core.locate) });
  }

  /** The engine was misused outside a turn: the world ends the run at its next wake. */
  private misused(error: unknown): void {
    if (!this.finished) this.core.host.defer(this.run, () => this.threw(error));
  }

  giveUp(outcome: 'failed' | 'cancelled', why: Failure): void {
    if (this.over) return;
    this.core.guard(() => {
      this.root.cancel(why);
      this.root.end();
      this.undoAndFinish({ outcome, failure: why });
    });
  }

  close(outcome: 'stalled' | 'failed' | 'cancelled', why: Failure): void {
    if (this.finished) return;
    const waits = outcome === 'stalled' ? [...(this.core.partIfMade(waitsOf) ?? [])] : [];
    this.root.end();
    if (this.core.partIfMade(compensations)?.end())
      this.warn('the world ended before everything that was to be undone had been');
    if (this.ending) this.finish(this.ending);
    else if (waits.length > 0)
      this.finish({
        outcome: 'escalated',
        reason: `waits for ${waits.map(({ who, step }) => `${who} (${step})`).join(', ')}`,
        value: waits.map(({ signal, step, who }) => ({ signal, step, who })),
      });
    else this.finish({ outcome, failure: outcome === 'stalled' ? this.stalled(why) : why });
  }

  /** A stall that comes from operations of scopes that are gone says which. */
  private stalled(why: Failure): Failure {
    const { lost } = this.core;
    if (lost.length === 0) return why;
    return { ...why, message: `${why.message}; never settles: ${lost.join(', ')}` };
  }

  /** R4. */
  private finishAtRest(ending: Ending): void {
    this.core.host.rest(this.run, (unhandled) => {
      if (this.over) return;
      if (unhandled.length === 0) {
        this.finishWell(ending);
        return;
      }
      const why = toFailure(unhandled[0], this.core.locate);
      const what = why.step ? `${why.step} failed and nobody awaited it` : 'nobody handled an error';
      const message = `${what}: ${why.message}`;
      this.undoAndFinish({ outcome: 'failed', failure: { ...why, message } });
    });
  }

  /** What was abandoned may still have something to undo; the rest stays done. */
  private finishWell(ending: Ending): void {
    const registered = this.core.partIfMade(compensations);
    if (registered) this.finishAfter(ending, (finish) => registered.settle(finish));
    else this.finish(ending);
  }

  private undoAndFinish(ending: Ending): void {
    const registered = this.core.partIfMade(compensations);
    if (registered) this.finishAfter(ending, (finish) => registered.undo('', finish));
    else this.finish(ending);
  }

  private finishAfter(ending: Ending, undo: (finish: () => void) => void): void {
    this.ending = ending;
    undo(() => {
      if (!this.finished) this.finish(ending);
    });
  }

  private finish(ending: Ending): void {
    this.finished = true;
    this.core.emit({ type: 'run.finished', ...ending });
    this.core.over = true;
  }

  private warn(message: string): void {
    this.core.emit({ type: 'warning.raised', message });
  }
}

const startOf = (orchestration: Orchestrated, input: unknown, options: RunOptions): RunStarted => ({
  type: 'run.started',
  orchestration: orchestration.name,
  pattern: orchestration.pattern,
  input: captureJson(input, 'the input'),
  ...(options.tenant === undefined || options.tenant === '' ? {} : { tenant: options.tenant }),
  ...(options.session === undefined ? {} : { session: options.session }),
  steps: declare(orchestration),
});
