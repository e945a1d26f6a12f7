import { describe, expect, test } from 'vitest';
import { Anthropic } from '../../../programs/clients.js';
import type { ChatRequest } from '../../../src/model/request.ts';
import {
  at,
  calls,
  collect,
  cut,
  provider,
  says,
  settled,
  useClock,
  VERSION,
  type Answers,
} from './provider.ts';

useClock();

const hello = {
  model: 'claude-3-sonnet',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'Hello?' }],
};
const streamed = { ...hello, stream: true } as const;

function client(answers: Answers, maxRetries = 0) {
  const served = provider(answers);
  return { served, anthropic: new Anthropic({ apiKey: 'none', fetch: served.fetch, maxRetries }) };
}

const lookUp = { id: 'toolu_1', name: 'look_up', arguments: '{"order":"A-1001 «ü»"}' };

describe('the client of Anthropic, asking for a message', () => {
  test('reads a whole one: text, reason, usage and snapshot', async () => {
    const { anthropic } = client(() => says(['Hel', 'lo “you”.\n']));
    expect(await settled(anthropic.messages.create(hello))).toMatchObject({
      value: {
        id: 'msg_r1',
        model: VERSION,
        content: [{ type: 'text', text: 'Hello “you”.\n' }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 12, output_tokens: 7 },
      },
    });
  });

  test('reads a streamed one in the order of its events', async () => {
    const { anthropic } = client(() => says(['Hel', 'lo.']));
    const { events } = (await settled(anthropic.messages.create(streamed).then(collect)))!.value!;
    expect(events.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  test('builds from a stream what it reads at once', async () => {
    const { anthropic } = client(() => calls([lookUp, { ...lookUp, id: 'toolu_2' }], 'Let me look. '));
    const whole = (await settled(anthropic.messages.create(hello)))!.value!;
    const stream = (await settled(anthropic.messages.stream(hello).finalMessage()))!.value!;
    const input = { order: 'A-1001 «ü»' };
    for (const message of [whole, stream]) {
      expect(message).toMatchObject({
        stop_reason: 'tool_use',
        content: [
          { type: 'text', text: 'Let me look. ' },
          { type: 'tool_use', id: 'toolu_1', name: 'look_up', input },
          { type: 'tool_use', id: 'toolu_2', name: 'look_up', input },
        ],
        usage: { input_tokens: 12, output_tokens: 7 },
      });
    }
  });

  test('reads arguments that were cut as no arguments, in a whole message', async () => {
    const { anthropic } = client(() => calls([{ ...lookUp, arguments: '{"order":"A-10' }]));
    const { content } = (await settled(anthropic.messages.create(hello)))!.value!;
    expect(content[0]!.input).toEqual({});
  });

  test.for([
    ['stop', 'end_turn', null],
    ['length', 'max_tokens', null],
    ['refusal', 'refusal', { type: 'refusal', category: null, explanation: null }],
  ] as const)('reads why a message ended: %s is %s', async ([reason, said, details]) => {
    const { anthropic } = client(() => says(['Part'], reason));
    const whole = (await settled(anthropic.messages.create(hello)))!.value!;
    const stream = (await settled(anthropic.messages.stream(hello).finalMessage()))!.value!;
    for (const { stop_reason, stop_details } of [whole, stream])
      expect([stop_reason, stop_details]).toEqual([said, details]);
  });

  test('reads an empty message as one without a block', async () => {
    const { anthropic } = client(() => says([]));
    const whole = (await settled(anthropic.messages.create(hello)))!.value!;
    const stream = (await settled(anthropic.messages.stream(hello).finalMessage()))!.value!;
    expect([whole.content, stream.content]).toEqual([[], []]);
  });

  test('hears no ping', async () => {
    const [head, ...rest] = says(['Hi']);
    const { anthropic } = client(() => [head!, at(12, { type: 'keepalive' }), ...rest]);
    const { events } = (await settled(anthropic.messages.create(streamed).then(collect)))!.value!;
    expect(events.map(({ type }) => type)).not.toContain('ping');
    expect(events).toHaveLength(6);
  });
});

describe('a message, as its provider reads it', () => {
  test('carries all that a model request can say', async () => {
    const { served, anthropic } = client(() => says(['Done.']));
    const schema = { type: 'object', properties: { order: { type: 'string' } } };
    await settled(
      anthropic.messages.create({
        model: 'claude-3-sonnet',
        max_tokens: 50,
        temperature: 0,
        system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
        messages: [
          { role: 'user', content: 'Look it up.' },
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'Hm.', signature: 's' },
              { type: 'text', text: 'Yes: ' },
              { type: 'tool_use', id: 't1', name: 'look_up', input: { order: 'A' } },
              { type: 'tool_use', id: 't2', name: 'look_up', input: { order: 'B' } },
            ],
          },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 't1', content: 'open' },
              { type: 'tool_result', tool_use_id: 't2', content: [{ type: 'text', text: 'closed' }] },
              { type: 'text', text: 'And now?' },
            ],
          },
        ],
        tools: [
          { name: 'look_up', description: 'Looks an order up.', input_schema: schema },
          { name: 'other', input_schema: schema },
        ],
        tool_choice: { type: 'tool', name: 'look_up' },
        output_config: { format: { type: 'json_schema', schema } },
      }),
    );
    const seen: ChatRequest = {
      kind: 'chat',
      model: 'claude-3-sonnet',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Look it up.' },
        {
          role: 'assistant',
          content: 'Yes: ',
          toolCalls: [
            { id: 't1', name: 'look_up', arguments: '{"order":"A"}' },
            { id: 't2', name: 'look_up', arguments: '{"order":"B"}' },
          ],
        },
        { role: 'tool', content: 'open', toolCallId: 't1', name: 'look_up' },
        { role: 'tool', content: 'closed', toolCallId: 't2', name: 'look_up' },
        { role: 'user', content: 'And now?' },
      ],
      format: { name: 'output', schema },
      maxTokens: 50,
      tools: [{ name: 'look_up', description: 'Looks an order up.', parameters: schema }],
      toolChoice: 'required',
    };
    expect(served.chats).toEqual([seen]);
  });

  test('is refused where the next turn does not answer a call', async () => {
    const { anthropic } = client(() => says(['Never.']));
    const messages = [
      ...hello.messages,
      { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'look_up', input: {} }] },
      { role: 'user', content: 'Well?' },
    ];
    const { error } = (await settled(anthropic.messages.create({ ...hello, messages })))!;
    expect(error).toMatchObject({ status: 400, type: 'invalid_request_error' });
    expect(error!.message).toContain('without `tool_result` blocks immediately after: t1');
  });
});

