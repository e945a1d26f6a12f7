/** Why a world ends, and what its unfinished runs are told. */
import { runId } from '../base/units.ts';
import { LIMITS } from '../engine/limits.ts';
import type { RunHandle } from '../engine/run.ts';
import { StepError } from '../engine/step-error.ts';
import type { WorldEnded } from '../history/events.ts';
import { failure } from '../model/failure.ts';

const DAY_MS = 24 * 3_600_000;

export type EndReason = { readonly reason: WorldEnded['reason']; readonly message: string };

const manyEvents = (maxEvents: number): string =>
  `the world reached its limit of ${maxEvents} events; a loop without an end?`;

export const tooManyEvents = (maxEvents: number): StepError =>
  new StepError(failure('limit', manyEvents(maxEvents), { retryable: false }));

/** The limit that a world has met, if any. */
export function limitMet(
  { overflow, maxEvents }: { readonly overflow: boolean; readonly maxEvents: number },
  wakes: number,
  nowMs: number,
): EndReason | null {
  if (overflow) return { reason: 'limit', message: manyEvents(maxEvents) };
  if (wakes > LIMITS.wakesPerWorld)
    return {
      reason: 'limit',
      message: `the world reached its limit of ${LIMITS.wakesPerWorld} wakes; a loop without an end?`,
    };
  if (nowMs > LIMITS.horizonMs)
    return {
      reason: 'limit',
      message: `the world reached its horizon of ${LIMITS.horizonMs / DAY_MS} days of virtual time`,
    };
  return null;
}

/** How an unfinished run is closed: for `why`, or as stalled where there is no reason but that nothing is left. */
export function closing(why: EndReason | null, handle: RunHandle): Parameters<RunHandle['close']> {
  if (!why) return ['stalled', stalled(handle)];
  const limit = why.reason === 'limit';
  return [
    limit ? 'failed' : 'cancelled',
    failure(limit ? 'limit' : 'cancelled', why.message, { retryable: false }),
  ];
}

function stalled(handle: RunHandle) {
  const pending = handle.pending();
  const what =
    pending.length > 0
      ? `${pending.join(', ')} can never finish`
      : 'it awaits something that the world does not know of (a promise that nothing settles, or one of the platform)';
  return failure('stalled', `no wakes are left, and ${what}`, { retryable: false });
}

/** What a world keeps of a run that is over. */
export const OVER: RunHandle = {
  run: runId(''),
  finished: true,
  close: () => undefined,
  giveUp: () => undefined,
  pending: () => [],
};
