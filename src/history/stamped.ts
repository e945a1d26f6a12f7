/**
 * An event as the history keeps it: its body behind its place, its time and its run.
 *
 * The four that every attempt writes are made with room for these, which is filled when they are written: to copy them
 * costs a tenth of what a step costs.
 */
import type { Json } from '../base/json.ts';
import type { RunId, VirtualMs } from '../base/units.ts';
import type {
  AttemptFinished,
  AttemptStarted,
  Event,
  EventBody,
  StepFinished,
  StepStarted,
} from './events.ts';

/** The place of an event that is not written yet. */
const UNWRITTEN = -1;

interface Stamp {
  seq: number;
  t: number;
  run: string;
}

/** Writes an event: gives it its place, its time and its run. */
export function stamped(seq: number, t: VirtualMs, run: RunId, body: EventBody): Event {
  const event = body as EventBody & Stamp;
  if (event.seq !== UNWRITTEN) return { seq, t, run, ...body };
  event.seq = seq;
  event.t = t;
  event.run = run;
  return event as Event;
}

export const stepStarted = (step: string, name: string, input: Json): StepStarted => {
  const event: StepStarted & Stamp = {
    seq: UNWRITTEN,
    t: 0,
    run: '',
    type: 'step.started',
    step,
    name,
    input,
  };
  return event;
};

export function stepFinished(step: string, value: Json): StepFinished {
  const type = 'step.finished';
  const event: StepFinished & Stamp = { seq: UNWRITTEN, t: 0, run: '', type, step, outcome: 'ok', value };
  return event;
}

/** @param target the function that is tried */
export function attemptStarted(
  step: string,
  attempt: number,
  target: string,
  tryOnTarget: number,
): AttemptStarted {
  const type = 'attempt.started';
  const event: AttemptStarted & Stamp = {
    seq: UNWRITTEN,
    t: 0,
    run: '',
    type,
    step,
    attempt,
    target,
    tryOnTarget,
  };
  return event;
}

export function attemptFinished(step: string, attempt: number, target: string): AttemptFinished {
  const type = 'attempt.finished';
  const event: AttemptFinished & Stamp = {
    seq: UNWRITTEN,
    t: 0,
    run: '',
    type,
    step,
    attempt,
    target,
    outcome: 'ok',
  };
  return event;
}
