/**
 * An attempt that asks an endpoint. The host keeps its time-outs and says what was received; what the reply means is read
 * here, once.
 *
 * C1. A reply is read as transport first (transport-failure.ts), then by the step; a part already told stays told.
 * C2. What stands in the history is a copy: authored code may sort and change what it was given.
 */
import type { AttemptFinished } from '../history/events.ts';
import type { Failure } from '../model/failure.ts';
import type { CallOptions, CallResult, CancelCall } from './host.ts';
import type { Reading } from './step-def.ts';
import { toFailure } from './step-error.ts';
import { timeOutFailure, transportFailure } from './transport-failure.ts';
import type { Attempt, AttemptOwner, Extra, Plan, Tried, Trying } from './trying.ts';

type Model<I, O> = Extract<Tried<I, O>, { type: 'model' }>;

export class CallAttempt<I, O> implements Attempt {
  attempt = 0;
  result: CallResult | null = null;
  private readonly step: Trying<I, O>;
  private readonly plan: Plan<I, O> & { readonly target: Model<I, O> };
  private readonly owner: AttemptOwner<O>;
  private readonly extra: Extra | null;
  private startedMs = 0;
  private cancelCall: CancelCall | null = null;

  constructor(
    step: Trying<I, O>,
    plan: Plan<I, O> & { readonly target: Model<I, O> },
    owner: AttemptOwner<O>,
    extra: Extra | null,
  ) {
    this.step = step;
    this.plan = plan;
    this.owner = owner;
    this.extra = extra;
  }

  /** @throws what building the request threw, before anything was sent */
  start(): void {
    const { step, extra } = this;
    const { target, tryOnTarget, hedge, previous } = this.plan;
    const { host, run } = step.core;
    const request = extra?.request ?? target.request(step.input, previous, `${run}/${step.id}`);
    const attempt = (this.attempt = step.nextAttempt());
    this.startedMs = host.now;
    const body = { step: step.id, attempt, target: target.name, tryOnTarget, request };
    host.emit(
      run,
      hedge ? { type: 'attempt.started', ...body, hedge } : { type: 'attempt.started', ...body },
    );
    this.cancelCall = host.call(
      { run, step: step.id, model: target.name, attempt },
      request,
      (result) => this.settled(result),
      this.options(),
    );
  }

  private options(): CallOptions {
    const { step, extra } = this;
    const { limits, stream } = step.def;
    if (!extra && !stream) return limits;
    const onText = (text: string): void => step.part(this.attempt, text);
    return {
      attemptMs: extra ? extra.attemptMs : limits.attemptMs,
      firstTokenMs: limits.firstTokenMs,
      idleMs: limits.idleMs,
      ...(stream ? { onText } : {}),
      ...(extra ? { released: extra.released } : {}),
    };
  }

  private settled(result: CallResult): void {
    const reading = this.read(result);
    this.finish(result, reading.ok ? 'ok' : 'failed', reading.ok ? null : reading.failure);
    this.owner.attempted(this, reading);
  }

  close(outcome: 'failed' | 'cancelled', why: Failure): boolean {
    if (this.attempt === 0 || this.result) return false;
    const result = this.cancelCall?.() ?? null;
    if (!result) return false;
    this.finish(result, outcome, { ...why, injected: result.injected });
    return result.injected;
  }

  private finish(result: CallResult, outcome: AttemptFinished['outcome'], why: Failure | null): void {
    const { step, attempt } = this;
    const { host, run } = step.core;
    const { usage, costNanoUsd } = result;
    const target = this.plan.target.name;
    this.result = result;
    const reply = replyShown(result);
    const body = { type: 'attempt.finished', step: step.id, attempt, target, outcome } as const;
    host.emit(
      run,
      why ? { ...body, failure: why, reply, usage, costNanoUsd } : { ...body, reply, usage, costNanoUsd },
    );
    step.billed(target, result, host.now - this.startedMs);
  }

  /** C1. */
  private read(result: CallResult): Reading<O> {
    const { step, plan, extra } = this;
    const { target } = plan;
    const { received, timedOut } = result;
    const limits = extra
      ? { ...step.def.limits, attemptMs: extra.attemptMs, waitedMs: extra.waitedMs }
      : step.def.limits;
    const broken = timedOut
      ? timeOutFailure(timedOut, target.name, step.id, limits)
      : transportFailure(target.name, received);
    if (!broken) {
      const reading = this.readContent(result);
      if (reading.ok) return reading;
      return { ok: false, failure: { ...reading.failure, injected: result.injected, step: step.id } };
    }
    return { ok: false, failure: { ...broken, injected: result.injected, step: step.id } };
  }

  private readContent({ received }: CallResult): Reading<O> {
    try {
      return this.plan.target.read(received);
    } catch (thrown) {
      return { ok: false, failure: toFailure(thrown, this.step.core.locate) };
    }
  }
}

/** C2. What an attempt shows of its reply: everything that was received, so that the call can be answered from the history again. */
export function replyShown({ received, queuedMs }: CallResult): NonNullable<AttemptFinished['reply']> {
  const { version, text, toolCalls, documents, vectors, refused, error, broken, end, firstPartMs } = received;
  const plain = { version, text, end, firstPartMs, queuedMs };
  if (!documents && !vectors && !refused && !error && !broken && toolCalls.length === 0) return plain;
  return {
    ...plain,
    ...(toolCalls.length > 0 ? { toolCalls: toolCalls.map((call) => ({ ...call })) } : {}),
    ...(documents ? { documents: documents.map((document) => ({ ...document })) } : {}),
    ...(vectors ? { vectors: vectors.map((vector) => [...vector]) } : {}),
    ...(refused ? { refused: withoutType(refused) } : {}),
    ...(error ? { error: withoutType(error) } : {}),
    ...(broken ? { broken } : {}),
  };
}

function withoutType<T extends { readonly type: string }>(part: T): Omit<T, 'type'> {
  const { type: _, ...rest } = part;
  return rest;
}
