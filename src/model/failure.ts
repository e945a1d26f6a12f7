/**
 * The error taxonomy: operating errors are values, since classes do not survive a realm.
 * A programmer's error asserts instead (base/assert.ts).
 */

export const FAILURE_CODES = [
  'timeout.attempt', // one attempt took longer than its policy allows
  'timeout.total', // all attempts of a step together did
  'rate_limited', // HTTP 429 that clears
  'server_error', // HTTP 5xx other than the two below
  'overloaded', // 529, or 503 said to be overload
  'unavailable', // the endpoint refuses connections, or answers 503
  'connection_lost', // the connection broke before or between bytes
  'cut', // the reply ended before its terminator
  'bad_request', // HTTP 4xx: the request itself is at fault
  'unauthorised', // 401, 403
  'unknown_model', // 404, or no endpoint is cast for this name
  'bad_format', // the reply does not satisfy the schema that was asked for
  'contract', // a value does not satisfy the schema at a step's edge
  'thrown', // authored code threw
  'not_storable', // a result that a history cannot hold
  'cancelled', // the scope it ran in was cancelled
  'stalled', // the world has no wakes left and the run is unfinished
  'limit', // a named limit was met
  'misuse', // the engine was used in a way that it forbids, by name
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