describe('the client of Anthropic, refused', () => {
  const refusals = [
    [400, 'invalid_request_error', 'BadRequestError'],
    [401, 'authentication_error', 'AuthenticationError'],
    [403, 'permission_error', 'PermissionDeniedError'],
    [404, 'not_found_error', 'NotFoundError'],
    [413, 'request_too_large', 'ContentTooLargeError'],
    [429, 'rate_limit_error', 'RateLimitError'],
    [500, 'api_error', 'InternalServerError'],
    [504, 'timeout_error', 'GatewayTimeoutError'],
    [529, 'overloaded_error', 'OverloadedError'],
  ] as const;

  test.for(refusals)('throws by status and type: %i %s is a %s', async ([status, kind, name]) => {
    const { anthropic } = client(() => [at(30, { type: 'refused', status, kind, message: 'Not now.' })]);
    for (const reply of [
      () => anthropic.messages.create(hello),
      () => anthropic.messages.stream(hello).finalMessage(),
    ]) {
      const { error } = (await settled(reply()))!;
      expect(error!.constructor.name).toBe(name);
      expect(error).toMatchObject({ status, type: kind, apiMessage: 'Not now.' });
    }
  });

  test.for([
    [404, 'model_not_found', 'not_found_error'],
    [500, 'server_error', 'api_error'],
    [503, 'service_unavailable', 'api_error'],
  ] as const)('is told %i %s in Anthropic’s own words: %s', async ([status, kind, type]) => {
    const { anthropic } = client(() => [at(30, { type: 'refused', status, kind, message: 'Not now.' })]);
    expect((await settled(anthropic.messages.create(hello)))!.error).toMatchObject({ status, type });
  });

  test('knows a limit on spending from a rate limit, and is asked for no wait', async () => {
    const spent = { status: 429, kind: 'insufficient_quota', message: 'Spent.', retryAfterMs: 5 };
    const { anthropic } = client(() => [at(30, { type: 'refused', ...spent })]);
    const { error } = (await settled(anthropic.messages.create(hello)))!;
    expect(error).toMatchObject({ type: 'rate_limit_error', errorCode: 'enforced_spend_limit_reached' });
    expect(error!.headers!.get('retry-after')).toBeNull();
  });

  test('waits in whole seconds, which is how it is asked', async () => {
    const limit = { status: 429, kind: 'rate_limit_error', message: 'Wait.', retryAfterMs: 2001 };
    const { served, anthropic } = client(
      (_, nth) => (nth === 1 ? [at(50, { type: 'refused', ...limit })] : says(['Now.'])),
      2,
    );
    expect((await settled(anthropic.messages.create(hello)))!.value!.content[0]!.text).toBe('Now.');
    expect(served.seen.map(({ atMs }) => atMs)).toEqual([0, 3050]);
  });

  test('finds in the headers when a limit is over', async () => {
    const limit = { status: 429, kind: 'rate_limit_error', message: 'Wait.', retryAfterMs: 90_000 };
    const { anthropic } = client(() => [at(50, { type: 'refused', ...limit })]);
    const { headers } = (await settled(anthropic.messages.create(hello)))!.error!;
    const said = ['retry-after', 'anthropic-ratelimit-requests-reset', 'request-id'];
    expect(said.map((name) => headers!.get(name))).toEqual(['90', '2026-11-22T00:01:30Z', 'req_r1']);
  });
});

