/** Folds the events of one step. */
import type { Event, EventOf, StepDeclared } from '../events.ts';
import { isFailed, isTrouble, type AttemptView, type PersonWait, type StepView } from './step-view.ts';

export type StepEvent = EventOf<
  | 'step.finished'
  | 'attempt.started'
  | 'attempt.finished'
  | 'part.received'
  | 'attempt.held'
  | 'attempt.refused'
  | 'retry.denied'
  | 'gate.scored'
  | 'signal.awaited'
  | 'signal.received'
  | 'backoff.started'
  | 'fallback.chosen'
  | 'fault.struck'
>;

const STEP_EVENTS: Readonly<Record<StepEvent['type'], true>> = {
  'step.finished': true,
  'attempt.started': true,
  'attempt.finished': true,
  'part.received': true,
  'attempt.held': true,
  'attempt.refused': true,
  'retry.denied': true,
  'gate.scored': true,
  'signal.awaited': true,
  'signal.received': true,
  'backoff.started': true,
  'fallback.chosen': true,
  'fault.struck': true,
};
export const isStepEvent = (event: Event): event is StepEvent => Object.hasOwn(STEP_EVENTS, event.type);

export function newStep(
  step: string,
  name: string,
  declared: StepDeclared | null,
  parent: string | null = null,
): StepView {
  return {
    step,
    name,
    declared,
    parent,
    state: 'waiting',
    startedMs: null,
    finishedMs: null,
    startedSeq: null,
    finishedSeq: null,
    input: null,
    value: null,
    failure: null,
    skipReason: null,
    compensates: null,
    attempts: [],
    backoffs: [],
    fallbacks: [],
    holds: [],
    refusals: [],
    denials: [],
    waits: [],
    agent: null,
  };
}

/** Takes one event in. An event about an attempt that never started changes nothing. */
export function addToStep(step: StepView, event: StepEvent): void {
  switch (event.type) {
    case 'attempt.started':
      endHold(step, event.target, event.t);
      step.attempts.push(newAttempt(event));
      return;
    case 'attempt.finished':
    case 'part.received':
    case 'gate.scored':
    case 'fault.struck': {
      const attempt = step.attempts.find((a) => a.attempt === event.attempt);
      if (attempt) addToAttempt(attempt, event);
      return;
    }
    case 'attempt.held':
      endHold(step, event.target, event.t);
      step.holds.push({ target: event.target, policy: event.policy, fromMs: event.t, toMs: null });
      return;
    case 'attempt.refused': {
      endHold(step, event.target, event.t);
      const { target, policy, failure } = event;
      step.refusals.push({ target, policy, failure, atMs: event.t });
      return;
    }
    case 'retry.denied':
      step.denials.push({ after: event.after, reason: event.reason, atMs: event.t });
      return;
    case 'signal.awaited':
      step.waits.push(newWait(event));
      return;
    case 'signal.received': {
      const wait = step.waits.find((w) => w.signal === event.signal && w.endedMs === null);
      if (!wait) return;
      wait.answeredMs = event.t;
      wait.endedMs = event.t;
      wait.value = event.value;
      return;
    }
    case 'backoff.started':
      step.backoffs.push({ after: event.after, fromMs: event.t, delayMs: event.delayMs });
      return;
    case 'fallback.chosen':
      step.fallbacks.push({ from: event.from, to: event.to, atMs: event.t });
      return;
    case 'step.finished':
      finishStep(step, event);
  }
}

function newAttempt(event: EventOf<'attempt.started'>): AttemptView {
  return {
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
    hedge: event.hedge ?? false,
    score: null,
    late: null,
    parts: [],
    seq: event.seq,
  };
}

function addToAttempt(
  attempt: AttemptView,
  event: EventOf<'attempt.finished' | 'part.received' | 'gate.scored' | 'fault.struck'>,
): void {
  switch (event.type) {
    case 'attempt.finished':
      attempt.finishedMs = event.t;
      attempt.outcome = event.outcome;
      attempt.failure = event.failure ?? null;
      attempt.reply = event.reply ?? null;
      attempt.usage = event.usage ?? null;
      attempt.costNanoUsd = event.costNanoUsd ?? 0;
      return;
    case 'part.received':
      attempt.parts.push({ atMs: event.t, text: event.text });
      return;
    case 'gate.scored': {
      const { score, threshold, passed } = event;
      attempt.score = { score, threshold, passed, atMs: event.t };
      return;
    }
    case 'fault.struck':
      attempt.strikes.push({ fault: event.fault, kind: event.kind, firing: event.firing, atMs: event.t });
  }
}

const newWait = (event: EventOf<'signal.awaited'>): PersonWait => ({
  step: event.step,
  signal: event.signal,
  who: event.who,
  question: event.question,
  timeoutMs: event.timeoutMs ?? null,
  sinceMs: event.t,
  answeredMs: null,
  value: null,
  endedMs: null,
});

/** An attempt waits for one policy after the other: what comes next for its target ends the wait before. */
function endHold(step: StepView, target: string, atMs: Event['t']): void {
  const held = step.holds.find((hold) => hold.toMs === null && hold.target === target);
  if (held) held.toMs = atMs;
}

function finishStep(step: StepView, event: EventOf<'step.finished'>): void {
  step.finishedMs = event.t;
  step.finishedSeq = event.seq;
  step.value = event.value ?? null;
  step.failure = event.failure ?? null;
  step.state = event.outcome === 'ok' ? (struggled(step) ? 'recovered' : 'ok') : event.outcome;
  for (const hold of step.holds) hold.toMs ??= event.t;
  for (const wait of step.waits) wait.endedMs ??= event.t;
}

/** Whether anything failed on the way. That a hedged call lost its race is no failure. */
const struggled = ({ attempts, refusals }: StepView): boolean =>
  refusals.some(isTrouble) || attempts.some(isFailed);
