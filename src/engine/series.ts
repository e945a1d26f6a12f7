/**
 * The tries on one target of a chain: retry, its budget, the hedge and the gate. What comes before and after on the chain
 * is step.ts; one attempt is attempt.ts.
 *
 * Y1. A try is over before the next begins; a wait between two is a backoff, or none is made.
 * Y2. A reply in a bad format is sent back with the complaint as often as the step repairs, at once and besides the retries.
 * Y3. A breaker around the retry sees one sample: what the series came to.
 */
import { failure, type Failure } from '../model/failure.ts';
import { makeAttempt, subjectOf } from './attempt.ts';
import { BreakerPass } from './breaker-pass.ts';
import { checkGate } from './gate-check.ts';
import { GuardedAttempt } from './guarded-attempt.ts';
import { HedgedTry, type HedgeSource } from './hedged-try.ts';
import type { Timer } from './host.ts';
import { LIMITS } from './limits.ts';
import type { ScoringStep } from './policies/gate.ts';
import { backoffMs, denied, retries } from './policies/retry.ts';
import { mayTryAgain, noteAttempt } from './retry-purse.ts';
import type { Previous, Reading } from './step-def.ts';
import { StepError, toFailure } from './step-error.ts';
import type { Attempt, AttemptOwner, Plan, Tried, Trying } from './trying.ts';

/** Failures that no further try and no further target can mend. */
export const FINAL: ReadonlySet<Failure['code']> = new Set<Failure['code']>([
  'timeout.total',
  'cancelled',
  'misuse',
  'limit',
  'not_storable',
]);

/** What a series asks of its step, and where it tells its end. */
export interface SeriesStep<I, O> extends Trying<I, O> {
  /** Attempts so far. */
  readonly attempts: number;
  /** When the step must be over, whole ms; null: never. */
  readonly deadlineMs: number | null;
  /** Whether a part of a reply was told. */
  readonly told: boolean;
  /** Runs a step inside this one. */
  runInside(scorer: ScoringStep, input: unknown): PromiseLike<unknown>;
  /** The series is over. Told once, unless it was closed. */
  ended(reading: Reading<O>): void;
}

export class Series<I, O> implements AttemptOwner<O>, HedgeSource<I, O> {
  readonly target: Tried<I, O>;
  private readonly step: SeriesStep<I, O>;
  private tried = 0;
  private repaired = 0;
  private running: Attempt | null = null;
  private previous: Previous | null = null;
  private pass: BreakerPass | null = null;
  private wait: Timer | null = null;
  private over = false;

  constructor(step: SeriesStep<I, O>, target: Tried<I, O>) {
    this.step = step;
    this.target = target;
  }

  start(): void {
    const { step, target } = this;
    const { breaker } = step.def.policy;
    if (breaker?.around === 'retry') {
      const pass = BreakerPass.ask(step.core, breaker, subjectOf(step, target), step.id);
      if ('code' in pass) {
        const { host, run } = step.core;
        const body = { step: step.id, target: target.name, policy: 'breaker', failure: pass } as const;
        host.emit(run, { type: 'attempt.refused', ...body });
        this.end({ ok: false, failure: pass });
        return;
      }
      this.pass = pass;
    }
    this.tryOnce();
  }

  private tryOnce(): void {
    const { step, target } = this;
    if (step.attempts >= LIMITS.attemptsPerStep) {
      const why = `${step.id} reached ${LIMITS.attemptsPerStep} attempts`;
      this.end({ ok: false, failure: failure('limit', why, { step: step.id }) });
      return;
    }
    const plan = { target, tryOnTarget: ++this.tried, hedge: false, previous: this.previous };
    const { hedge } = step.def.policy;
    const running = hedge ? new HedgedTry(step, this, hedge, plan, this) : this.single(plan, this);
    this.running = running;
    try {
      running.start();
    } catch (error) {
      // building the request threw: an input of the wrong shape, never a broken turn (the host's Misuse goes on up)
      if (error instanceof StepError && error.code === 'misuse') throw error;
      if (this.over) return;
      const why = { ...toFailure(error, step.core.locate), step: step.id };
      running.close('failed', why);
      this.end({ ok: false, failure: why });
    }
  }

