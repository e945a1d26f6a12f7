/**
 * An attempt that runs ordinary code. A function that answers at once is finished at once, without a promise or a timer.
 *
 * U1. Its waits stand in a scope of the attempt, which is cancelled with it.
 * U2. Its work has ended when its promise has settled, however long ago the attempt was given up.
 */
import type { AttemptFinished } from '../history/events.ts';
import { attemptFinished, attemptStarted } from '../history/stamped.ts';
import type { Failure } from '../model/failure.ts';
import type { CallResult, Timer } from './host.ts';
import type { RunCore } from './run-core.ts';
import { Scope } from './scope.ts';
import { functionContext, type InAttempt } from './sleep.ts';
import type { Reading } from './step-def.ts';
import { toFailure } from './step-error.ts';
import { attemptTimedOut } from './transport-failure.ts';
import type { Attempt, AttemptOwner, Extra, Plan, Tried, Trying } from './trying.ts';

type Code<I, O> = Extract<Tried<I, O>, { type: 'function' }>;

export class FunctionAttempt<I, O> implements Attempt, InAttempt {
  attempt = 0;
  readonly result: CallResult | null = null;
  private readonly step: Trying<I, O>;
  private readonly plan: Plan<I, O> & { readonly target: Code<I, O> };
  private readonly owner: AttemptOwner<O>;
  private readonly extra: Extra | null;
  private inside: Scope | null = null;
  /** Why it was given up; null: it was not, or not yet. */
  private givenUp: Failure | null = null;
  private timer: Timer | null = null;
  private open = false;

  constructor(
    step: Trying<I, O>,
    plan: Plan<I, O> & { readonly target: Code<I, O> },
    owner: AttemptOwner<O>,
    extra: Extra | null,
  ) {
    this.step = step;
    this.plan = plan;
    this.owner = owner;
    this.extra = extra;
  }

  start(): void {
    const { step } = this;
    const { target, tryOnTarget, hedge } = this.plan;
    const { host, run } = step.core;
    const attempt = (this.attempt = step.nextAttempt());
    const started = attemptStarted(step.id, attempt, target.name, tryOnTarget);
    host.emit(run, hedge ? { ...started, hedge } : started);
    this.open = true;
    let reading: Reading<O>;
    try {
      const given = target.run(step.input, functionContext(this));
      if (isThenable(given)) {
        this.await(given);
        return;
      }
      reading = { ok: true, value: given };
    } catch (thrown) {
      reading = this.thrown(thrown);
    }
    this.settle(reading);
  }

  get core(): RunCore {
    return this.step.core;
  }

  /** U1. */
  scope(): Scope {
    if (this.inside) return this.inside;
    const inside = (this.inside = new Scope(`${this.step.id}#${this.attempt}/`));
    if (this.givenUp) inside.cancel(this.givenUp);
    else if (!this.open) inside.end();
    return inside;
  }

  private await(given: PromiseLike<O>): void {
    const limitMs = this.extra ? this.extra.attemptMs : this.step.def.limits.attemptMs;
    const { core } = this.step;
    if (limitMs !== null)
      this.timer = core.host.timer(core.run, limitMs, 'timeout', () => this.timeOut(limitMs));
    Promise.resolve(given).then(
      (value) => this.came({ ok: true, value }),
      (thrown: unknown) => this.came(this.thrown(thrown)),
    );
  }

  private came(reading: Reading<O>): void {
    try {
      this.settle(reading);
    } catch (error) {
      this.core.misused(error);
    }
  }

  private thrown(thrown: unknown): Reading<O> {
    const { core, id } = this.step;
    return { ok: false, failure: { ...toFailure(thrown, core.locate), step: id } };
  }

  private settle(reading: Reading<O>): void {
    const stray = this.open ? (this.inside?.end(this.step.core.locate) ?? null) : null;
    this.extra?.released();
    if (!this.open) return;
    const judged: Reading<O> = reading.ok && stray ? { ok: false, failure: stray } : reading;
    this.finish(judged.ok ? 'ok' : 'failed', judged.ok ? null : judged.failure);
    this.owner.attempted(this, judged);
  }

  private timeOut(limitMs: number): void {
    const { step, plan } = this;
    const why = attemptTimedOut(plan.target.name, step.id, limitMs, this.extra?.waitedMs);
    this.close('failed', why);
    this.owner.attempted(this, { ok: false, failure: why });
  }

  close(outcome: 'failed' | 'cancelled', why: Failure): boolean {
    if (!this.open) return false;
    this.finish(outcome, why);
    this.givenUp = why;
    this.inside?.cancel(why);
    return false;
  }

  private finish(outcome: AttemptFinished['outcome'], why: Failure | null): void {
    const { step, attempt } = this;
    const { host, run } = step.core;
    const target = this.plan.target.name;
    this.open = false;
    this.timer?.cancel();
    host.emit(
      run,
      why
        ? { type: 'attempt.finished', step: step.id, attempt, target, outcome, failure: why }
        : attemptFinished(step.id, attempt, target),
    );
  }
}

const isThenable = <O>(given: O | PromiseLike<O>): given is PromiseLike<O> =>
  typeof given === 'object' && given !== null && typeof (given as { then?: unknown }).then === 'function';
