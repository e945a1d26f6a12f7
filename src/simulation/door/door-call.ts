/**
 * One HTTP request of a program at a known address: a step with one attempt. It owns their events and the order in which
 * the reply reaches the program; its bytes are the dialect's, the endpoint behind it the host's.
 *
 * C1. The step has finished before the program can see the end of its reply, so that what it does next comes next.
 * C2. Whoever gives up, by a signal, by leaving the body, or by the run's end, has the call cancelled.
 */
import type { Json } from '../../base/json.ts';
import type { Dialect, HttpWriter, Reading, Refused } from '../../dialects/port.ts';
import { replyShown } from '../../engine/call-attempt.ts';
import type { CallResult, CancelCall } from '../../engine/host.ts';
import type { Child } from '../../engine/scope.ts';
import { StepError } from '../../engine/step-error.ts';
import { transportFailure } from '../../engine/transport-failure.ts';
import type { StepFinished } from '../../history/events.ts';
import { failure, type Failure } from '../../model/failure.ts';
import { isLast, type Received, type ReplyPart } from '../../model/reply.ts';
import type { Request } from '../../model/request.ts';
import { NO_LIMITS } from '../calls.ts';
import { NOTHING_CAME, refusedWith } from '../no-answer.ts';
import type { DoorRun } from './door-run.ts';
import { ReplySink, type Answer } from './reply-sink.ts';
import { Told } from './untold.ts';

const ATTEMPT = 1;

/** When a provider that cannot read a request has said so. */
const REFUSED_AFTER_MS = 1;

export class DoorCall implements Child {
  private readonly run: DoorRun;
  private readonly sink: ReplySink;
  private readonly writer: HttpWriter;
  private readonly request: Request | null;
  private readonly target: string;
  private readonly step: string;
  private readonly startedMs: number;
  private readonly told = new Told();
  private open = -1;
  private over = false;
  private giveUp: CancelCall;

  /** Must be made in a turn of the run. */
  constructor(run: DoorRun, dialect: Dialect, reading: Reading, answer: Answer) {
    const request = reading.ok ? reading.request : null;
    const target = request?.model ?? dialect.name;
    const name = nameOf(target);
    run.core.countStep();
    this.run = run;
    this.sink = new ReplySink(answer, () => this.close('cancelled', this.left()));
    this.request = request;
    this.target = target;
    this.startedMs = run.host.now;
    this.step = run.scope.claim(name, run.next(name), 'step');
    this.writer = dialect.open(request, {
      model: target,
      id: `${run.core.run}/${this.step}`,
      createdS: Math.floor(run.epochMs / 1000),
      stored: run.stored,
      ...(reading.ok ? { asked: reading.asked } : {}),
    });
    this.begin(name);
    this.giveUp = reading.ok ? this.ask(reading.request) : this.refuse(reading.refused);
  }

  get response(): Promise<object> {
    return this.sink.response;
  }

  private begin(name: string): void {
    const { run, step, target, request } = this;
    run.emit({ type: 'step.started', step, name, input: inputShown(request) });
    run.scope.add(this);
    this.open = run.core.open.add(step);
    const attempt = { type: 'attempt.started', step, attempt: ATTEMPT, target, tryOnTarget: 1 } as const;
    run.emit(request ? { ...attempt, request } : attempt);
  }

  private ask(request: Request): CancelCall {
    const { run, step, target } = this;
    const identity = { run: run.core.run, step, model: target, attempt: ATTEMPT };
    return run.host.open(identity, request, (result) => this.settled(result), {
      ...NO_LIMITS,
      onPart: (part) => this.came(part),
    });
  }

  /** A request that the provider itself could not read. */
  private refuse(refused: Refused): CancelCall {
    const cancel = this.run.timer(REFUSED_AFTER_MS, () => this.settled(refusedWith(refused)));
    return () => {
      cancel();
      return NOTHING_CAME;
    };
  }

  /** C1: the last part waits for the settlement, which comes in the same millisecond. */
  private came(part: ReplyPart): void {
    if (isLast(part) || (part.type === 'head' && this.told.head)) return;
    if (part.type === 'text' && this.request?.kind === 'chat' && this.request.stream)
      this.run.emit({ type: 'part.received', step: this.step, attempt: ATTEMPT, text: part.text });
    // a recording tells of text alone
    if (part.type === 'text' && !this.told.head) this.tell({ type: 'head', version: this.target });
    this.tell(part);
  }

  private tell(part: ReplyPart): void {
    this.told.add(part);
    this.sink.write(this.writer.write({ atMs: this.run.host.now - this.startedMs, part }));
  }

  private settled(result: CallResult): void {
    const { received } = result;
    const broke = received.end === null ? transportFailure(this.target, received) : null;
    const why = broke ? { ...broke, injected: result.injected, step: this.step } : null;
    this.finish(result, broke ? 'failed' : 'ok', why);
    for (const part of this.told.rest(received)) this.tell(part);
  }

  /** The program's signal was aborted. */
  abort(reason: unknown): void {
    this.run.operate(() => this.giveUpWith(abortFailure(this.target, reason)));
    this.sink.fail(reason);
  }

  close(outcome: 'cancelled' | 'abandoned', why: Failure): void {
    if (this.over) return;
    this.run.operate(() => this.giveUpWith(why, outcome));
    if (outcome === 'cancelled') this.sink.fail(new StepError(why));
  }

  unobserved(): null {
    return null;
  }

  private left(): Failure {
    return failure('cancelled', `the program read no more of the reply of ${this.target}`, {
      step: this.step,
    });
  }

  /** C2. */
  private giveUpWith(why: Failure, outcome: 'cancelled' | 'abandoned' = 'cancelled'): void {
    if (this.over) return;
    const result = this.giveUp();
    this.finish(result, outcome, { ...why, injected: result.injected, step: this.step });
  }

  private finish(result: CallResult, outcome: StepFinished['outcome'], why: Failure | null): void {
    const { run, step, target } = this;
    const { usage, costNanoUsd } = result;
    this.over = true;
    const failed = why ? { failure: why } : {};
    run.emit({
      type: 'attempt.finished',
      step,
      attempt: ATTEMPT,
      target,
      outcome: outcome === 'abandoned' ? 'cancelled' : outcome,
      ...failed,
      reply: replyShown(result),
      usage,
      costNanoUsd,
    });
    const value = outcome === 'ok' ? { value: valueShown(result.received) } : {};
    run.emit({ type: 'step.finished', step, outcome, ...value, ...failed });
    run.core.open.remove(this.open);
    // how the program takes a failure is the program's: nothing that it did not await fails its scope
    run.scope.remove(this, false);
  }
}

/** A model's name as identities can hold it. */
const nameOf = (model: string): string => model.replace(/[/[\]]/g, '-');

/** The last thing said, or the texts to be embedded: the whole request stands in its attempt. */
function inputShown(request: Request | null): Json {
  if (request?.kind === 'chat') return request.messages.at(-1)?.content ?? null;
  return request?.kind === 'embed' ? request.texts : null;
}

function valueShown({ text, toolCalls, vectors }: Received): Json {
  if (vectors) return { vectors: vectors.length };
  if (toolCalls.length === 0) return text;
  return {
    text,
    toolCalls: toolCalls.map(({ id, name, arguments: given }) => ({ id, name, arguments: given })),
  };
}

function abortFailure(target: string, reason: unknown): Failure {
  const late = (reason as { name?: unknown } | null)?.name === 'TimeoutError';
  return failure(
    'cancelled',
    `the program ${late ? 'waited no longer for' : 'aborted its request to'} ${target}`,
  );
}
