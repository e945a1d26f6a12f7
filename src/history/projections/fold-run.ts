/** Folds the events of one run: its steps, whom it waited for, what became of its state. */
import type { Json } from '../../base/json.ts';
import type { Event, EventOf, StepDeclared } from '../events.ts';
import { addToStep, isStepEvent, newStep } from './fold-step.ts';
import type { AttemptView, StepView } from './step-view.ts';
import type { RunView } from './world-view.ts';

export class FoldRun {
  readonly view: RunView;
  private readonly steps = new Map<string, StepView>();

  constructor(event: EventOf<'run.started'>) {
    this.view = {
      run: event.run,
      started: event,
      startedMs: event.t,
      finished: null,
      finishedMs: null,
      steps: [],
      waits: [],
      writes: [],
      conflicts: [],
      stateRefusals: [],
      drifts: [],
      agent: null,
      leftTo: [],
      late: [],
      warnings: [],
      logs: [],
    };
    for (const declared of event.steps) {
      const step = newStep(declared.name, declared.name, declared);
      this.steps.set(declared.name, step);
      this.view.steps.push(step);
    }
  }

  add(event: Event): void {
    const { view } = this;
    if (isStepEvent(event)) {
      const step = this.steps.get(event.step);
      if (!step) return;
      addToStep(step, event);
      const wait = event.type === 'signal.awaited' ? step.waits.at(-1) : undefined;
      if (wait) view.waits.push(wait);
      return;
    }
    switch (event.type) {
      case 'run.finished':
        this.finish(event);
        return;
      case 'step.started':
      case 'step.skipped':
        this.enterStep(event);
        return;
      case 'agent.stopped': {
        const step = this.steps.get(event.step);
        if (step) step.agent = event;
        else if (event.step === '') view.agent = event;
        return;
      }
      case 'log.written':
        view.logs.push({ atMs: event.t, level: event.level, text: event.text, seq: event.seq });
        return;
      case 'warning.raised':
        view.warnings.push({ atMs: event.t, step: event.step ?? null, message: event.message });
        return;
      case 'drift.alarmed': {
        const { step, metric, baseline, observed, tolerance } = event;
        view.drifts.push({ step, metric, baseline, observed, tolerance, atMs: event.t });
        return;
      }
      default:
        this.addState(event);
    }
  }

  /** A call came to its end that nobody waited for any more. `caller`: step and attempt, 'answer#2'. */
  settle(caller: string, event: EventOf<'call.settled'>): void {
    const { usage, costNanoUsd, target } = event;
    const attempt = this.attemptOf(caller);
    if (attempt?.target === target && attempt.late === null)
      attempt.late = { usage, costNanoUsd, atMs: event.t };
    else this.view.late.push({ usage, costNanoUsd });
  }

  private attemptOf(caller: string): AttemptView | undefined {
    const at = caller.lastIndexOf('#');
    const number = Number(caller.slice(at + 1));
    return this.steps.get(caller.slice(0, at))?.attempts.find(({ attempt }) => attempt === number);
  }

  private addState(event: Event): void {
    const { view } = this;
    const { t: atMs } = event;
    if (event.type === 'state.written') {
      const { key, by, version, value } = event;
      view.writes.push({ key, by, version, value, atMs });
    } else if (event.type === 'state.conflicted') {
      const { key, by, kept } = event;
      view.conflicts.push({ key, by, kept, atMs });
    } else if (event.type === 'state.refused') {
      const { key, owner, by } = event;
      view.stateRefusals.push({ key, owner, by, atMs });
    }
  }

  private finish(event: EventOf<'run.finished'>): void {
    const { view } = this;
    view.finished = event;
    view.finishedMs = event.t;
    for (const step of view.steps) if (step.state === 'waiting') step.state = 'not reached';
    // The steps that a run closed which only people could move did not stop waiting: the world did.
    const left = leftTo(event);
    view.leftTo.push(...left);
    for (const wait of view.waits)
      if (wait.answeredMs === null && wait.endedMs === event.t && left.has(wait.signal)) wait.endedMs = null;
  }

  private enterStep(event: EventOf<'step.started' | 'step.skipped'>): void {
    let step = this.steps.get(event.step);
    if (!step) {
      const parent = this.parentOf(event.step);
      const declared = this.declarationOf(event.name, parent);
      if (declared && !parent) this.dropPlaceholder(declared.name);
      step = newStep(event.step, event.name, declared, parent?.step ?? null);
      this.steps.set(event.step, step);
      this.view.steps.push(step);
    }
    step.startedMs = event.t;
    step.startedSeq = event.seq;
    if (event.type === 'step.started') {
      step.state = 'running';
      step.input = event.input;
      step.compensates = event.compensates ?? null;
    } else {
      step.state = 'skipped';
      step.finishedMs = event.t;
      step.finishedSeq = event.seq;
      step.skipReason = event.reason;
    }
  }

  /** The nearest step on the way to a path: 'triage' for 'triage/turn-1/search', and on a second attempt 'triage#2/…'. */
  private parentOf(path: string): StepView | null {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const step = this.steps.get(path.slice(0, at).replace(/#\d+$/, ''));
      if (step) return step;
    }
    return null;
  }

  private declarationOf(name: string, parent: StepView | null): StepDeclared | null {
    const declared = parent ? (parent.declared?.steps ?? []) : this.view.started.steps;
    return declared.find((step) => step.name === name) ?? null;
  }

  /** A declared step that runs only in scopes or under keys is shown as those executions, not as never reached. */
  private dropPlaceholder(name: string): void {
    const placeholder = this.steps.get(name);
    if (placeholder?.state !== 'waiting') return;
    this.steps.delete(name);
    this.view.steps.splice(this.view.steps.indexOf(placeholder), 1);
  }
}

/** The signals that a run was still waiting for when nothing but people could move it. */
function leftTo({ outcome, value }: EventOf<'run.finished'>): ReadonlySet<string> {
  if (outcome !== 'escalated' || !Array.isArray(value)) return NOBODY;
  const signals = value.map((one: Json) => (one as { readonly signal?: Json } | null)?.signal);
  return new Set(signals.filter((signal) => typeof signal === 'string'));
}
const NOBODY: ReadonlySet<string> = new Set();
