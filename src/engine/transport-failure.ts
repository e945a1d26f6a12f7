/** What a reply amounts to before anyone reads its content: a time-out, a refusal, a break, an error in its stream. Pure. */
import { failure, type Failure, type FailureCode } from '../model/failure.ts';
import type { Received } from '../model/reply.ts';
import { wordsFor } from './policies/figures.ts';
import type { CallOptions, CallResult } from './host.ts';

/** The failure of a call that one of its limits ended. */
export function timeOutFailure(
  timedOut: NonNullable<CallResult['timedOut']>,
  target: string,
  step: string,
  limits: CallOptions & { readonly waitedMs?: number },
): Failure {
  switch (timedOut) {
    case 'attempt':
      return attemptTimedOut(target, step, limits.attemptMs ?? 0, limits.waitedMs);
    case 'first-token':
      return failure(
        'timeout.first_token',
        `${target} gave no first token within the ${wordsFor(limits.firstTokenMs ?? 0)} of firstToken of ${step}`,
        { step },
      );
    case 'idle':
      return failure(
        'timeout.idle',
        `${target} fell silent in the middle of its reply for longer than the ${wordsFor(limits.idleMs ?? 0)} of idle of ${step}`,
        { step },
      );
  }
}

/** @param leftMs what was left of the policy's limit when the attempt went out, after `waitedMs` in line */
export function attemptTimedOut(target: string, step: string, leftMs: number, waitedMs = 0): Failure {
  const all = wordsFor(leftMs + waitedMs);
  const inLine = leftMs === 0 ? 'all' : wordsFor(waitedMs);
  const line = waitedMs === 0 ? '' : `, ${inLine} of it in line`;
  return failure(
    'timeout.attempt',
    `${target} took longer than the ${all} that an attempt of ${step} may take${line}`,
    { step },
  );
}

/** The failure that a reply amounts to; null when it is whole. */
export function transportFailure(model: string, received: Received): Failure | null {
  const { refused, broken, error, end } = received;
  if (refused)
    return failure(
      refused.kind === 'unanswered' ? 'unanswered' : codeOfStatus(refused.status, refused.kind),
      `${model} answered ${refused.status} ${refused.kind}: ${refused.message}`,
      { status: refused.status, ...asked(refused.retryAfterMs) },
    );
  if (error)
    return failure(
      codeOfKind(error.kind),
      `${model} broke its reply off with ${error.kind}: ${error.message}`,
      asked(error.retryAfterMs),
    );
  if (broken === 'refused') return failure('unavailable', `${model} refused the connection`);
  if (broken === 'reset')
    return received.version === null
      ? failure('connection_lost', `the connection to ${model} broke before it answered`)
      : failure('cut', `the connection to ${model} broke in the middle of its reply`);
  if (broken === 'eof' || end === null)
    return failure('cut', `the reply of ${model} ended before its terminator`);
  if (end === 'length' && received.toolCalls.length > 0)
    return failure(
      'bad_format',
      `${model} was cut at its limit of tokens while it called ${received.toolCalls.at(-1)!.name}: what it wanted is not known, so nothing is called`,
    );
  return null;
}

const asked = (retryAfterMs: number | undefined) => (retryAfterMs === undefined ? {} : { retryAfterMs });

/** Money or month used up: trying again cannot help. */
const SPENT = /insufficient_quota|quota_exceeded|spend_limit|billing|credit_balance/;

function codeOfStatus(status: number, kind: string): FailureCode {
  if (status === 402 || (status === 429 && SPENT.test(kind))) return 'quota_exhausted';
  if (status === 429) return 'rate_limited';
  if (status === 529 || kind.includes('overloaded')) return 'overloaded';
  if (status === 503) return 'unavailable';
  if (status >= 500 || status === 408) return 'server_error';
  if (status === 401 || status === 403) return 'unauthorised';
  if (status === 404) return 'unknown_model';
  return 'bad_request';
}

/** An error inside a stream has no status: its kind must do. */
function codeOfKind(kind: string): FailureCode {
  if (SPENT.test(kind)) return 'quota_exhausted';
  if (/rate_limit|slow_down/.test(kind)) return 'rate_limited';
  if (kind.includes('overloaded')) return 'overloaded';
  if (/invalid_request|context_length|too_large/.test(kind)) return 'bad_request';
  if (/authentication|permission|invalid_api_key/.test(kind)) return 'unauthorised';
  return 'server_error';
}
