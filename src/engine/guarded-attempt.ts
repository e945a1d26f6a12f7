/**
 * An attempt that needs leave to start: budget, breaker, rate and bulkhead are asked, in this order, and each gets back
 * what it gave. The attempt itself is attempt.ts; the policies' arithmetic is policies/.
 *
 * A1. An attempt that one of them refuses was not sent, and the others get back what they had given.
 * A2. A breaker is told the end of the attempt at the moment of its end.
 * A3. A place in the bulkhead is kept until the work has really ended; what it cost after it was given up is charged.
 */
import type { AttemptRefused } from '../history/events.ts';
import { failure, type Failure } from '../model/failure.ts';
import type { Request } from '../model/request.ts';
import { makeAttempt, subjectOf } from './attempt.ts';
import { BreakerPass } from './breaker-pass.ts';
import { BudgetReserve } from './budget-reserve.ts';
import type { CallResult, Timer, LateBill } from './host.ts';
import { Place } from './place.ts';
import { bulkheadWords, underWay, type Bulkhead } from './policies/bulkhead.ts';
import type { Rate } from './policies/rate.ts';
import { RateTurn } from './rate-turn.ts';
import type { Reading } from './step-def.ts';
import { attemptTimedOut } from './transport-failure.ts';
import type { Attempt, AttemptOwner, Plan, Trying } from './trying.ts';

export class GuardedAttempt<I, O> implements Attempt, AttemptOwner<O> {
  private readonly step: Trying<I, O>;
  private readonly plan: Plan<I, O>;
  private readonly owner: AttemptOwner<O>;
  private readonly subject: string;
  private request: Request | null = null;
  private budget: BudgetReserve | null = null;
  private pass: BreakerPass | null = null;
  private turn: RateTurn | null = null;
  private place: Place | null = null;
  private waitTimer: Timer | null = null;
  private lineFromMs = 0;
  private inner: Attempt | null = null;
  private over = false;

  constructor(step: Trying<I, O>, plan: Plan<I, O>, owner: AttemptOwner<O>) {
    this.step = step;
    this.plan = plan;
    this.owner = owner;
    this.subject = subjectOf(step, plan.target);
  }

  get attempt(): number {
    return this.inner?.attempt ?? 0;
  }

  get result(): CallResult | null {
    return this.inner?.result ?? null;
  }

  /** @throws what building the request threw, before anything was asked for */
  start(): void {
    const { step, plan } = this;
    const { policy } = step.def;
    if (plan.target.type === 'model')
      this.request = plan.target.request(step.input, plan.previous, `${step.core.run}/${step.id}`);
    if (policy.budget) {
      const budget = BudgetReserve.ask(step, policy.budget, this.subject, this.request);
      if ('code' in budget) {
        this.refuse('budget', budget);
        return;
      }
      this.budget = budget;
    }
    if (policy.breaker?.around === 'attempt') {
      const pass = BreakerPass.ask(step.core, policy.breaker, this.subject, step.id);
      if ('code' in pass) {
        this.refuse('breaker', pass);
        return;
      }
      this.pass = pass;
    }
    if (policy.rate) this.awaitTurn(policy.rate);
    else this.awaitPlace();
  }

  private awaitTurn(rate: Rate): void {
    const { step, subject } = this;
    const turn = RateTurn.ask(step.core, rate, subject, step.id, this.request);
    if ('code' in turn) {
      this.refuse('rate', turn);
      return;
    }
    this.turn = turn;
    if (turn.waitMs === 0) {
      this.awaitPlace();
      return;
    }
    this.hold('rate');
    this.wait(turn.waitMs, 'sleep', () => this.awaitPlace());
  }

  private awaitPlace(): void {
    const { step, subject } = this;
    const { bulkhead } = step.def.policy;
    this.lineFromMs = step.core.host.now;
    if (!bulkhead) {
      this.launch();
      return;
    }
    this.place = new Place(step.core, bulkhead, subject, () => {
      this.waitTimer?.cancel();
      this.launch();
    });
    const how = this.place.take(bulkhead);
    if (how === 'in') this.launch();
    else if (how === 'full') this.refuse('bulkhead', this.noPlace(bulkhead));
    else this.awaitInLine(bulkhead);
  }

  private awaitInLine(bulkhead: Bulkhead): void {
    const { step, plan } = this;
    const { attemptMs } = step.def.limits;
    const timed = bulkhead.timed && attemptMs !== null && attemptMs <= (bulkhead.waitMs ?? Infinity);
    const waitMs = timed ? attemptMs : bulkhead.waitMs;
    this.hold('bulkhead');
    if (waitMs === null) return;
    this.wait(waitMs, 'timeout', () => {
      if (this.place?.held) return; // it is on its way
      const why = timed ? attemptTimedOut(plan.target.name, step.id, 0, waitMs) : this.noPlace(bulkhead);
      this.refuse('bulkhead', why);
    });
  }

  private noPlace(bulkhead: Bulkhead): Failure {
    const what = `${bulkheadWords(bulkhead)} of ${this.subject}`;
    const why = `${what}: ${underWay(bulkhead)}, and no place was free in time`;
    return failure('bulkhead_full', why, { step: this.step.id });
  }

  private launch(): void {
    const { step, plan, lineFromMs } = this;
    const { attemptMs } = step.def.limits;
    const waitedMs = step.def.policy.bulkhead?.timed ? step.core.host.now - lineFromMs : 0;
    this.inner = makeAttempt(step, plan, this, {
      request: this.request,
      attemptMs: attemptMs === null ? null : attemptMs - waitedMs,
      waitedMs,
      released: (late) => this.released(late),
    });
    this.inner.start();
  }

  attempted(by: Attempt, reading: Reading<O>): void {
    this.over = true;
    this.settle(by.result);
    this.pass?.end(reading.ok ? null : reading.failure);
    this.owner.attempted(this, reading);
  }

  close(outcome: 'failed' | 'cancelled', why: Failure): boolean {
    if (this.over) return false;
    this.over = true;
    const { inner } = this;
    if (!inner || inner.attempt === 0) {
      this.giveBack(why);
      return false;
    }
    const injected = inner.close(outcome, why);
    this.settle(inner.result);
    this.pass?.drop(why);
    return injected;
  }

  /** A1. */
  private refuse(policy: AttemptRefused['policy'], why: Failure): void {
    const { step, plan } = this;
    this.over = true;
    const { host, run } = step.core;
    const target = plan.target.name;
    host.emit(run, { type: 'attempt.refused', step: step.id, target, policy, failure: why });
    this.giveBack(why);
    this.owner.attempted(this, { ok: false, failure: why });
  }

  private giveBack(why: Failure): void {
    this.waitTimer?.cancel();
    this.place?.giveBack();
    this.turn?.giveBack();
    this.pass?.drop(why);
    this.budget?.settle(null, false);
  }

  private settle(result: CallResult | null): void {
    this.turn?.settle(result);
    this.budget?.settle(result, true);
  }

  /** A3. Comes in no run's turn, or in any. */
  private released(late: LateBill | undefined): void {
    this.place?.giveBack();
    if (!late) return;
    this.turn?.charge(late);
    this.budget?.charge(late);
  }

  private hold(policy: 'bulkhead' | 'rate'): void {
    const { step, plan } = this;
    const target = plan.target.name;
    step.core.host.emit(step.core.run, { type: 'attempt.held', step: step.id, target, policy });
  }

  private wait(ms: number, order: 'sleep' | 'timeout', then: () => void): void {
    const { host, run } = this.step.core;
    this.waitTimer = host.timer(run, ms, order, () => {
      this.waitTimer = null;
      then();
    });
  }
}
