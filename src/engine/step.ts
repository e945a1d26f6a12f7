/**
 * One execution of a step: contract, total timeout, fallback chain, retry, attempts. It owns the step's events; the
 * attempt's own are attempt.ts, the scope that may close it is scope.ts.
 *
 * T1. Exactly one `step.finished` follows `step.started`, and no event of the step follows that.
 * T2. A fallback does not restart the chain; nothing is tried after the total timeout.
 * T3. A wait that would pass the total deadline because the endpoint asked for it is not begun.
 */
import { captureJson, NotStorable, type Json } from '../base/json.ts';
import { withResolvers } from '../base/resolvers.ts';
import type { StepFinished } from '../history/events.ts';
import { failure, type Failure } from '../model/failure.ts';
import { notStorable, startAttempt, wordsFor, type CloseAttempt } from './attempt.ts';
import { checkContract } from './contract.ts';
import type { Reading, StepDef, Target } from './step-def.ts';
import { Handle } from './handle.ts';
import type { CancelTimer } from './host.ts';
import { LIMITS } from './limits.ts';
import { matches } from './policies/error-filter.ts';
import { backoffMs, retries } from './policies/retry.ts';
import type { RunCore } from './run-core.ts';
import type { Child, Scope } from './scope.ts';
import { StepError, toFailure } from './step-error.ts';

/** Failures that no further target can mend. */
const FINAL: ReadonlySet<Failure['code']> = new Set<Failure['code']>([
  'timeout.total',
  'cancelled',
  'misuse',
  'limit',
  'not_storable',
]);

export class StepExecution<I, O> implements Child {
  readonly handle: Handle<O>;
  private readonly core: RunCore;
  private readonly scope: Scope;
  private readonly def: StepDef<I, O>;
  private readonly id: string;
  private readonly input: I;
  private readonly startedMs: number;
  private attempts = 0;
  private closeAttempt: CloseAttempt | null = null;
  private cancelWait: CancelTimer | null = null;
  private cancelTotal: CancelTimer | null = null;
  private over = false;
  private failed: Failure | null = null;
  private readonly resolve: (value: O) => void;
  private readonly reject: (error: StepError) => void;

  constructor(core: RunCore, scope: Scope, def: StepDef<I, O>, id: string, name: string, input: I) {
    this.core = core;
    this.scope = scope;
    this.def = def;
    this.id = id;
    this.input = input;
    this.startedMs = core.host.now;
    const { promise, resolve, reject } = withResolvers<O>();
    this.resolve = resolve;
    this.reject = reject;
    this.handle = new Handle(id, promise, (why) => core.guard(() => this.close('cancelled', why)));
    this.begin(name);
  }

  private begin(name: string): void {
    const { core, def, id } = this;
    let stored: Json = null;
    let refused: Failure | null = null;
    try {
      stored = captureJson(this.input, `${id}'s input`);
      refused = def.input ? checkContract(def.input, this.input, id, 'input') : null;
    } catch (error) {
      refused = error instanceof NotStorable ? notStorable(error, id) : toFailure(error, core.locate);
    }
    core.host.emit(core.run, { type: 'step.started', step: id, name, input: stored });
    this.scope.add(this);
    core.open.add(id);
    if (refused) {
      this.finish('failed', refused);
      return;
    }
    const { totalTimeoutMs } = def.policy;
    if (totalTimeoutMs !== null)
      this.cancelTotal = core.host.timer(core.run, totalTimeoutMs, 'timeout', () => {
        const why = failure(
          'timeout.total',
          `${id} took longer than ${wordsFor(totalTimeoutMs)} over all its attempts`,
          { step: id },
        );
        this.finish('failed', { ...why, injected: this.stopAttempt('failed', why) });
      });
    this.tryTarget(0, 1);
  }

  private tryTarget(index: number, tryOnTarget: number): void {
    const { core, def, id } = this;
    const target = def.targets[index] as Target<I, O>;
    if (target.type === 'value') {
      this.succeed(target.value);
      return;
    }
    if (this.attempts >= LIMITS.attemptsPerStep) {
      this.finish(
        'failed',
        failure('limit', `${id} reached ${LIMITS.attemptsPerStep} attempts`, { step: id }),
      );
      return;
    }
    const facts = { step: id, attempt: ++this.attempts, tryOnTarget, timeoutMs: def.policy.timeoutMs };
    try {
      this.closeAttempt = startAttempt(core, target, this.input, facts, (reading) => {
        this.closeAttempt = null;
        if (!this.over) this.attempted(reading, index, tryOnTarget);
      });
    } catch (error) {
      // building the request threw: an input of the wrong shape, never a broken turn (the host's Misuse goes on up)
      if (error instanceof StepError && error.code === 'misuse') throw error;
      this.finish('failed', { ...toFailure(error, core.locate), step: id });
    }
  }

