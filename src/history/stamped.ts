/** An event as the history keeps it: its body behind its place, its time and its run. */
import type { RunId, VirtualMs } from '../base/units.ts';
import type { Event, EventBody } from './events.ts';

/** The four that every attempt writes are spelt out: spreading them costs most of what a step costs. */
export function stamped(seq: number, t: VirtualMs, run: RunId, body: EventBody): Event {
  switch (body.type) {
    case 'step.started':
      if (body.compensates !== undefined) break;
      return { seq, t, run, type: 'step.started', step: body.step, name: body.name, input: body.input };
    case 'step.finished':
      if (body.failure !== undefined || body.value === undefined) break;
      return {
        seq,
        t,
        run,
        type: 'step.finished',
        step: body.step,
        outcome: body.outcome,
        value: body.value,
      };
    case 'attempt.started':
      if (body.request !== undefined || body.hedge !== undefined) break;
      return {
        seq,
        t,
        run,
        type: 'attempt.started',
        step: body.step,
        attempt: body.attempt,
        target: body.target,
        tryOnTarget: body.tryOnTarget,
      };
    case 'attempt.finished':
      if (body.failure !== undefined || body.reply !== undefined || body.usage !== undefined) break;
      return {
        seq,
        t,
        run,
        type: 'attempt.finished',
        step: body.step,
        attempt: body.attempt,
        target: body.target,
        outcome: body.outcome,
      };
    default:
  }
  return { seq, t, run, ...body };
}
