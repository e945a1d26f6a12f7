/** Rate limit: the endpoint's door answers 429 and says when to come back. */
import { dialectOf } from './dialect.ts';
import { faultKind, refusal, wholeMs } from './kind.ts';

const KIND = { anthropic: 'rate_limit_error', openai: 'rate_limit_exceeded' } as const;

export const rateLimit = faultKind({
  kind: 'rate_limit',
  title: 'Rate limit',
  summary: 'The endpoint answers 429 and asks to wait.',
  stages: ['refuse'],
  params: {
    retryAfterMs: wholeMs(2000, 'The wait that the endpoint asks for.'),
    refuseMs: wholeMs(150, 'Time until the refusal is there.'),
  },
  edit: (_parts, { retryAfterMs, refuseMs }, { vendor }) =>
    refusal(refuseMs, 429, KIND[dialectOf(vendor)], 'Rate limit reached.', retryAfterMs),
});
