/**
 * One execution of a step: contract, deadline, fallback chain. It owns the step's events; the tries on one target are
 * series.ts, one attempt is attempt.ts, the scope that may close it is scope.ts.
 *
 * T1. Exactly one `step.finished` follows `step.started`, and no event of the step follows that.
 * T2. A fallback does not restart the chain; nothing is tried after the total timeout.
 * T3. Once a part of a reply was told, nothing is tried again: it could not be unread.
 * T4. No endpoint outside the region that the input may go to is asked, its scorers included.
 */
import type { Json } from '../base/json.ts';
import type { StepFinished } from '../history/events.ts';
import { stepFinished, stepStarted } from '../history/stamped.ts';
import { failure, type Failure } from '../model/failure.ts';
import { chainFor, keptOut, rememberLatency, tellFallback } from './chain.ts';
import { countCost } from './cost-meter.ts';
import { watch } from './drift-watch.ts';
import { crossIn, crossOut } from './edges.ts';
import { Handle, type HandleSource } from './handle.ts';
import type { CallResult, Timer } from './host.ts';
import { Meter } from './meter.ts';
import { PartStream } from './part-stream.ts';
import { matches } from './policies/error-filter.ts';
import { wordsFor } from './policies/figures.ts';
import type { ScoringStep } from './policies/gate.ts';
import type { RunCore } from './run-core.ts';
import { Scope, type Child } from './scope.ts';
import { FINAL, Series, type SeriesStep } from './series.ts';
import type { AnyStep, Reading, StepDef, Target } from './step-def.ts';
import { StepError } from './step-error.ts';
import type { Measured } from './surface.ts';

export interface StepOptions {
  /** The step whose effect this one undoes. */
  readonly compensates?: string;
  /** Where the input may go; null: anywhere. In place of what the step's own policy would say. */
  readonly region?: string | null;
  /** Who made the input, where the pattern knows. */
  readonly producer?: string;
}

export class StepExecution<I, O> implements Child, SeriesStep<I, O>, HandleSource<O> {
  readonly handle: Handle<O>;
  readonly core: RunCore;
  readonly def: StepDef<I, O>;
  readonly id: string;
  readonly name: string;
  readonly input: I;
  attempts = 0;
  seat = -1;
  private opened = -1;
  private readonly scope: Scope;
  private readonly startedMs: number;
  private order: readonly number[] | null = null;
  private place = 0;
  private wanted: string | null;
  private series: Series<I, O> | null = null;
  private totalTimer: Timer | null = null;
  private stream: PartStream | null = null;
  private inside: Scope | null = null;
  private meter: Meter | null = null;
  private finishedMs = 0;
  private over = false;
  private failure: Failure | null = null;

  constructor(
    core: RunCore,
    scope: Scope,
    def: StepDef<I, O>,
    id: string,
    name: string,
    input: I,
    options?: StepOptions,
  ) {
    this.core = core;
    this.scope = scope;
    this.def = def;
    this.id = id;
    this.name = name;
    this.input = input;
    this.startedMs = core.host.now;
    this.wanted = options?.region ?? null;
    if (def.stream) this.stream = new PartStream();
    this.handle = new Handle<O>(id, null, this, scope);
    this.begin(options);
  }

  private begin(options: StepOptions | undefined): void {
    const { core, def, id, name } = this;
    const taken = crossIn(core, def.input, id, this.input, options?.producer);
    const input = taken.stored;
    const compensates = options?.compensates;
    core.host.emit(
      core.run,
      compensates === undefined
        ? stepStarted(id, name, input)
        : { type: 'step.started', step: id, name, input, compensates },
    );
    this.scope.add(this);
    this.opened = core.open.add(id);
    const refused = taken.failure ?? this.arrange(options);
    if (refused) {
      this.finish('failed', refused);
      return;
    }
    if (def.policy.totalTimeoutMs !== null) this.limit(def.policy.totalTimeoutMs);
    this.tryFrom(0, null);
  }

  private limit(totalTimeoutMs: number): void {
    const { core, id } = this;
    this.totalTimer = core.host.timer(core.run, totalTimeoutMs, 'timeout', () => {
      const why = failure(
        'timeout.total',
        `${id} took longer than ${wordsFor(totalTimeoutMs)} over all its attempts`,
        { step: id },
      );
      const injected = this.series?.close('failed', why) ?? false;
      this.finish('failed', { ...why, injected });
    });
  }

  get deadlineMs(): number | null {
    const { totalTimeoutMs } = this.def.policy;
    return totalTimeoutMs === null ? null : this.startedMs + totalTimeoutMs;
  }

