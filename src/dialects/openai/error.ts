/**
 * OpenAI's errors: `{"error":{"message","type","param","code"}}`, and the headers that say how long to wait.
 *
 * 1. A reader finds the kind of a refusal as `code`, or as `type` where there is no code.
 * 2. 502 and 504 come from the gateway before the API, and gateways answer HTML.
 */
import { gatewayPage, HTML_TYPE } from '../gateway-page.ts';
import type { Refused, StreamError } from '../port.ts';
import type { HttpError } from '../writer.ts';

export interface ErrorObject {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** The limits that a 429 speaks of: what a small account has. */
const REQUESTS_A_MINUTE = 60;
const TOKENS_A_MINUTE = 40_000;

const QUOTA = 'insufficient_quota';

/** Where an error's type is not what its status says. A null code: the kind is the type. */
const SHAPES: Readonly<Record<string, Partial<ErrorObject>>> = {
  rate_limit_exceeded: { type: 'requests' },
  [QUOTA]: { type: QUOTA },
  server_is_overloaded: { type: 'service_unavailable_error' },
  slow_down: { type: 'service_unavailable_error' },
  context_length_exceeded: { type: 'invalid_request_error', param: 'messages' },
  model_not_found: { type: 'invalid_request_error', param: 'model' },
  invalid_request_error: { code: null },
  server_error: { type: 'server_error', code: null },
};

/** Statuses of errors that are said inside a stream, and so have none. */
const STATUSES: readonly (readonly [RegExp, number])[] = [
  [/rate_limit|quota|slow_down/, 429],
  [/overloaded|unavailable/, 503],
  [/invalid_request|context_length/, 400],
];

const PAGES = new Set(['bad_gateway', 'gateway_timeout']);

export function errorObject({ kind, message }: Refused | StreamError, status: number): ErrorObject {
  const type = status < 500 ? 'invalid_request_error' : 'server_error';
  return { message, type, param: null, code: kind, ...SHAPES[kind] };
}

/** An error said where there is no stream to say it in. */
export function refusedFor(error: StreamError): Refused {
  const status = STATUSES.find(([kinds]) => kinds.test(error.kind))?.[1] ?? 500;
  return { ...error, type: 'refused', status };
}

export function refusalOverHttp(refused: Refused, requestId: string): HttpError {
  const { status, kind, message, retryAfterMs } = refused;
  if (PAGES.has(kind)) return { status, headers: HTML_TYPE, body: gatewayPage(message) };
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-request-id': requestId,
      ...(retryAfterMs === undefined ? {} : waitHeaders(retryAfterMs)),
      ...(status === 429 && kind !== QUOTA ? limitHeaders(retryAfterMs ?? 0) : {}),
    },
    body: JSON.stringify({ error: errorObject(refused, status) }),
  };
}

const waitHeaders = (ms: number): Record<string, string> => ({
  'retry-after': String(Math.ceil(ms / 1000)),
  'retry-after-ms': String(ms),
});

const limitHeaders = (resetMs: number): Record<string, string> => ({
  'x-ratelimit-limit-requests': String(REQUESTS_A_MINUTE),
  'x-ratelimit-limit-tokens': String(TOKENS_A_MINUTE),
  'x-ratelimit-remaining-requests': '0',
  'x-ratelimit-remaining-tokens': String(TOKENS_A_MINUTE),
  'x-ratelimit-reset-requests': duration(resetMs),
  'x-ratelimit-reset-tokens': '0s',
});

/** '120ms', '1.5s', '6m0s'. */
function duration(ms: number): string {
  if (ms > 0 && ms < 1000) return `${ms}ms`;
  const minutes = Math.floor(ms / 60_000);
  return `${minutes > 0 ? `${minutes}m` : ''}${(ms - minutes * 60_000) / 1000}s`;
}
