/**
 * The error taxonomy: operating errors are values, since classes do not survive a realm.
 * A programmer's error asserts instead (base/assert.ts).
 */

export const FAILURE_CODES = [
  'timeout.attempt', // one attempt took longer than its policy allows
  'timeout.first_token', // no content came in time
  'timeout.idle', // content stopped coming
  'timeout.total', // all attempts of a step together did
  'rate_limited', // HTTP 429 that clears
  'quota_exhausted', // HTTP 429 that does not: the money or the month is used up
  'server_error', // HTTP 5xx other than the two below
  'overloaded', // 529, or 503 said to be overload
  'unavailable', // the endpoint refuses connections, or answers 503
  'connection_lost', // the connection broke before or between bytes
  'cut', // the reply ended before its terminator
  'bad_request', // HTTP 4xx: the request itself is at fault
  'unauthorised', // 401, 403
  'unknown_model', // 404, or no endpoint is cast for this name
  'bad_format', // the reply does not satisfy the schema that was asked for
  'low_quality', // a quality gate scored the answer below its threshold
  'circuit_open', // a circuit breaker keeps calls away
  'bulkhead_full', // as many calls as allowed are under way, and no place in line was free in time
  'over_rate', // an own rate limit would not let the call out in time
  'over_budget', // the call could cost more than the budget has left
  'region', // no endpoint of the chain is in a region that the input may go to
  'conflict', // two writers wrote one field
  'not_owner', // state of another run or tenant was asked for
  'contract', // a value does not satisfy the schema at a step's edge
  'thrown', // authored code threw
  'not_storable', // a result that a history cannot hold
  'cancelled', // the scope it ran in was cancelled
  'stalled', // the world has no wakes left and the run is unfinished
  'limit', // a named limit was met
  'misuse', // the engine was used in a way that it forbids, by name
  'crashed', // the orchestrator died while it ran
  'unanswered', // a live endpoint or a recording had no answer
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** Where a failure was born. */
export type FailureOrigin = 'endpoint' | 'network' | 'engine' | 'authored' | 'gateway';

/** An operating error, as it stands in a history. */
export interface Failure {
  readonly code: FailureCode;
  /** What failed, why, what to try. Never contains text made by a JavaScript engine: that goes to `$unhashed`. */
  readonly message: string;
  /** Whether trying again may help; decided where the failure is born. */
  readonly retryable: boolean;
  readonly origin: FailureOrigin;
  /** Whether an injected fault caused it. */
  readonly injected: boolean;
  /** HTTP status, where there was one. */
  readonly status?: number;
  /** The wait that the endpoint asked for, in whole milliseconds. */
  readonly retryAfterMs?: number;
  /** The step whose failure this is, if it passed an edge. */
  readonly step?: string;
  /** Machine text: left out of the history's hash. */
  readonly $unhashed?: {
    readonly detail?: string;
    readonly stack?: string;
    readonly file?: string;
    readonly line?: number;
  };
}

type FailureOptions = Partial<Omit<Failure, 'code' | 'message'>>;

const RETRYABLE: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'timeout.attempt',
  'timeout.first_token',
  'timeout.idle',
  'rate_limited',
  'server_error',
  'overloaded',
  'unavailable',
  'connection_lost',
  'cut',
  'bad_format',
]);

const ORIGIN: Partial<Record<FailureCode, FailureOrigin>> = {
  'timeout.attempt': 'engine',
  'timeout.first_token': 'engine',
  'timeout.idle': 'engine',
  low_quality: 'engine',
  circuit_open: 'engine',
  bulkhead_full: 'engine',
  over_rate: 'engine',
  over_budget: 'engine',
  region: 'engine',
  conflict: 'engine',
  not_owner: 'engine',
  'timeout.total': 'engine',
  contract: 'engine',
  cancelled: 'engine',
  stalled: 'engine',
  limit: 'engine',
  misuse: 'engine',
  not_storable: 'engine',
  thrown: 'authored',
  connection_lost: 'network',
  unavailable: 'network',
  cut: 'network',
};

/** Makes a failure with the taxonomy's defaults: `retryable` and `origin` follow the code, `injected` is false. */
export function failure(code: FailureCode, message: string, options: FailureOptions = {}): Failure {
  return {
    code,
    message,
    retryable: options.retryable ?? RETRYABLE.has(code),
    origin: options.origin ?? ORIGIN[code] ?? 'endpoint',
    injected: options.injected ?? false,
    ...(options.status === undefined ? {} : { status: options.status }),
    ...(options.retryAfterMs === undefined ? {} : { retryAfterMs: options.retryAfterMs }),
    ...(options.step === undefined ? {} : { step: options.step }),
    ...(options.$unhashed === undefined ? {} : { $unhashed: options.$unhashed }),
  };
}