  single(plan: Plan<I, O>, owner: AttemptOwner<O>): Attempt {
    return this.step.def.guarded
      ? new GuardedAttempt(this.step, plan, owner)
      : makeAttempt(this.step, plan, owner);
  }

  attempted(by: Attempt, reading: Reading<O>): void {
    const { step } = this;
    const { policy } = step.def;
    this.running = null;
    if (this.over) return;
    if (policy.retry.budget && !policy.hedge && by.attempt > 0)
      this.noted(reading, by, { target: this.target, tryOnTarget: this.tried, hedge: false, previous: null });
    if (!reading.ok) this.failed(reading.failure, by);
    else if (policy.gate) this.gated(reading.value, by);
    else this.end(reading);
  }

  private gated(value: O, by: Attempt): void {
    const { step, target } = this;
    const scored = {
      step: step.id,
      attempt: by.attempt,
      target: target.name,
      output: value,
      input: step.input,
    };
    checkGate(
      step.core,
      step.def.policy.gate!,
      scored,
      (input) => step.runInside(step.def.policy.gate!.judge!, input),
      (why) => {
        if (this.over) return;
        if (why) this.failed(why, by);
        else this.end({ ok: true, value });
      },
    );
  }

  private failed(why: Failure, by: Attempt): void {
    const { step } = this;
    const { retry } = step.def.policy;
    if (why.code === 'bad_format' && by.result && this.repaired < step.def.repair && !step.told) {
      this.repaired++;
      this.previous = { received: by.result.received, failure: why };
      this.tryOnce();
      return;
    }
    const again =
      this.tried - this.repaired <= retry.times &&
      !step.told &&
      !FINAL.has(why.code) &&
      retries(retry, why) &&
      this.waits(why);
    if (!again) this.end({ ok: false, failure: why });
    else if (by.result) this.previous = { received: by.result.received, failure: why };
  }

  /** Begins the wait for the next try, or says why there is none. */
  private waits(why: Failure): boolean {
    const { step } = this;
    const { host, run } = step.core;
    const { retry } = step.def.policy;
    // drawn anew for each try, also for one that was refused before it was an attempt
    const identity = `${run}/${step.id}#${step.attempts}${this.tried > step.attempts ? `.${this.tried}` : ''}`;
    const delayMs = backoffMs(retry, why, this.tried - this.repaired, host.seed, identity);
    const after = step.attempts;
    const reason =
      denied(retry, why, delayMs, host.now, step.deadlineMs) ?? (this.mayTryAgain() ? null : 'budget');
    if (reason) {
      host.emit(run, { type: 'retry.denied', step: step.id, after, reason });
      return false;
    }
    host.emit(run, { type: 'backoff.started', step: step.id, after, delayMs });
    this.wait = host.timer(run, delayMs, 'sleep', () => {
      this.wait = null;
      this.tryOnce();
    });
    return true;
  }

  noted(reading: Reading<O>, _by: Attempt, plan: Plan<I, O>): void {
    const { step, target } = this;
    const { budget } = step.def.policy.retry;
    if (!budget) return;
    const first = plan.tryOnTarget === 1 && !plan.hedge;
    // a failure that nobody would try again says nothing of the load
    if (!reading.ok && !retries(step.def.policy.retry, reading.failure)) return;
    noteAttempt(step.core, budget, subjectOf(step, target), { ok: reading.ok, first });
  }

  mayTryAgain(): boolean {
    const { step, target } = this;
    const { budget } = step.def.policy.retry;
    return !budget || mayTryAgain(step.core, budget, subjectOf(step, target));
  }

  private end(reading: Reading<O>): void {
    this.over = true;
    this.pass?.end(reading.ok ? null : reading.failure);
    this.step.ended(reading);
  }

  /** Ends it from outside. Says whether a fault had struck what was under way. */
  close(outcome: 'failed' | 'cancelled', why: Failure): boolean {
    if (this.over) return false;
    this.over = true;
    this.wait?.cancel();
    const injected = this.running?.close(outcome, why) ?? false;
    this.pass?.drop(why);
    return injected;
  }
}
