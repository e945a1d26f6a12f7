/** How a world went, in one line's worth of data: what is kept of each of many. */
import type { EventOf, History } from '../history/events.ts';

export interface WorldResult {
  readonly seed: number;
  /** Sixteen hex digits. */
  readonly hash: string;
  /** Of the first run that did not survive, else of the first; null if the world ended before the run did. */
  readonly outcome: EventOf<'run.finished'>['outcome'] | null;
  readonly failure: { readonly code: string; readonly message: string; readonly step: string | null } | null;
}

export function resultOf(seed: number, hash: string, history: History): WorldResult {
  const finished = worst(history);
  const { code, message, step } = finished?.failure ?? {};
  return {
    seed,
    hash,
    outcome: finished?.outcome ?? null,
    failure: code === undefined || message === undefined ? null : { code, message, step: step ?? null },
  };
}

/** A run that was begun again after a crash is judged by its second life. */
function worst(history: History): EventOf<'run.finished'> | null {
  const begun = new Set<string>();
  const ended = new Map<string, EventOf<'run.finished'>>();
  for (const event of history)
    if (event.type === 'run.started') begun.add(event.run);
    else if (event.type === 'run.finished') ended.set(event.run, event);
  const judged = [...begun].filter((run) => !begun.has(`${run}-again`));
  for (const run of judged) {
    const end = ended.get(run);
    if (!end || !wanted(end.outcome)) return end ?? null;
  }
  return (judged[0] === undefined ? undefined : ended.get(judged[0])) ?? null;
}

/** Whether somebody wanted a run to end so: with a result, or handed to a person. */
export const wanted = (outcome: WorldResult['outcome']): boolean =>
  outcome === 'returned' || outcome === 'escalated';

/** Whether the run came to an end that somebody wanted: a result, or a person. */
export const survived = ({ outcome }: WorldResult): boolean => wanted(outcome);
