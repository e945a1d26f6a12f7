/** How a world came to its ends, for comparing whole worlds with those that broke off and were gone on with. */
import type { History } from '../../src/history/events.ts';

/** How each run ended, with its value unless that tells of times. */
export const runEnds = (history: History, withValues = true): string[] =>
  history
    .flatMap((event) => {
      if (event.type !== 'run.finished') return [];
      const { run, outcome, value, failure } = event;
      return [JSON.stringify([run, outcome, withValues ? value : null, failure?.code, failure?.step])];
    })
    .sort();

/** How each attempt ended. */
export const attemptEnds = (history: History): string[] =>
  history
    .flatMap((event) => {
      if (event.type !== 'attempt.finished') return [];
      const { run, step, attempt, target, outcome, failure } = event;
      return [`${run}/${step}#${attempt}@${target} ${outcome} ${failure?.code ?? ''}`];
    })
    .sort();

/** What tools did outside, and how often. */
export const effects = (history: History): string[] =>
  history
    .flatMap((event) =>
      event.type === 'effect.executed' ? [`${event.target} ${event.caller} ${event.times}`] : [],
    )
    .sort();
