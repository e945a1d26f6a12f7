/**
 * Outage: an endpoint is down for a while.
 *
 * Owns both halves of a call's bad luck: to start while the endpoint is down, or to be in flight when it goes down.
 *
 * 1. A call that starts in [from, to) gets no reply: a connection refused, a 503, or silence, as `how` says.
 * 2. A call that started before `from` and has not ended by then breaks off exactly at `from`. What came up to and at
 *    that millisecond was received: a reply whose last part comes at `from` is whole.
 * 3. Silence outlasts the window: a connection that hangs is not revived.
 */
import { isLast, type TimedPart } from '../model/reply.ts';
import { faultKind, oneOf, refusal, wholeMs } from './kind.ts';

export const outage = faultKind({
  kind: 'outage',
  title: 'Outage',
  summary: 'The endpoint is down: new calls fail, calls in flight break off.',
  stages: ['connect', 'sever'],
  params: {
    how: oneOf(
      ['status', 'refuse', 'hang'],
      'What a new call meets: a 503, a refused connection, or silence.',
    ),
    refuseMs: wholeMs(1100, 'Time until the 503 or the refused connection is there.'),
  },
  edit(parts, { how, refuseMs }, { startMs, window }) {
    const [fromMs, toMs] = window ?? [0, Infinity];
    if (startMs < fromMs) return brokenOff(parts, fromMs - startMs);
    if (startMs >= toMs) return parts;
    switch (how) {
      case 'status':
        return refusal(refuseMs, 503, 'service_unavailable', 'The service is unavailable.');
      case 'refuse':
        return [{ atMs: refuseMs, part: { type: 'broken', how: 'refused' } }];
      case 'hang':
        return parts.length === 0 ? parts : [];
    }
  },
});

function brokenOff(parts: readonly TimedPart[], atMs: number): readonly TimedPart[] {
  const received = parts.filter((timed) => timed.atMs <= atMs);
  const last = received.at(-1);
  if (last && isLast(last.part)) return parts;
  return [...received, { atMs, part: { type: 'broken', how: 'reset' } }];
}
