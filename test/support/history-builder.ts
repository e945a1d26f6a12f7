/** Writes histories by hand, a line an event: what the engine would have emitted, without the engine. */
import { runId, virtualMs } from '../../src/base/units.ts';
import type { Json } from '../../src/base/json.ts';
import type {
  AttemptFinished,
  Event,
  EventBody,
  History,
  RunFinished,
  RunStarted,
  StepDeclared,
  StepFinished,
  WorldEnded,
} from '../../src/history/events.ts';
import type { Failure } from '../../src/model/failure.ts';
import { failure } from '../../src/model/failure.ts';

/** What a call was billed, and the reply that came with it. */
export interface Answer {
  readonly text?: string;
  readonly version?: string;
  readonly tokens?: readonly [input: number, output: number];
  readonly costNanoUsd?: number;
  readonly documents?: readonly { readonly id: string; readonly title: string; readonly score: number }[];
}

/** A declared step with the fields that a test does not care for filled in. */
export function declared(
  name: string,
  targets: readonly string[] = [],
  more: Partial<StepDeclared> = {},
): StepDeclared {
  return { name, kind: targets.length > 0 ? 'generate' : 'function', targets, policy: {}, ...more };
}

/** Appends events at a clock that the test moves with `at`. Attempts number themselves. */
export class HistoryBuilder {
  private readonly events: Event[] = [];
  private readonly open = new Map<
    string,
    { attempt: number; target: string; tryOnTarget: number; request: boolean }
  >();
  private now = 0;
  private current = '';

  /** Moves the clock to `ms`. */
  at(ms: number): this {
    this.now = ms;
    return this;
  }

  add(body: EventBody, run = this.current): this {
    this.events.push({ seq: this.events.length, t: virtualMs(this.now), run: runId(run), ...body });
    return this;
  }

  world(seed = 7, scenario = 'a test'): this {
    const host = 'simulated';
    return this.add(
      { type: 'world.started', schema: 1, seed, scenario, code: 'c0de', host, nondeterministic: [] },
      '',
    );
  }

  run(steps: readonly StepDeclared[], more: Partial<RunStarted> = {}, run = 'run'): this {
    this.current = run;
    const base = { orchestration: 'Test', pattern: 'code', input: 'hello' } as const;
    return this.add({ type: 'run.started', ...base, steps, ...more });
  }

  start(step: string, name = step, input: Json = 'hello'): this {
    return this.add({ type: 'step.started', step, name, input });
  }

  skip(step: string, reason: string, name = step): this {
    return this.add({ type: 'step.skipped', step, name, reason });
  }

  /** Starts the next attempt of a step: a call to a model, or with `request` false to a function. */
  try(step: string, target: string, request = true): this {
    const last = this.open.get(`${this.current}/${step}`);
    const attempt = (last?.attempt ?? 0) + 1;
    const tryOnTarget = last?.target === target ? last.tryOnTarget + 1 : 1;
    this.open.set(`${this.current}/${step}`, { attempt, target, tryOnTarget, request });
    const body = { type: 'attempt.started', step, attempt, target, tryOnTarget } as const;
    if (!request) return this.add(body);
    return this.add({
      ...body,
      request: { kind: 'chat', model: target, messages: [{ role: 'user', content: 'hello' }] },
    });
  }

  answered(step: string, answer: Answer = {}): this {
    return this.finishAttempt(step, 'ok', answer);
  }

  failed(step: string, why: Failure, answer: Answer = {}): this {
    return this.finishAttempt(step, 'failed', answer, why);
  }

  cancelled(step: string, answer: Answer = {}): this {
    return this.finishAttempt(
      step,
      'cancelled',
      answer,
      failure('cancelled', 'The scope it ran in was cancelled.'),
    );
  }

  struck(step: string, fault: string, kind: string): this {
    const { attempt, target } = this.openAttempt(step);
    return this.add({
      type: 'fault.struck',
      fault,
      kind,
      firing: `${fault}@${target}`,
      step,
      attempt,
      target,
    });
  }

  backoff(step: string, delayMs: number): this {
    return this.add({ type: 'backoff.started', step, after: this.openAttempt(step).attempt, delayMs });
  }

  fallback(step: string, to: string): this {
    return this.add({ type: 'fallback.chosen', step, from: this.openAttempt(step).target, to });
  }

  done(step: string, value: Json = null): this {
    return this.add({ type: 'step.finished', step, outcome: 'ok', value });
  }

  gaveUp(step: string, outcome: StepFinished['outcome'], why?: Failure): this {
    return this.add({ type: 'step.finished', step, outcome, ...(why && { failure: why }) });
  }

  finish(outcome: RunFinished['outcome'], more: Omit<Partial<RunFinished>, 'type' | 'outcome'> = {}): this {
    return this.add({ type: 'run.finished', outcome, ...more });
  }

  unmet(fault: string, kind: string): this {
    return this.add({ type: 'fault.unmet', fault, kind }, '');
  }

  end(reason: WorldEnded['reason'] = 'quiet', message?: string): this {
    return this.add({ type: 'world.ended', reason, ...(message !== undefined && { message }) }, '');
  }

  get history(): History {
    return [...this.events];
  }

  private openAttempt(step: string) {
    return (
      this.open.get(`${this.current}/${step}`) ?? {
        attempt: 1,
        target: 'nothing',
        tryOnTarget: 1,
        request: false,
      }
    );
  }

  private finishAttempt(
    step: string,
    outcome: AttemptFinished['outcome'],
    answer: Answer,
    why?: Failure,
  ): this {
    const { attempt, target, request } = this.openAttempt(step);
    const body = {
      type: 'attempt.finished',
      step,
      attempt,
      target,
      outcome,
      ...(why && { failure: why }),
    } as const;
    if (!request) return this.add(body);
    const [inputTokens, outputTokens] = answer.tokens ?? [0, 0];
    return this.add({
      ...body,
      reply: {
        version: answer.version ?? null,
        text: answer.text ?? '',
        ...(answer.documents && { documents: answer.documents }),
        end: outcome === 'ok' ? 'stop' : null,
        firstPartMs: null,
        queuedMs: 0,
      },
      usage: { inputTokens, outputTokens },
      costNanoUsd: answer.costNanoUsd ?? 0,
    });
  }
}