  /** Settles where the input may go and in which order the chain is asked. Gives what is wrong with that, if anything. */
  private arrange(options: StepOptions | undefined): Failure | null {
    const { core, def, id, input } = this;
    const { region, route } = def.policy;
    if (!region && !route) return null;
    const chain = chainFor(core, def, id, input, options?.region);
    if ('code' in chain) return chain;
    this.wanted = chain.region;
    this.order = chain.order;
    return null;
  }

  private targetAt(place: number): Target<I, O> {
    return this.def.targets[this.order ? this.order[place]! : place]!;
  }

  /** T4. Tries the first target from `place` on that answers to the failure before it; null: none was tried yet. */
  private tryFrom(place: number, why: Failure | null): void {
    const { core, id, wanted } = this;
    let outside: Failure | null = null;
    for (let at = place; at < this.def.targets.length; at++) {
      const target = this.targetAt(at);
      if (why && target.on && !matches(target.on, why)) continue;
      outside = wanted === null ? null : keptOut(core, id, target, wanted);
      if (outside) continue;
      if (at > 0) tellFallback(core, id, this.targetAt(why ? this.place : at - 1).name, target, why);
      this.place = at;
      if (target.type === 'value') this.succeed(target.value);
      else {
        this.series = new Series(this, target);
        this.series.start();
      }
      return;
    }
    this.finish('failed', why ?? outside!);
  }

  ended(reading: Reading<O>): void {
    this.series = null;
    if (this.over) return;
    if (reading.ok) this.succeed(reading.value);
    else if (this.told || FINAL.has(reading.failure.code)) this.finish('failed', reading.failure);
    else this.tryFrom(this.place + 1, reading.failure);
  }

  nextAttempt(): number {
    return ++this.attempts;
  }

  billed(target: string, result: CallResult, tookMs: number): void {
    (this.meter ??= new Meter()).add(result);
    countCost(this.core, this.id, result.costNanoUsd);
    if (this.def.policy.route !== 'latency') return;
    if (result.timedOut !== null || result.received.end !== null) rememberLatency(this.core, target, tookMs);
  }

  /** T3. */
  get told(): boolean {
    return this.stream?.told ?? false;
  }

  part(attempt: number, text: string): void {
    this.core.host.emit(this.core.run, { type: 'part.received', step: this.id, attempt, text });
    this.stream?.push(text);
  }

  runInside(scorer: ScoringStep, input: unknown): Handle<unknown> {
    const { core } = this;
    this.inside ??= new Scope(`${this.id}/`, this.scope);
    core.countStep();
    const id = this.inside.claim('gate', this.attempts, 'step');
    const options = { region: this.wanted };
    return new StepExecution(core, this.inside, scorer as AnyStep, id, 'gate', input, options)
      .handle as Handle<unknown>;
  }

  private succeed(value: O): void {
    const { def, id, core, input, name } = this;
    const given = crossOut(core, def.output, id, value);
    if (given.failure) {
      this.finish('failed', given.failure);
      return;
    }
    if (def.policy.monitors.length > 0) watch(core, def.policy.monitors, name, id, value, input);
    this.finish('ok', null, given.stored, value);
  }

  private finish(outcome: StepFinished['outcome'], why: Failure | null, stored?: Json, value?: O): void {
    if (this.over) return;
    this.over = true;
    const { core, id } = this;
    this.finishedMs = core.host.now;
    this.totalTimer?.cancel();
    if (this.inside && why) this.inside.cancel(why);
    core.host.emit(
      core.run,
      why ? { type: 'step.finished', step: id, outcome, failure: why } : stepFinished(id, stored ?? null),
    );
    core.open.remove(this.opened);
    if (outcome === 'failed') this.failure = why;
    this.scope.remove(this, outcome === 'failed');
    this.stream?.finish(why);
    if (why) {
      this.handle.reject(new StepError(why));
    } else this.handle.resolve(value as O);
  }

  close(outcome: 'cancelled' | 'abandoned', why: Failure): void {
    if (this.over) return;
    this.series?.close('cancelled', why);
    this.finish(outcome, why);
  }

  cancelled(why: Failure): void {
    this.core.guard(() => this.close('cancelled', why));
  }

  unobserved(): Failure | null {
    return this.failure && !this.handle.observed ? this.failure : null;
  }

  measure(value: O): Measured<O> {
    const { type, name } = this.targetAt(this.place);
    const answered = { target: type === 'value' ? null : name, model: type === 'model' };
    const latencyMs = this.finishedMs - this.startedMs;
    return (this.meter ?? new Meter()).read(value, latencyMs, this.attempts, answered);
  }

  parts(): AsyncIterable<string> | null {
    return this.stream?.read() ?? null;
  }
}
