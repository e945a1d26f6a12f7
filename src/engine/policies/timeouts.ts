/** The four time-outs, checked against each other. What happens when one passes is the attempt's and the step's. */
import { durationMs, type Duration } from '../../base/units.ts';
import { wordsFor } from './figures.ts';

/** As an author writes them. All absent: nothing is limited. */
export interface TimeoutOptions {
  /** How long one attempt may take. */
  readonly timeout?: Duration;
  /** How long all attempts, waits and fallbacks together may take. */
  readonly totalTimeout?: Duration;
  /** How long a model may take to its first content. */
  readonly firstToken?: Duration;
  /** How long a model may be silent between two parts with content; keepalives do not count. */
  readonly idle?: Duration;
}

/** Whole ms; null: no limit. */
export interface Timeouts {
  readonly timeoutMs: number | null;
  readonly totalTimeoutMs: number | null;
  readonly firstTokenMs: number | null;
  readonly idleMs: number | null;
}

/** @throws {RangeError} naming the policy and the value, when one is zero or two contradict. */
export function timeoutsPolicy(options: TimeoutOptions): Timeouts {
  const ms = (name: keyof TimeoutOptions): number | null => {
    const given = options[name];
    if (given === undefined) return null;
    const read = durationMs(given, name);
    if (read === 0) throw new RangeError(`${name} is zero: nothing could ever answer in time`);
    return read;
  };
  const timeoutMs = ms('timeout');
  const totalTimeoutMs = ms('totalTimeout');
  const firstTokenMs = ms('firstToken');
  const idleMs = ms('idle');
  notBeyond('timeout', timeoutMs, ' an attempt', 'totalTimeout', totalTimeoutMs);
  for (const [name, limit] of [
    ['firstToken', firstTokenMs],
    ['idle', idleMs],
  ] as const) {
    notBeyond(name, limit, '', 'timeout', timeoutMs);
    notBeyond(name, limit, '', 'totalTimeout', totalTimeoutMs);
  }
  return { timeoutMs, totalTimeoutMs, firstTokenMs, idleMs };
}

function notBeyond(
  inner: string,
  innerMs: number | null,
  of: string,
  outer: string,
  outerMs: number | null,
): void {
  if (innerMs !== null && outerMs !== null && innerMs > outerMs)
    throw new RangeError(`${inner} (${innerMs} ms${of}) is longer than ${outer} (${outerMs} ms)`);
}

/** The limits of one attempt as a layer, in words; null: there are none. */
export function attemptWords({ timeoutMs, firstTokenMs, idleMs }: Timeouts): string | null {
  const limits = [
    timeoutMs === null ? '' : wordsFor(timeoutMs),
    firstTokenMs === null ? '' : `first token ${wordsFor(firstTokenMs)}`,
    idleMs === null ? '' : `idle ${wordsFor(idleMs)}`,
  ].filter((text) => text !== '');
  return limits.length === 0 ? null : `attempt ${limits.join(', ')}`;
}
