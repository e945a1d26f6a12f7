/** A failure in the words of a verdict: shorter than its message, which the inspector shows. */
import type { Failure, FailureCode } from '../../model/failure.ts';

/** Where authored code threw: 'triage.ts line 40'; null where that is not known. */
export function placeOf(failure: Failure): string | null {
  const { file, line } = failure.$unhashed ?? {};
  if (file === undefined) return null;
  return line === undefined ? file : `${file} line ${line}`;
}

/** Of a message that says what to do instead, shown at most. */
export const MESSAGE_CHARS = 240;

/** A text as one line, without the full stop that the sentence around it brings, and at most `limit` characters. */
export function clause(text: string, limit = 120): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const cut = line.length > limit ? `${line.slice(0, limit).replace(/\s\S*$/, '')} …` : line;
  return cut.replace(/\.$/, '');
}

/** ' threw: the ticket has no body', to follow who or what did. */
export function threwWhat(failure: Failure): string {
  const text = clause(failure.$unhashed?.detail ?? failure.message);
  // What is thrown without being an Error is described, not quoted.
  return text.startsWith('threw ') ? ` ${text}` : ` threw: ${text}`;
}

/** Each fills '{model} …' for a call, or stands alone for a step. */
const ENDPOINT: Partial<Record<FailureCode, string>> = {
  'timeout.attempt': 'did not answer in time',
  'timeout.first_token': 'did not begin to answer in time',
  'timeout.idle': 'went silent in the middle of its reply',
  rate_limited: 'turned it away as one call too many',
  quota_exhausted: 'had no quota left',
  server_error: 'answered with a server error',
  overloaded: 'was overloaded',
  unavailable: 'was unavailable',
  connection_lost: 'broke the connection off',
  cut: 'stopped in the middle of its reply',
  bad_request: 'refused the request',
  unauthorised: 'refused the key',
  bad_format: 'replied in the wrong format',
  low_quality: 'scored below the threshold',
  unanswered: 'had no answer',
};

/** What the step's own policy, or the engine, says: no endpoint did it. */
const OWN: Partial<Record<FailureCode, string>> = {
  'timeout.total': 'its total time ran out',
  cancelled: 'it was cancelled',
  circuit_open: 'its breaker was open',
  bulkhead_full: 'too many calls were under way',
  over_rate: 'its rate limit was reached',
  over_budget: 'its budget was spent',
  region: 'no endpoint in the region was allowed',
  crashed: 'the orchestrator died while it ran',
};

/** Why a step failed: 'gpt-4o was unavailable', 'its total time ran out'; else the failure's own message, shortened. */
export function causeOf(failure: Failure, target: string | null): string {
  const own = OWN[failure.code];
  if (own !== undefined) return own;
  if (failure.code === 'unknown_model' && target !== null) return `no endpoint is cast for ${target}`;
  const words = ENDPOINT[failure.code];
  return words !== undefined && target !== null ? `${target} ${words}` : clause(failure.message);
}
