/** A call that no endpoint answers: what comes of it, and how its caller is told. */
import type { CallResult, CancelCall } from '../engine/host.ts';
import type { CallIdentity } from '../model/call.ts';
import { NOTHING_RECEIVED, type ReplyPart, type Usage } from '../model/reply.ts';
import type { CallsWorld, OpenOptions } from './calls.ts';

type Refused = Extract<ReplyPart, { type: 'refused' }>;

export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0 };

/** What a call comes to from which nothing came back, and which cost nothing. */
export const NOTHING_CAME: CallResult = {
  received: NOTHING_RECEIVED,
  usage: NO_USAGE,
  costNanoUsd: 0,
  queuedMs: 0,
  injected: false,
  timedOut: null,
};

/** What a call comes to that was refused before any work was done. */
export const refusedWith = (refused: Refused): CallResult => ({
  ...NOTHING_CAME,
  received: { ...NOTHING_RECEIVED, refused },
});

/** Refuses a call with 404 in the next wake of its run. */
export function refuse(
  { clock }: CallsWorld,
  { run }: CallIdentity,
  settled: (result: CallResult) => void,
  { onPart, released }: OpenOptions,
  why: Pick<Refused, 'kind' | 'message'>,
): CancelCall {
  const refused: Refused = { type: 'refused', status: 404, ...why };
  const result = refusedWith(refused);
  const wake = clock.schedule(run, 0, 'reply', () => {
    released?.();
    onPart?.(refused);
    settled(result);
  });
  return () => {
    wake.cancel();
    released?.();
    return result;
  };
}
