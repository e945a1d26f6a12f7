/** Which of a caller's limits a reply breaks first. Pure. */
import type { CallOptions, CallResult } from '../engine/host.ts';
import { isContent, isLast, type TimedPart } from '../model/reply.ts';

export interface Broken {
  readonly limit: NonNullable<CallResult['timedOut']>;
  /** Whole ms from the start of service. */
  readonly atMs: number;
}

/**
 * The first limit that the reply breaks; null for none. What comes at the very millisecond of a limit is in time, and a
 * keepalive keeps nothing alive: it is no content.
 * @param parts times from the start of service
 * @param queuedMs what the call waited before its service; the attempt and the first token are timed from the request
 */
export function firstBroken(
  parts: readonly TimedPart[],
  queuedMs: number,
  { attemptMs, firstTokenMs, idleMs }: CallOptions,
): Broken | null {
  const last = parts.at(-1);
  const endMs = last && isLast(last.part) ? last.atMs : Infinity;
  let broken: Broken | null = null;
  const consider = (limit: Broken['limit'], atMs: number): void => {
    if (!broken || atMs < broken.atMs) broken = { limit, atMs };
  };
  if (attemptMs !== null && endMs + queuedMs > attemptMs) consider('attempt', attemptMs - queuedMs);
  if (firstTokenMs === null && idleMs === null) return broken;
  let contentMs: number | null = null;
  for (const { atMs, part } of parts) {
    if (!isContent(part)) continue;
    if (contentMs === null) {
      if (firstTokenMs !== null && atMs + queuedMs > firstTokenMs)
        consider('first-token', firstTokenMs - queuedMs);
    } else if (idleMs !== null && atMs - contentMs > idleMs) consider('idle', contentMs + idleMs);
    contentMs = atMs;
  }
  if (contentMs === null) {
    if (firstTokenMs !== null && endMs + queuedMs > firstTokenMs)
      consider('first-token', firstTokenMs - queuedMs);
  } else if (idleMs !== null && endMs - contentMs > idleMs) consider('idle', contentMs + idleMs);
  return broken;
}
