/**
 * A try that may send more than one call: what to send and when is policies/hedge.ts; this sends, listens and cancels.
 *
 * E1. Its owner hears one end: the first success, or the failure that was left.
 * E2. When it ends, every other call is given up and billed for what it had used.
 */
import { failure, type Failure } from '../model/failure.ts';
import type { CallResult, Timer } from './host.ts';
import { lost, mayHedge, NO_RACE, sent, type Hedge, type Race } from './policies/hedge.ts';
import { retries } from './policies/retry.ts';
import type { Reading } from './step-def.ts';
import type { Attempt, AttemptOwner, Plan, Trying } from './trying.ts';

/** What a hedged try asks of the series that it is a try of. */
export interface HedgeSource<I, O> {
  /** One call, guarded or not. */
  single(plan: Plan<I, O>, owner: AttemptOwner<O>): Attempt;
  /** A call of the try has ended. */
  noted(reading: Reading<O>, by: Attempt, plan: Plan<I, O>): void;
  /** Whether the retry budget lets one more out. */
  mayTryAgain(): boolean;
}

export class HedgedTry<I, O> implements Attempt, AttemptOwner<O> {
  private readonly step: Trying<I, O>;
  private readonly series: HedgeSource<I, O>;
  private readonly hedge: Hedge;
  private readonly plan: Plan<I, O>;
  private readonly owner: AttemptOwner<O>;
  private race: Race = NO_RACE;
  private readonly open: Attempt[] = [];
  private timer: Timer | null = null;
  private pushback: Failure | null = null;
  private winner: Attempt | null = null;
  private over = false;

  constructor(
    step: Trying<I, O>,
    series: HedgeSource<I, O>,
    hedge: Hedge,
    plan: Plan<I, O>,
    owner: AttemptOwner<O>,
  ) {
    this.step = step;
    this.series = series;
    this.hedge = hedge;
    this.plan = plan;
    this.owner = owner;
  }

  /** The call that decided it. */
  get attempt(): number {
    return this.winner?.attempt ?? 0;
  }

  get result(): CallResult | null {
    return this.winner?.result ?? null;
  }

  start(): void {
    this.send();
  }

  private send(): void {
    const hedge = this.race.open > 0;
    this.race = sent(this.race);
    const call = this.series.single({ ...this.plan, hedge }, this);
    this.open.push(call);
    this.timer?.cancel();
    this.timer = null;
    if (mayHedge(this.hedge, this.race)) {
      const { host, run } = this.step.core;
      // as a time-out: an answer of the same moment comes first, a function's as a model's
      this.timer = host.timer(run, this.hedge.afterMs, 'timeout', () => this.sendAnother());
    }
    call.start();
  }

  private sendAnother(): void {
    this.timer = null;
    if (this.series.mayTryAgain()) this.send();
  }

  attempted(by: Attempt, reading: Reading<O>): void {
    this.open.splice(this.open.indexOf(by), 1);
    if (by.attempt > 0) this.series.noted(reading, by, this.plan);
    if (reading.ok) this.end(by, reading);
    else this.failed(by, reading.failure);
  }

  private failed(by: Attempt, why: Failure): void {
    if ((why.retryAfterMs ?? 0) > 0) this.pushback ??= why;
    const { hedge, step } = this;
    const refused = by.attempt === 0;
    if (refused) this.race = { ...this.race, stopped: true };
    const worthAnother = refused ? this.race.open > 1 : retries(step.def.policy.retry, why);
    const { race, next } = lost(hedge, this.race, why, worthAnother);
    this.race = race;
    if (next === 'send' && this.series.mayTryAgain()) this.send();
    else if (next === 'end' || race.open === 0)
      this.end(by, { ok: false, failure: worthAnother ? (this.pushback ?? why) : why });
    else if (race.stopped) this.timer?.cancel();
  }

  /** E1, E2. */
  private end(by: Attempt, reading: Reading<O>): void {
    const { step, plan } = this;
    this.over = true;
    this.winner = by;
    this.timer?.cancel();
    const what = reading.ok ? 'has answered' : 'failed for good';
    const why = failure(
      'cancelled',
      `another attempt of ${step.id} ${what}, so ${plan.target.name} is not waited for`,
      { step: step.id },
    );
    for (const other of this.open.splice(0)) other.close('cancelled', why);
    this.owner.attempted(this, reading);
  }

  close(outcome: 'failed' | 'cancelled', why: Failure): boolean {
    if (this.over) return false;
    this.over = true;
    this.timer?.cancel();
    let injected = false;
    for (const call of this.open.splice(0)) injected = call.close(outcome, why) || injected;
    return injected;
  }
}
