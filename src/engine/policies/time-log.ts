/**
 * A log of moments, oldest first, as an immutable value: the exact window behind breakers and retry budgets. Adding to
 * the newest version shares what is there, so a log of thousands costs no copy a call.
 */
export interface TimeLog {
  /** Shared between versions and only ever appended to; of this version are the items from `from` to before `to`. */
  readonly times: number[];
  readonly from: number;
  readonly to: number;
}

export const EMPTY_LOG: TimeLog = { times: [], from: 0, to: 0 };

export const size = (log: TimeLog): number => log.to - log.from;

/** With one more moment, whole ms, not before the last one. */
export function add(log: TimeLog, atMs: number): TimeLog {
  const mine = log.to === log.times.length && log.to > 0;
  const times = mine ? log.times : log.times.slice(log.from, log.to);
  times.push(atMs);
  return mine ? { times, from: log.from, to: log.to + 1 } : { times, from: 0, to: times.length };
}

/** What of it lies after `ms`: a moment exactly there is out. */
export function after(log: TimeLog, ms: number): TimeLog {
  const { times, to } = log;
  let { from } = log;
  while (from < to && times[from]! <= ms) from++;
  if (from === log.from) return log;
  if (from === to) return EMPTY_LOG;
  // what fell out is given back once it is the larger part
  return from > to - from ? { times: times.slice(from, to), from: 0, to: to - from } : { times, from, to };
}
