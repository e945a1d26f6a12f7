/**
 * The history's hash: rolling, over the canonical text of every event, without what stands under `$unhashed`.
 * Computed off the hot path, from the events as stored.
 */
import { RollingHash } from '../base/rolling-hash.ts';
import type { Event, History } from './events.ts';

const withoutUnhashed = (key: string, value: unknown): unknown => (key === '$unhashed' ? undefined : value);

/** One event as the hash sees it: its fields in the order the engine wrote them. */
export function canonical(event: Event): string {
  const text = JSON.stringify(event);
  // the replacer costs five times as much, and few events have something to leave out
  return text.includes('"$unhashed"') ? JSON.stringify(event, withoutUnhashed) : text;
}

/** Feeds one event. */
const addEvent = (hash: RollingHash, event: Event): RollingHash => hash.add(canonical(event));

/** The hash of a whole history, sixteen hex digits. */
export function hashHistory(history: History): string {
  const hash = new RollingHash();
  for (const event of history) addEvent(hash, event);
  return hash.hex;
}
