/** Server error: the endpoint took the request and failed at it. 502 and 504 come from the gateway before it. */
import { dialectOf } from './dialect.ts';
import { faultKind, oneOf, refusal, wholeMs } from './kind.ts';

const KIND = {
  anthropic: { 500: 'api_error', 502: 'bad_gateway', 504: 'timeout_error' },
  openai: { 500: 'server_error', 502: 'bad_gateway', 504: 'gateway_timeout' },
} as const;

const MESSAGE = {
  500: 'The server had an error while processing the request.',
  502: 'Bad gateway.',
  504: 'The gateway waited too long for the server.',
} as const;

export const serverError = faultKind({
  kind: 'server_error',
  title: 'Server error',
  summary: 'The endpoint answers with a 5xx error.',
  stages: ['refuse'],
  params: {
    status: oneOf([500, 502, 504], 'HTTP status.'),
    refuseMs: wholeMs(700, 'Time until the error is there.'),
  },
  edit: (_parts, { status, refuseMs }, { vendor }) =>
    refusal(refuseMs, status, KIND[dialectOf(vendor)][status], MESSAGE[status]),
});
