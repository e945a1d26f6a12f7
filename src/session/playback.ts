/** Playing a history that was computed at once: pure arithmetic of the playhead, in virtual ms. */
import type { History } from '../history/events.ts';

/** What can be chosen, in times real time. */
export const PACES: readonly number[] = [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 500];
/** How long 'fit' plays, in wall ms. */
const FIT_MS = 6000;

/** The pace whose playing time comes closest to six seconds. */
export function fittingPace(endMs: number): number {
  const away = (pace: number): number => Math.abs(endMs / pace - FIT_MS);
  return PACES.reduce((best, pace) => (away(pace) < away(best) ? pace : best));
}

export const effectivePace = (pace: number | 'fit', endMs: number): number =>
  pace === 'fit' ? fittingPace(endMs) : pace;

/** The playhead after `wallMs` more of real time; never beyond the end. */
export const advance = (atMs: number, wallMs: number, pace: number, endMs: number): number =>
  Math.min(endMs, atMs + Math.max(0, wallMs) * pace);

/** How many events lie at or before `atMs`: what the pictures show at that playhead. */
export function eventsUntil(history: History, atMs: number): number {
  let low = 0;
  let high = history.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (history[middle]!.t <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The time of the next event after the playhead; the end where there is none. */
export const nextEventMs = (history: History, atMs: number, endMs: number): number =>
  history[eventsUntil(history, atMs)]?.t ?? endMs;

/** The time of the last event before the playhead; 0 where there is none. */
export function previousEventMs(history: History, atMs: number): number {
  for (let index = eventsUntil(history, atMs) - 1; index >= 0; index--)
    if (history[index]!.t < atMs) return history[index]!.t;
  return 0;
}

/** When the first attempt failed, and where; null if none did. */
export function firstFailure(history: History): { atMs: number; step: string; attempt: number } | null {
  for (const event of history)
    if (event.type === 'attempt.finished' && event.outcome === 'failed')
      return { atMs: event.t, step: event.step, attempt: event.attempt };
  return null;
}

/** Pace as it is written: '2×', '¼×'. */
export const paceText = (pace: number): string =>
  `${pace === 0.25 ? '¼' : pace === 0.5 ? '½' : String(pace)}×`;
