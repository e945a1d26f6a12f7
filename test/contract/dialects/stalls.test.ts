import { describe, expect, test } from 'vitest';
import { Anthropic, OpenAI } from '../../../programs/clients.js';
import { at, provider, says, settled, useClock, type Answers } from './provider.ts';

useClock();

const LIMIT_MS = 5000;
const messages = [{ role: 'user', content: 'Hello?' }];

interface Asking {
  readonly whole: () => Promise<unknown>;
  readonly stream: () => Promise<unknown>;
}

/** Each client, asking once with a limit of five seconds: for a whole reply, and for a stream that it collects. */
const clients: readonly (readonly [string, (fetch: typeof globalThis.fetch) => Asking])[] = [
  [
    'OpenAI',
    (fetch) => {
      const { chat } = new OpenAI({ apiKey: 'none', fetch, maxRetries: 0, timeout: LIMIT_MS });
      const body = { model: 'gpt-4o', messages };
      return {
        whole: () => chat.completions.create(body),
        stream: () => chat.completions.stream(body).finalChatCompletion(),
      };
    },
  ],
  [
    'Anthropic',
    (fetch) => {
      const client = new Anthropic({ apiKey: 'none', fetch, maxRetries: 0, timeout: LIMIT_MS });
      const body = { model: 'claude-3-sonnet', max_tokens: 9, messages };
      return {
        whole: () => client.messages.create(body),
        stream: () => client.messages.stream(body).finalMessage(),
      };
    },
  ],
];

describe.for(clients)('the client of %s, with a limit of five seconds', ([, clientOf]) => {
  const ask = (answers: Answers) => clientOf(provider(answers).fetch);
  const slow =
    (lastMs: number): Answers =>
    () => [
      at(10, { type: 'head', version: 'v' }),
      at(20, { type: 'text', text: 'Hi' }),
      at(lastMs, { type: 'end', reason: 'stop' }),
    ];

  test('gives up a provider that says nothing', async () => {
    for (const reply of ['whole', 'stream'] as const) {
      const outcome = await settled(ask(() => [])[reply]());
      expect([outcome!.error!.constructor.name, outcome!.afterMs]).toEqual([
        'APIConnectionTimeoutError',
        LIMIT_MS,
      ]);
    }
  });

  test('gives up a whole reply at the limit, and not before', async () => {
    expect((await settled(ask(slow(LIMIT_MS - 1)).whole()))!.error).toBeUndefined();
    const late = await settled(ask(slow(LIMIT_MS + 1)).whole());
    expect(late!.error!.constructor.name).toBe('APIConnectionTimeoutError');
  });

  test('lets a stream take any time once it has begun', async () => {
    expect((await settled(ask(slow(20 * LIMIT_MS)).stream()))!.error).toBeUndefined();
  });

  test('waits for ever in a stream that falls silent', async () => {
    expect(await settled(ask(() => says(['One ', 'two.']).slice(0, 2)).stream())).toBeNull();
  });
});
