/**
 * Anthropic's errors: `{"type":"error","error":{"type","message"},"request_id"}`, and the headers that say how long to
 * wait.
 *
 * 1. A kind that is none of Anthropic's types is said as the type of its status.
 * 2. A limit on spending is a rate limit that names itself in `details`, and asks for no wait.
 * 3. 502 comes from the gateway before the API, and gateways answer HTML.
 */
import { gatewayPage, HTML_TYPE } from '../gateway-page.ts';
import type { Refused, StreamError } from '../port.ts';
import { rfc3339 } from '../rfc3339.ts';
import type { HttpError } from '../writer.ts';

const TYPES: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};
const TYPE_OF_STATUS = new Map(Object.entries(TYPES).map(([type, status]) => [status, type]));

const SPEND_LIMIT = 'enforced_spend_limit_reached';
const SPENT = new Set([SPEND_LIMIT, 'insufficient_quota']);

/** The limits that a 429 speaks of: what a small account has. */
const REQUESTS_A_MINUTE = 60;
const TOKENS_A_MINUTE = 40_000;

/** The error as an event and as a body say it. */
export function errorSaid(error: Refused | StreamError, status: number, requestId: string): object {
  const { kind, message } = error;
  const spent = SPENT.has(kind);
  const type = kind in TYPES ? kind : (TYPE_OF_STATUS.get(spent ? 429 : status) ?? typeOfOther(status));
  return {
    type: 'error',
    error: { type, message, ...(spent ? { details: { error_code: SPEND_LIMIT } } : {}) },
    request_id: requestId,
  };
}

const typeOfOther = (status: number): string => (status < 500 ? 'invalid_request_error' : 'api_error');

/** An error said where there is no stream to say it in. */
export const refusedFor = (error: StreamError): Refused => ({
  ...error,
  type: 'refused',
  status: TYPES[error.kind] ?? 500,
});

/** @param nowS whole seconds since 1970 at which the refusal goes out */
export function refusalOverHttp(refused: Refused, requestId: string, nowS: number): HttpError {
  const { status, kind, message, retryAfterMs } = refused;
  if (status === 502) return { status, headers: HTML_TYPE, body: gatewayPage(message) };
  const waitS = retryAfterMs === undefined ? null : Math.ceil(retryAfterMs / 1000);
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'request-id': requestId,
      ...(waitS === null || SPENT.has(kind) ? {} : { 'retry-after': String(waitS) }),
      ...(status === 429 && !SPENT.has(kind) ? limitHeaders(nowS, nowS + (waitS ?? 0)) : {}),
    },
    body: JSON.stringify(errorSaid(refused, status, requestId)),
  };
}

const limitHeaders = (nowS: number, resetS: number): Record<string, string> => ({
  'anthropic-ratelimit-requests-limit': String(REQUESTS_A_MINUTE),
  'anthropic-ratelimit-requests-remaining': '0',
  'anthropic-ratelimit-requests-reset': rfc3339(resetS),
  'anthropic-ratelimit-tokens-limit': String(TOKENS_A_MINUTE),
  'anthropic-ratelimit-tokens-remaining': String(TOKENS_A_MINUTE),
  'anthropic-ratelimit-tokens-reset': rfc3339(nowS),
});
