/** Overload: the endpoint is up and says that it has no capacity, in its vendor's words. */
import { dialectOf } from './dialect.ts';
import { faultKind, refusal, wholeMs } from './kind.ts';

const SAID = {
  anthropic: [529, 'overloaded_error', 'Overloaded.'],
  openai: [503, 'server_is_overloaded', 'The server is overloaded. Please try again later.'],
} as const;

export const overloaded = faultKind({
  kind: 'overloaded',
  title: 'Overload',
  summary: 'The endpoint says that it has no capacity: 529 from Anthropic, 503 from others.',
  stages: ['refuse'],
  params: { refuseMs: wholeMs(300, 'Time until the refusal is there.') },
  edit(_parts, { refuseMs }, { vendor }) {
    const [status, kind, message] = SAID[dialectOf(vendor)];
    return refusal(refuseMs, status, kind, message);
  },
});