  private attempted(reading: Reading<O>, index: number, tryOnTarget: number): void {
    if (reading.ok) {
      this.succeed(reading.value);
      return;
    }
    const { core, def, id } = this;
    const why = reading.failure;
    const { retry } = def.policy;
    if (tryOnTarget <= retry.times && !FINAL.has(why.code) && retries(retry, why)) {
      const identity = `${core.run}/${id}#${this.attempts}`;
      const delayMs = backoffMs(retry, why, tryOnTarget, core.host.seed, identity);
      if (!this.pastDeadline(why, delayMs)) {
        core.host.emit(core.run, { type: 'backoff.started', step: id, after: this.attempts, delayMs });
        this.cancelWait = core.host.timer(core.run, delayMs, 'sleep', () => {
          this.cancelWait = null;
          this.tryTarget(index, tryOnTarget + 1);
        });
        return;
      }
    }
    this.fallBack(why, index);
  }

  /** T3. */
  private pastDeadline(why: Failure, delayMs: number): boolean {
    const { totalTimeoutMs } = this.def.policy;
    if (totalTimeoutMs === null || why.retryAfterMs === undefined) return false;
    return this.core.host.now + delayMs >= this.startedMs + totalTimeoutMs;
  }

  private fallBack(why: Failure, index: number): void {
    const { core, def, id } = this;
    const from = def.targets[index] as Target<I, O>;
    if (!FINAL.has(why.code))
      for (let next = index + 1; next < def.targets.length; next++) {
        const target = def.targets[next] as Target<I, O>;
        if (target.on && !matches(target.on, why)) continue;
        core.host.emit(core.run, { type: 'fallback.chosen', step: id, from: from.name, to: target.name });
        core.host.emit(core.run, {
          type: 'warning.raised',
          step: id,
          message: `${from.name} failed (${why.code}), so ${target.type === 'value' ? `the default ${target.name} stands in` : `${target.name} takes over`}`,
        });
        this.tryTarget(next, 1);
        return;
      }
    this.finish('failed', why);
  }

  private succeed(value: O): void {
    const { def, id, core } = this;
    let stored: Json;
    try {
      const broken = def.output ? checkContract(def.output, value, id, 'output') : null;
      if (broken) {
        this.finish('failed', broken);
        return;
      }
      stored = captureJson(value, `${id}'s result`);
    } catch (error) {
      this.finish(
        'failed',
        error instanceof NotStorable ? notStorable(error, id) : toFailure(error, core.locate),
      );
      return;
    }
    this.finish('ok', null, stored, value);
  }

  private finish(outcome: StepFinished['outcome'], why: Failure | null, stored?: Json, value?: O): void {
    if (this.over) return;
    this.over = true;
    this.cancelTotal?.();
    this.cancelWait?.();
    const { core, id } = this;
    core.host.emit(core.run, {
      type: 'step.finished',
      step: id,
      outcome,
      ...(outcome === 'ok' ? { value: stored ?? null } : {}),
      ...(why ? { failure: why } : {}),
    });
    core.open.delete(id);
    if (outcome === 'failed') this.failed = why;
    this.scope.remove(this, outcome === 'failed');
    if (why) this.reject(new StepError(why));
    else this.resolve(value as O);
  }

  /** Says whether a fault had struck the attempt. */
  private stopAttempt(outcome: 'failed' | 'cancelled', why: Failure): boolean {
    const close = this.closeAttempt;
    this.closeAttempt = null;
    return close?.(outcome, why) ?? false;
  }

  close(outcome: 'cancelled' | 'abandoned', why: Failure): void {
    if (this.over) return;
    this.stopAttempt('cancelled', why);
    this.finish(outcome, why);
  }

  unobserved(): Failure | null {
    return this.failed && !this.handle.observed ? this.failed : null;
  }
}
