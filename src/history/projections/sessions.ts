/** What the sessions of a world hold at its end: what a next world starts with. */
import type { Json } from '../../base/json.ts';
import type { History } from '../events.ts';

/** A question and its answer. */
export interface Exchange {
  readonly question: Json;
  readonly answer: Json;
}

const PREFIX = 'session/';
const SUFFIX = '/exchange';

/** The key under which a session's exchanges are written, one a version. */
export const sessionKey = (id: string): string => `${PREFIX}${id}${SUFFIX}`;

/** The exchanges of every session that a run looked at, by session, first to last. */
export function sessionsOf(history: History): Readonly<Record<string, readonly Exchange[]>> {
  const found = new Map<string, Exchange[]>();
  for (const event of history) {
    if (event.type !== 'state.written' || !isSessionKey(event.key)) continue;
    const id = event.key.slice(PREFIX.length, -SUFFIX.length);
    const exchanges = found.get(id) ?? [];
    found.set(id, exchanges);
    exchanges.push(...readExchanges([event.value]));
  }
  return Object.fromEntries(found);
}

const isSessionKey = (key: string): boolean =>
  key.startsWith(PREFIX) && key.endsWith(SUFFIX) && key.length > PREFIX.length + SUFFIX.length;

/** Reads what a session is said to hold: a list of exchanges. What is none is left out. */
export function readExchanges(value: unknown): readonly Exchange[] {
  return Array.isArray(value) ? value.filter(isExchange) : [];
}

const isExchange = (value: unknown): value is Exchange =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.hasOwn(value, 'question') &&
  Object.hasOwn(value, 'answer');
