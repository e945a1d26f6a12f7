/**
 * One attempt of a step: a model call or a function, under the attempt timeout. Emits `attempt.started` and exactly one
 * `attempt.finished`; what to do next is step.ts.
 */
import type { NotStorable } from '../base/json.ts';
import type { AttemptFinished } from '../history/events.ts';
import { failure, type Failure } from '../model/failure.ts';
import type { Received } from '../model/reply.ts';
import type { Reading, Target } from './step-def.ts';
import type { CallResult, CancelTimer } from './host.ts';
import type { RunCore } from './run-core.ts';
import { Scope } from './scope.ts';
import { functionContext } from './sleep.ts';
import { toFailure } from './step-error.ts';

/** How an attempt is closed from outside: by its step's timeout or a cancelled scope. Says whether a fault had struck it. */
export type CloseAttempt = (outcome: 'failed' | 'cancelled', why: Failure) => boolean;

export interface AttemptFacts {
  readonly step: string;
  readonly attempt: number;
  readonly tryOnTarget: number;
  readonly timeoutMs: number | null;
}

/** Starts an attempt; `done` is called once, in a turn of the run, unless the attempt is closed first. */
export function startAttempt<I, O>(
  core: RunCore,
  target: Exclude<Target<I, O>, { type: 'value' }>,
  input: I,
  facts: AttemptFacts,
  done: (reading: Reading<O>) => void,
): CloseAttempt {
  return target.type === 'model'
    ? startCall(core, target, input, facts, done)
    : startFunction(core, target, input, facts, done);
}

