import { expectTypeOf, test } from 'vitest';
import {
  classify,
  embed,
  generate,
  judge,
  orchestration,
  retrieve,
  step,
  type Measured,
  type PolicyOptions,
} from 'rehearsal';

interface Ticket {
  readonly body: string;
  readonly country: string;
}

const patient: PolicyOptions<string> = {
  timeout: '2s',
  retry: { times: 2, retryAfter: { cap: '60s' }, budget: { ratio: 0.2 } },
  breaker: { failures: 5, within: '1m' },
  region: ({ country }: Ticket) => country,
};

test('a policy speaks of the input and output of its step', () => {
  const answer = generate({
    model: 'm',
    system: 's',
    region: (ticket: Ticket) => (ticket.country === 'FR' ? 'eu' : null),
    gate: { score: (text, ticket) => text.length / ticket.body.length, threshold: 0.5 },
    fallback: [{ run: (ticket, { attempt }) => `${ticket.body} ${attempt}` }, { value: 'none' }],
  });
  orchestration({
    name: 'x',
    steps: { answer },
    async run(ticket: Ticket, { answer: ask }) {
      expectTypeOf(await ask(ticket)).toEqualTypeOf<string>();
      // @ts-expect-error text where a ticket is wanted
      void ask('text');
    },
  });
  // @ts-expect-error a fallback value that is no label
  classify(['a', 'b'], { model: 'm', fallback: { value: 'c' } });
  // @ts-expect-error a function that gives no label
  classify(['a', 'b'], { model: 'm', fallback: { run: () => 'c' } });
  step((n: number) => n > 1, {
    fallback: { run: (n) => n > 2 },
    monitor: { metric: 'm', of: (yes) => yes, window: 9, tolerance: 0 },
  });
  generate<Ticket>({ model: 'm', system: 's', ...patient });
});

test('one vocabulary for every kind of step', () => {
  const shared = { bulkhead: 4, rate: { requests: 60, per: '1m' }, budget: { calls: 3 } } as const;
  classify(['a'], { model: 'm', ...shared });
  embed({ model: 'm', ...shared });
  retrieve({ index: 'i', ...shared });
  judge({ model: 'm', rubric: 'r', ...shared });
  step(() => 1, shared);
});

test('what is no policy is refused by the types', () => {
  // @ts-expect-error a breaker counts failures or a ratio
  step(() => 1, { breaker: { within: '1m' } });
  // @ts-expect-error a bare number of milliseconds
  step(() => 1, { hedge: { after: 100 } });
  // @ts-expect-error an order that does not exist
  step(() => 1, { breaker: { failures: 1, within: '1m', around: 'fallback' } });
  // @ts-expect-error a function has no tokens to stream
  step(() => 1, { stream: true });
});

test('a step under way is measured, and read part by part', () => {
  orchestration({
    name: 'x',
    steps: {
      label: classify(['a', 'b'], { model: 'm' }),
      answer: generate<string>({ model: 'm', system: 's', stream: true }),
    },
    async run(text: string, { label, answer }) {
      expectTypeOf(await label(text).measured()).toEqualTypeOf<Measured<'a' | 'b'>>();
      for await (const part of answer(text).parts()) expectTypeOf(part).toEqualTypeOf<string>();
    },
  });
});
