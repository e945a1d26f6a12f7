/** Writes histories by hand, a line an event: what the engine would have emitted, without the engine. */
import { runId, virtualMs } from '../../src/base/units.ts';
import type { Json } from '../../src/base/json.ts';
import { SCHEMA_VERSION } from '../../src/history/events.ts';
import type {
  AttemptFinished,
  AttemptHeld,
  AttemptRefused,
  Event,
  EventBody,
  History,
  LetterSettled,
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
      {
        type: 'world.started',
        schema: SCHEMA_VERSION,
        seed,
        scenario,
        code: 'c0de',
        host,
        nondeterministic: [],
      },
      '',
    );
  }

  run(steps: readonly StepDeclared[], more: Partial<RunStarted> = {}, run = 'run'): this {
    this.current = run;
    const base = { orchestration: 'Test', pattern: 'code', input: 'hello' } as const;
    return this.add({ type: 'run.started', ...base, steps, ...more });
  }

  /** What follows is of that run. */
  of(run: string): this {
    this.current = run;
    return this;
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

  /** Sends one more call to the target of the attempt under way. */
  hedge(step: string): this {
    const { attempt, target, tryOnTarget } = this.openAttempt(step);
    this.open.set(`${this.current}/${step}`, { attempt: attempt + 1, target, tryOnTarget, request: true });
    const request = { kind: 'chat', model: target, messages: [] } as const;
    return this.add({
      type: 'attempt.started',
      step,
      attempt: attempt + 1,
      target,
      tryOnTarget,
      request,
      hedge: true,
    });
  }

  held(step: string, target: string, policy: AttemptHeld['policy']): this {
    return this.add({ type: 'attempt.held', step, target, policy });
  }

  refused(step: string, target: string, policy: AttemptRefused['policy'], why: Failure): this {
    return this.add({ type: 'attempt.refused', step, target, policy, failure: why });
  }

  /** A quality gate scores the attempt under way; exactly the threshold passes. */
  scored(step: string, score: number, threshold: number): this {
    const { attempt, target } = this.openAttempt(step);
    const passed = score >= threshold;
    return this.add({ type: 'gate.scored', step, attempt, target, score, threshold, passed });
  }

  breaker(key: string, from: string, to: string, because: string): this {
    return this.add({ type: 'policy.changed', policy: 'breaker', key, from, to, because });
  }

  /** A step asks a person; its signal is run and step. */
  asks(step: string, who: string, question: Json): this {
    const signal = `${this.current}/${step}`;
    return this.add({ type: 'signal.awaited', step, signal, who, question });
  }

  /** The person acts, and the run hears of it. */
  personAnswers(step: string, value: Json): this {
    const signal = `${this.current}/${step}`;
    this.add({ type: 'intervention.applied', kind: 'answer', value: { signal, value } }, '');
    return this.add({ type: 'signal.received', step, signal, value });
  }

  letter(step: string, queue: string, attempts: number, why: Failure, input: Json = 'hello'): this {
    const letter = `${this.current}/${step}`;
    return this.add({ type: 'letter.added', letter, step, queue, input, attempts, failure: why });
  }

  settled(step: string, how: LetterSettled['how'], value: Json = null): this {
    return this.add({ type: 'letter.settled', letter: `${this.current}/${step}`, how, value });
  }

  crashed(fault: string): this {
    return this.add({ type: 'orchestrator.crashed', fault }, '');
  }

  resumed(mode: 'resume' | 'restart'): this {
    return this.add({ type: 'orchestrator.resumed', mode }, '');
  }

  /** The run ends because only people can move it. */
  leftTo(...waits: readonly { readonly step: string; readonly who: string }[]): this {
    const reason = `waits for ${waits.map(({ step, who }) => `${who} (${step})`).join(', ')}`;
    const value = waits.map(({ step, who }) => ({ signal: `${this.current}/${step}`, step, who }));
    return this.finish('escalated', { reason, value });
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
        ...(answer.documents && {
          documents: answer.documents.map((document) => ({ text: '', ...document })),
        }),
        end: outcome === 'ok' ? 'stop' : null,
        firstPartMs: null,
        queuedMs: 0,
      },
      usage: { inputTokens, outputTokens },
      costNanoUsd: answer.costNanoUsd ?? 0,
    });
  }
}
