/**
 * A run as the pictures see it: folded from a history, or from its prefix up to a playhead. Pure: a view cannot tell a
 * run that is happening from a stored one. A prefix never throws; what has not happened yet is simply absent.
 */
import type { Json } from '../../base/json.ts';
import type { RunId, VirtualMs } from '../../base/units.ts';
import type { Failure } from '../../model/failure.ts';
import type { Usage } from '../../model/reply.ts';
import type { Request } from '../../model/request.ts';
import type {
  AttemptFinished,
  Event,
  EventOf,
  History,
  RunFinished,
  RunStarted,
  StepDeclared,
} from '../events.ts';

export interface Strike {
  readonly fault: string;
  readonly kind: string;
  readonly firing: string;
  readonly atMs: VirtualMs;
}

export interface AttemptView {
  readonly attempt: number;
  readonly target: string;
  readonly tryOnTarget: number;
  readonly startedMs: VirtualMs;
  finishedMs: VirtualMs | null;
  outcome: AttemptFinished['outcome'] | null;
  failure: Failure | null;
  request: Request | null;
  reply: AttemptFinished['reply'] | null;
  usage: Usage | null;
  costNanoUsd: number;
  readonly strikes: Strike[];
  /** The seq of attempt.started, to link pictures to the history. */
  readonly seq: number;
}

export type StepState =
  /** Declared, not started (yet). */
  | 'waiting'
  | 'running'
  | 'ok'
  /** Ended well after at least one failed attempt. */
  | 'recovered'
  | 'failed'
  | 'skipped'
  | 'cancelled'
  | 'abandoned'
  /** The run ended without starting it. */
  | 'not reached';

export interface StepView {
  /** Scope path and name; equals `name` for a declared step that was never keyed. */
  readonly step: string;
  readonly name: string;
  /** Null where the history names a step that was not declared (a forged or foreign history). */
  readonly declared: StepDeclared | null;
  state: StepState;
  startedMs: VirtualMs | null;
  finishedMs: VirtualMs | null;
  /** The seqs of the events that began and ended it: what tells the order of steps at one instant. */
  startedSeq: number | null;
  finishedSeq: number | null;
  input: Json;
  value: Json;
  failure: Failure | null;
  skipReason: string | null;
  readonly attempts: AttemptView[];
  readonly backoffs: { readonly after: number; readonly fromMs: VirtualMs; readonly delayMs: number }[];
  readonly fallbacks: { readonly from: string; readonly to: string; readonly atMs: VirtualMs }[];
}

export interface RunView {
  readonly run: RunId;
  readonly started: RunStarted;
  readonly startedMs: VirtualMs;
  finished: RunFinished | null;
  finishedMs: VirtualMs | null;
  /**
   * Declared steps first, in declared order; then further executions (keyed, scoped) in order of start. A declared step
   * stands for itself until it runs in a scope or under a key.
   */
  readonly steps: StepView[];
  readonly warnings: { readonly atMs: VirtualMs; readonly step: string | null; readonly message: string }[];
  readonly logs: {
    readonly atMs: VirtualMs;
    readonly level: string;
    readonly text: string;
    readonly seq: number;
  }[];
}

export interface WorldView {
  readonly seed: number | null;
  readonly scenario: string;
  /** The time of the last event folded. */
  endMs: VirtualMs;
  ended: EventOf<'world.ended'> | null;
  readonly runs: RunView[];
  readonly unmet: { readonly fault: string; readonly kind: string }[];
  readonly eventCount: number;
}

/** Folds a history, or its prefix of events with t ≤ `upToMs`. */
export function projectWorld(history: History, upToMs = Infinity): WorldView {
  const fold = new Fold();
  let count = 0;
  for (const event of history) {
    if (event.t > upToMs) break;
    fold.add(event);
    count++;
  }
  return fold.finish(count);
}

/** The first run of a world, the one that Play shows; null before it started. */
export const firstRun = (world: WorldView): RunView | null => world.runs[0] ?? null;

/** Whether a run came to its end well, but without a result. */
export const returnedNothing = ({ finished }: RunView): boolean =>
  finished?.outcome === 'returned' && (finished.value === undefined || finished.value === null);

/** Whether a step never began its work, since it does not accept what it was handed. */
export const refusedInput = (step: StepView): boolean =>
  step.state === 'failed' && step.failure?.code === 'contract' && step.attempts.length === 0;

/** Whether an attempt's cost bought nothing: it failed or was cancelled. */
export const isWasted = (attempt: AttemptView): boolean =>
  attempt.outcome === 'failed' || attempt.outcome === 'cancelled';

class Fold {
  private readonly runs = new Map<RunId, { view: RunView; steps: Map<string, StepView> }>();
  private readonly unmet: WorldView['unmet'] = [];
  private seed: number | null = null;
  private scenario = '';
  private ended: EventOf<'world.ended'> | null = null;
  private endMs = 0 as VirtualMs;

  add(event: Event): void {
    this.endMs = event.t;
    switch (event.type) {
      case 'world.started':
        this.seed = event.seed;
        this.scenario = event.scenario;
        return;
      case 'world.ended':
        this.ended = event;
        return;
      case 'fault.unmet':
        this.unmet.push({ fault: event.fault, kind: event.kind });
        return;
      case 'run.started':
        this.startRun(event);
        return;
      default:
        this.addToRun(event);
    }
  }

