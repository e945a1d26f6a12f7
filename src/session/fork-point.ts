/** Where a history can be executed again from, and what may be otherwise there. Pure. */
import type { EventOf, History } from '../history/events.ts';
import { callKey } from '../model/call.ts';

export interface ForkPoint {
  /** The event that may be the first to differ. */
  readonly fromSeq: number;
  /** The call whose reply can be edited, and what it said; null where there is no such text. */
  readonly reply: { readonly call: string; readonly text: string } | null;
  /** Where the run begins: for another input. */
  readonly startSeq: number;
}

/** The point of one attempt; null for one that this history does not hold. */
export function forkPoint(history: History, run: string, step: string, attempt: number): ForkPoint | null {
  const isIt = (event: EventOf<'attempt.started'> | EventOf<'attempt.finished'>): boolean =>
    event.run === run && event.step === step && event.attempt === attempt;
  const start = history.find(
    (event): event is EventOf<'run.started'> => event.type === 'run.started' && event.run === run,
  );
  const started = history.find(
    (event): event is EventOf<'attempt.started'> => event.type === 'attempt.started' && isIt(event),
  );
  if (!start || !started) return null;
  const finished = history.find(
    (event): event is EventOf<'attempt.finished'> => event.type === 'attempt.finished' && isIt(event),
  );
  const kind = started.request?.kind;
  const letGo = finished?.outcome === 'cancelled' || finished?.failure?.code === 'timeout.total';
  const settled = letGo ? undefined : finished?.reply;
  // a reply that its caller did not wait for can say nothing to it
  if (!finished || !settled || (kind !== 'chat' && kind !== 'tool'))
    return { fromSeq: started.seq, reply: null, startSeq: start.seq };
  const call = callKey({ run: started.run, step, attempt, model: started.target });
  return {
    fromSeq: finished.seq,
    reply: { call, text: settled.text },
    startSeq: start.seq,
  };
}