/** '8 s', '1500 ms'. */
export const wordsFor = (ms: number): string => (ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`);

const timedOut = (target: string, facts: AttemptFacts): Failure =>
  failure(
    'timeout.attempt',
    `${target} took longer than the ${wordsFor(facts.timeoutMs ?? 0)} that an attempt of ${facts.step} may take`,
    {
      step: facts.step,
    },
  );

function startCall<I, O>(
  core: RunCore,
  target: Extract<Target<I, O>, { type: 'model' }>,
  input: I,
  facts: AttemptFacts,
  done: (reading: Reading<O>) => void,
): CloseAttempt {
  const { host, run } = core;
  const { step, attempt, tryOnTarget } = facts;
  const request = target.request(input);
  host.emit(run, { type: 'attempt.started', step, attempt, target: target.name, tryOnTarget, request });
  let cancelTimer: CancelTimer | null = null;

  const finish = (result: CallResult, outcome: AttemptFinished['outcome'], why: Failure | null): void => {
    cancelTimer?.();
    host.emit(run, {
      type: 'attempt.finished',
      step,
      attempt,
      target: target.name,
      outcome,
      ...(why ? { failure: why } : {}),
      reply: replyShown(result),
      usage: result.usage,
      costNanoUsd: result.costNanoUsd,
    });
  };
  const cancelCall = host.call({ run, step, model: target.name, attempt }, request, (result) => {
    const reading = readReply(target, result, step);
    finish(result, reading.ok ? 'ok' : 'failed', reading.ok ? null : reading.failure);
    done(reading);
  });
  const close: CloseAttempt = (outcome, why) => {
    const result = cancelCall();
    finish(result, outcome, { ...why, injected: result.injected });
    return result.injected;
  };
  if (facts.timeoutMs !== null)
    cancelTimer = host.timer(run, facts.timeoutMs, 'timeout', () => {
      const result = cancelCall();
      const why = { ...timedOut(target.name, facts), injected: result.injected };
      finish(result, 'failed', why);
      done({ ok: false, failure: why });
    });
  return close;
}

function replyShown({ received, queuedMs }: CallResult): AttemptFinished['reply'] & object {
  const { version, text, documents, end, firstPartMs } = received;
  return {
    version,
    text,
    ...(documents ? { documents: documents.map(({ id, title, score }) => ({ id, title, score })) } : {}),
    end,
    firstPartMs,
    queuedMs,
  };
}

/** What the reply means to the step: an endpoint's refusal or a broken connection first, then the step's own reading. */
function readReply<I, O>(
  target: Extract<Target<I, O>, { type: 'model' }>,
  result: CallResult,
  step: string,
): Reading<O> {
  const transport = transportFailure(target.name, result.received);
  const reading: Reading<O> = transport ? { ok: false, failure: transport } : target.read(result.received);
  if (reading.ok) return reading;
  return { ok: false, failure: { ...reading.failure, injected: result.injected, step } };
}

/** The failure that a reply amounts to before anyone reads its content; null when it is whole. */
function transportFailure(model: string, received: Received): Failure | null {
  const { refused, broken, end } = received;
  if (refused) {
    const options = {
      status: refused.status,
      ...(refused.retryAfterMs === undefined ? {} : { retryAfterMs: refused.retryAfterMs }),
    };
    return failure(
      codeOfStatus(refused.status, refused.kind),
      `${model} answered ${refused.status} ${refused.kind}: ${refused.message}`,
      options,
    );
  }
  if (broken === 'refused') return failure('unavailable', `${model} refused the connection`);
  if (broken === 'reset')
    return received.version === null
      ? failure('connection_lost', `the connection to ${model} broke before it answered`)
      : failure('cut', `the connection to ${model} broke in the middle of its reply`);
  if (broken === 'eof' || end === null)
    return failure('cut', `the reply of ${model} ended before its terminator`);
  return null;
}

function codeOfStatus(status: number, kind: string): Failure['code'] {
  if (status === 429) return 'rate_limited';
  if (status === 529 || kind.includes('overloaded')) return 'overloaded';
  if (status === 503) return 'unavailable';
  if (status >= 500) return 'server_error';
  if (status === 401 || status === 403) return 'unauthorised';
  if (status === 404) return 'unknown_model';
  return 'bad_request';
}

function startFunction<I, O>(
  core: RunCore,
  target: Extract<Target<I, O>, { type: 'function' }>,
  input: I,
  facts: AttemptFacts,
  done: (reading: Reading<O>) => void,
): CloseAttempt {
  const { host, run } = core;
  const { step, attempt, tryOnTarget } = facts;
  host.emit(run, { type: 'attempt.started', step, attempt, target: target.name, tryOnTarget });
  const scope = new Scope(`${step}#${attempt}/`);
  let cancelTimer: CancelTimer | null = null;
  let open = true;

  const finish = (outcome: AttemptFinished['outcome'], why: Failure | null): void => {
    host.emit(run, {
      type: 'attempt.finished',
      step,
      attempt,
      target: target.name,
      outcome,
      ...(why ? { failure: why } : {}),
    });
    open = false;
    cancelTimer?.();
  };
  const settle = (reading: Reading<O>): void => {
    if (!open) return;
    core.guard(() => {
      const stray = scope.end();
      const judged: Reading<O> = reading.ok && stray ? { ok: false, failure: stray } : reading;
      finish(judged.ok ? 'ok' : 'failed', judged.ok ? null : judged.failure);
      done(judged);
    });
  };
  const close: CloseAttempt = (outcome, why) => {
    if (!open) return false;
    finish(outcome, why);
    scope.cancel(why);
    return false;
  };
  if (facts.timeoutMs !== null)
    cancelTimer = host.timer(run, facts.timeoutMs, 'timeout', () => {
      const why = timedOut(target.name, facts);
      close('failed', why);
      done({ ok: false, failure: why });
    });
  callFunction(target, input, functionContext(core, scope, attempt)).then(
    (value) => settle({ ok: true, value }),
    (thrown: unknown) => settle({ ok: false, failure: { ...toFailure(thrown, core.locate), step } }),
  );
  return close;
}

async function callFunction<I, O>(
  target: Extract<Target<I, O>, { type: 'function' }>,
  input: I,
  context: Parameters<typeof target.run>[1],
): Promise<O> {
  return target.run(input, context);
}

/** Turns a capture error into the failure of the step whose result it was. */
export const notStorable = (error: NotStorable, step: string): Failure =>
  failure('not_storable', error.message, { step, retryable: false });