  private startRun(event: EventOf<'run.started'>): void {
    const view: RunView = {
      run: event.run,
      started: event,
      startedMs: event.t,
      finished: null,
      finishedMs: null,
      steps: [],
      warnings: [],
      logs: [],
    };
    const steps = new Map<string, StepView>();
    for (const declared of event.steps) {
      const step = newStep(declared.name, declared.name, declared);
      steps.set(declared.name, step);
      view.steps.push(step);
    }
    this.runs.set(event.run, { view, steps });
  }

  private addToRun(
    event: Exclude<Event, EventOf<'world.started' | 'world.ended' | 'fault.unmet' | 'run.started'>>,
  ): void {
    const run = this.runs.get(event.run);
    if (!run) return;
    const { view } = run;
    switch (event.type) {
      case 'run.finished':
        view.finished = event;
        view.finishedMs = event.t;
        for (const step of view.steps) if (step.state === 'waiting') step.state = 'not reached';
        return;
      case 'log.written':
        view.logs.push({ atMs: event.t, level: event.level, text: event.text, seq: event.seq });
        return;
      case 'warning.raised':
        view.warnings.push({ atMs: event.t, step: event.step ?? null, message: event.message });
        return;
      case 'intervention.applied':
        return;
      case 'step.started':
      case 'step.skipped':
        this.enterStep(run, event);
        return;
      default: {
        const step = run.steps.get(event.step);
        if (step) addToStep(step, event);
      }
    }
  }

  private enterStep(
    run: { view: RunView; steps: Map<string, StepView> },
    event: EventOf<'step.started' | 'step.skipped'>,
  ): void {
    let step = run.steps.get(event.step);
    if (!step) {
      const declared = run.view.started.steps.find((s) => s.name === event.name) ?? null;
      if (declared) dropPlaceholder(run, declared.name);
      step = newStep(event.step, event.name, declared);
      run.steps.set(event.step, step);
      run.view.steps.push(step);
    }
    step.startedMs = event.t;
    step.startedSeq = event.seq;
    if (event.type === 'step.started') {
      step.state = 'running';
      step.input = event.input;
    } else {
      step.state = 'skipped';
      step.finishedMs = event.t;
      step.finishedSeq = event.seq;
      step.skipReason = event.reason;
    }
  }

  finish(eventCount: number): WorldView {
    return {
      seed: this.seed,
      scenario: this.scenario,
      endMs: this.endMs,
      ended: this.ended,
      runs: [...this.runs.values()].map((r) => r.view),
      unmet: this.unmet,
      eventCount,
    };
  }
}

/** A declared step that runs only in scopes or under keys is shown as those executions, not as never reached. */
function dropPlaceholder(run: { view: RunView; steps: Map<string, StepView> }, name: string): void {
  const placeholder = run.steps.get(name);
  if (placeholder?.state !== 'waiting') return;
  run.steps.delete(name);
  run.view.steps.splice(run.view.steps.indexOf(placeholder), 1);
}

type StepEvent = EventOf<
  | 'step.finished'
  | 'attempt.started'
  | 'attempt.finished'
  | 'backoff.started'
  | 'fallback.chosen'
  | 'fault.struck'
>;

function addToStep(step: StepView, event: StepEvent): void {
  switch (event.type) {
    case 'attempt.started':
      step.attempts.push({
        attempt: event.attempt,
        target: event.target,
        tryOnTarget: event.tryOnTarget,
        startedMs: event.t,
        finishedMs: null,
        outcome: null,
        failure: null,
        request: event.request ?? null,
        reply: null,
        usage: null,
        costNanoUsd: 0,
        strikes: [],
        seq: event.seq,
      });
      return;
    case 'attempt.finished': {
      const attempt = step.attempts.find((a) => a.attempt === event.attempt);
      if (!attempt) return;
      attempt.finishedMs = event.t;
      attempt.outcome = event.outcome;
      attempt.failure = event.failure ?? null;
      attempt.reply = event.reply ?? null;
      attempt.usage = event.usage ?? null;
      attempt.costNanoUsd = event.costNanoUsd ?? 0;
      return;
    }
    case 'fault.struck':
      step.attempts
        .find((a) => a.attempt === event.attempt)
        ?.strikes.push({ fault: event.fault, kind: event.kind, firing: event.firing, atMs: event.t });
      return;
    case 'backoff.started':
      step.backoffs.push({ after: event.after, fromMs: event.t, delayMs: event.delayMs });
      return;
    case 'fallback.chosen':
      step.fallbacks.push({ from: event.from, to: event.to, atMs: event.t });
      return;
    case 'step.finished':
      step.finishedMs = event.t;
      step.finishedSeq = event.seq;
      step.value = event.value ?? null;
      step.failure = event.failure ?? null;
      step.state =
        event.outcome === 'ok'
          ? step.attempts.some((a) => a.outcome === 'failed')
            ? 'recovered'
            : 'ok'
          : event.outcome;
  }
}

function newStep(step: string, name: string, declared: StepDeclared | null): StepView {
  return {
    step,
    name,
    declared,
    state: 'waiting',
    startedMs: null,
    finishedMs: null,
    startedSeq: null,
    finishedSeq: null,
    input: null,
    value: null,
    failure: null,
    skipReason: null,
    attempts: [],
    backoffs: [],
    fallbacks: [],
  };
}