describe('the client of Anthropic, when a message breaks', () => {
  const reply = says(['One ', 'two ', 'three.']);

  test('takes a stream that ends early for the end, in its raw form', async () => {
    const { anthropic } = client(() => cut(reply, 3, 'eof'));
    const { events, error } = (await settled(anthropic.messages.create(streamed).then(collect)))!.value!;
    expect([events.length, error]).toEqual([4, null]);
  });

  test('notices a stream that ends early where it builds the message', async () => {
    const { anthropic } = client(() => cut(reply, 3, 'eof'));
    const outcome = await settled(anthropic.messages.stream(hello).finalMessage());
    expect(outcome!.error!.message).toContain('stream ended without producing a Message');
  });

  test('passes on a break', async () => {
    const { anthropic } = client(() => cut(reply, 3, 'reset'));
    const { error } = (await settled(anthropic.messages.create(streamed).then(collect)))!.value!;
    expect(error!.constructor.name).toBe('TypeError');
  });

  test('throws an error said inside a stream, with its type and no status', async () => {
    const { anthropic } = client(() => [
      ...reply.slice(0, 2),
      at(40, { type: 'error', kind: 'overloaded_error', message: 'Overloaded.' }),
    ]);
    const { error } = (await settled(anthropic.messages.create(streamed).then(collect)))!.value!;
    expect(error).toMatchObject({ type: 'overloaded_error', apiMessage: 'Overloaded.', status: undefined });
  });

  test('throws an error of a message that is not streamed as an HTTP error', async () => {
    const { anthropic } = client(() => [
      ...reply.slice(0, 2),
      at(40, { type: 'error', kind: 'overloaded_error', message: 'Overloaded.' }),
    ]);
    expect((await settled(anthropic.messages.create(hello)))!.error).toMatchObject({ status: 529 });
  });
});
