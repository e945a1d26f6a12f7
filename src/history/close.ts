/**
 * What Stop, a hang or a crash cut short is closed by the page: every `*.started` gets its `*.finished`, so that a
 * stored history reads like any other. The result is not hashed: it is no promise of the engine.
 */
import type { RunId } from '../base/units.ts';
import type { Failure } from '../model/failure.ts';
import type { Event, EventBody, History } from './events.ts';

/** Appends the events that a broken-off history lacks, at the time of its last event. */
export function closeHistory(history: History, reason: 'stopped' | 'hung', message: string): History {
  const last = history.at(-1);
  if (last === undefined || history.some((event) => event.type === 'world.ended')) return history;
  const closed: Event[] = [...history];
  const append = (run: RunId, body: EventBody): void => {
    closed.push({ ...body, seq: closed.length, t: last.t, run });
  };
  for (const open of openThings(history)) append(open.run, open.end);
  append('' as RunId, { type: 'world.ended', reason, message });
  return closed;
}

export interface Open {
  readonly run: RunId;
  readonly end: EventBody;
}

/**
 * The events that end whatever a history left open, innermost first: attempts, steps, runs.
 * @param why told of every run; absent: it was cancelled
 */
export function openThings(history: History, why?: Failure): Open[] {
  const attempts = new Map<string, Open>();
  const steps = new Map<string, Open>();
  const runs = new Map<string, Open>();
  for (const event of history) {
    const { run } = event;
    switch (event.type) {
      case 'run.started':
        runs.set(run, {
          run,
          end: why
            ? { type: 'run.finished', outcome: 'failed', failure: why }
            : { type: 'run.finished', outcome: 'cancelled' },
        });
        break;
      case 'run.finished':
        runs.delete(run);
        break;
      case 'step.started':
        steps.set(`${run}/${event.step}`, {
          run,
          end: { type: 'step.finished', step: event.step, outcome: 'cancelled' },
        });
        break;
      case 'step.finished':
        steps.delete(`${run}/${event.step}`);
        break;
      case 'attempt.started': {
        const { step, attempt, target } = event;
        const end: EventBody = { type: 'attempt.finished', step, attempt, target, outcome: 'cancelled' };
        attempts.set(`${run}/${step}#${attempt}`, { run, end });
        break;
      }
      case 'attempt.finished':
        attempts.delete(`${run}/${event.step}#${event.attempt}`);
        break;
      default:
    }
  }
  return [...attempts.values(), ...steps.values(), ...runs.values()];
}
