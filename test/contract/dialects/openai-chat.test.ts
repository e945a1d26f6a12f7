import { describe, expect, test } from 'vitest';
import { OpenAI } from '../../../programs/clients.js';
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

const hello = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello?' }] };
const streamed = { ...hello, stream: true } as const;

function client(answers: Answers, maxRetries = 0) {
  const served = provider(answers);
  return { served, openai: new OpenAI({ apiKey: 'none', fetch: served.fetch, maxRetries }) };
}

const lookUps = [
  { id: 'call_1', name: 'look_up', arguments: '{"order":"A-1001","note":"«ü» 👩‍💻\\n"}' },
  { id: 'call_2', name: 'search', arguments: '{}' },
];

describe('the client of OpenAI, asking for a chat completion', () => {
  test('reads a whole one: text, reason, usage, snapshot and the date of the request', async () => {
    const { openai } = client(() => says(['Hel', 'lo “you”.\n']));
    const outcome = await settled(openai.chat.completions.create(hello));
    expect(outcome).toMatchObject({
      afterMs: 40,
      value: {
        id: 'chatcmpl-r1',
        model: VERSION,
        created: Date.UTC(2026, 10, 22) / 1000,
        choices: [{ message: { role: 'assistant', content: 'Hello “you”.\n' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 12, completion_tokens: 7, total_tokens: 19 },
      },
    });
  });

  test('reads a streamed one piece by piece, each chunk with a choice in it', async () => {
    const { openai } = client(() => says(['Hel', 'lo']));
    const outcome = await settled(openai.chat.completions.create(streamed).then(collect));
    const { events, error } = outcome!.value!;
    expect(error).toBeNull();
    expect(events.map(({ choices }) => choices[0]?.delta.content)).toEqual(['', 'Hel', 'lo', undefined]);
    expect(events.map(({ choices }) => choices[0]?.finish_reason)).toEqual([null, null, null, 'stop']);
    expect(new Set(events.map(({ id, model }) => `${id} ${model}`))).toEqual(
      new Set([`chatcmpl-r1 ${VERSION}`]),
    );
  });

  test('is told the usage of a stream only if it asked for it, in a chunk of its own', async () => {
    const { openai } = client(() => says(['Hi']));
    const body = { ...streamed, stream_options: { include_usage: true } };
    const outcome = await settled(openai.chat.completions.create(body).then(collect));
    const { events } = outcome!.value!;
    expect(events.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
    expect(events.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 12, completion_tokens: 7 },
    });
  });

  test.for(['', 'Let me look. '])(
    'reads calls of tools, streamed or not, after the text %j',
    async (text) => {
      const { openai } = client(() => calls(lookUps, text));
      const whole = await settled(openai.chat.completions.create(hello));
      const stream = await settled(openai.chat.completions.stream(hello).finalChatCompletion());
      for (const outcome of [whole, stream]) {
        const [choice] = outcome!.value!.choices;
        expect(choice!.finish_reason).toBe('tool_calls');
        expect(choice!.message.content ?? '').toBe(text);
        expect(choice!.message.tool_calls).toEqual(
          lookUps.map(({ id, name, arguments: given }) => ({
            id,
            type: 'function',
            function: { name, arguments: given },
          })),
        );
      }
    },
  );

  test.for(['{"order":"A-10', 'no JSON {', ''])('is given the arguments %j as they are', async (given) => {
    const { openai } = client(() => calls([{ id: 'c', name: 'look_up', arguments: given }]));
    for (const reply of [
      () => openai.chat.completions.create(hello),
      () => openai.chat.completions.stream(hello).finalChatCompletion(),
    ]) {
      const outcome = await settled(reply());
      expect(outcome!.value!.choices[0]!.message.tool_calls![0]!.function.arguments).toBe(given);
    }
  });

  test.for([
    ['stop', 'stop'],
    ['length', 'length'],
    ['refusal', 'content_filter'],
  ] as const)('reads why a reply ended: %s is %s', async ([reason, said]) => {
    const { openai } = client(() => says(['Part'], reason));
    const whole = await settled(openai.chat.completions.create(hello));
    const stream = await settled(openai.chat.completions.stream(hello).finalChatCompletion());
    expect(whole!.value!.choices[0]!.finish_reason).toBe(said);
    expect(stream!.value!.choices[0]!.finish_reason).toBe(said);
  });

  test('reads an empty reply as empty text', async () => {
    const { openai } = client(() => says([]));
    expect((await settled(openai.chat.completions.create(hello)))!.value!.choices[0]!.message.content).toBe(
      '',
    );
  });

  test('does not take what keeps a connection alive for content', async () => {
    const [head, ...rest] = says(['Hi']);
    const { openai } = client(() => [head!, at(12, { type: 'keepalive' }), ...rest]);
    const outcome = await settled(openai.chat.completions.stream(hello).finalChatCompletion());
    expect(outcome!.value!.choices[0]!.message.content).toBe('Hi');
  });
});

describe('a chat completion, as its provider reads it', () => {
  test('carries all that a model request can say', async () => {
    const { served, openai } = client(() => says(['Done.']));
    const schema = { type: 'object', properties: { total: { type: 'number' } }, required: ['total'] };
    await settled(
      openai.chat.completions.create({
        model: 'gpt-4o',
        messages: [
          { role: 'developer', content: 'Be brief.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Add ' },
              { type: 'text', text: 'it up.' },
            ],
          },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'c1', type: 'function', function: { name: 'sum', arguments: '{"of":[1,2]}' } },
            ],
          },
          { role: 'tool', tool_call_id: 'c1', content: '3' },
        ],
        max_completion_tokens: 50,
        temperature: 0.2,
        tools: [
          {
            type: 'function',
            function: { name: 'sum', description: 'Adds.', parameters: schema, strict: true },
          },
          { type: 'function', function: { name: 'stop' } },
        ],
        tool_choice: 'auto',
        response_format: { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } },
      }),
    );
    const seen: ChatRequest = {
      kind: 'chat',
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Add it up.' },
        { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'sum', arguments: '{"of":[1,2]}' }] },
        { role: 'tool', content: '3', toolCallId: 'c1', name: 'sum' },
      ],
      format: { name: 'answer', schema },
      maxTokens: 50,
      tools: [
        { name: 'sum', description: 'Adds.', parameters: schema },
        { name: 'stop', description: '', parameters: { type: 'object', properties: {} } },
      ],
      toolChoice: 'auto',
    };
    expect(served.chats).toEqual([seen]);
  });

  test('is refused where a tool answered that nobody called', async () => {
    const { openai } = client(() => says(['Never.']));
    const messages = [...hello.messages, { role: 'tool', tool_call_id: 'c9', content: '3' }];
    const outcome = await settled(openai.chat.completions.create({ ...hello, messages }));
    expect(outcome!.error).toMatchObject({ status: 400, type: 'invalid_request_error' });
    expect(outcome!.error!.message).toContain("messages with role 'tool'");
  });
});

describe('the client of OpenAI, refused', () => {
  const refusals = [
    [400, 'context_length_exceeded', 'BadRequestError', 'invalid_request_error'],
    [401, 'invalid_api_key', 'AuthenticationError', 'invalid_request_error'],
    [403, 'unsupported_country_region_territory', 'PermissionDeniedError', 'invalid_request_error'],
    [404, 'model_not_found', 'NotFoundError', 'invalid_request_error'],
    [429, 'rate_limit_exceeded', 'RateLimitError', 'requests'],
    [429, 'insufficient_quota', 'RateLimitError', 'insufficient_quota'],
    [500, 'internal_error', 'InternalServerError', 'server_error'],
    [503, 'server_is_overloaded', 'InternalServerError', 'service_unavailable_error'],
  ] as const;

  test.for(refusals)('throws by status and code: %i %s is a %s', async ([status, kind, name, type]) => {
    const { openai } = client(() => [at(30, { type: 'refused', status, kind, message: 'Not “now”.' })]);
    for (const reply of [
      () => openai.chat.completions.create(hello),
      () => openai.chat.completions.stream(hello).finalChatCompletion(),
    ]) {
      const { error } = (await settled(reply()))!;
      expect(error!.constructor.name).toBe(name);
      expect(error).toMatchObject({ status, code: kind, type, message: `${status} Not “now”.` });
    }
  });

  test('is shown the page of a gateway as text', async () => {
    const { openai } = client(() => [
      at(30, { type: 'refused', status: 502, kind: 'bad_gateway', message: 'Bad <gateway> & more.' }),
    ]);
    const { error } = (await settled(openai.chat.completions.create(hello)))!;
    expect(error).toMatchObject({ status: 502 });
    expect(error!.message).toContain('<title>Bad &lt;gateway> &amp; more.</title>');
  });

  test('waits as long as it is asked to, to the millisecond', async () => {
    const limit = { status: 429, kind: 'rate_limit_exceeded', message: 'Wait.', retryAfterMs: 2345 };
    const { served, openai } = client(
      (_, nth) => (nth === 1 ? [at(50, { type: 'refused', ...limit })] : says(['Now.'])),
      2,
    );
    const outcome = await settled(openai.chat.completions.create(hello));
    expect(outcome!.value!.choices[0]!.message.content).toBe('Now.');
    expect(served.seen.map(({ atMs }) => atMs)).toEqual([0, 2395]);
  });

  test('finds the limits in the headers of a refusal', async () => {
    const limit = { status: 429, kind: 'rate_limit_exceeded', message: 'Wait.', retryAfterMs: 61_500 };
    const { openai } = client(() => [at(50, { type: 'refused', ...limit })]);
    const { headers } = (await settled(openai.chat.completions.create(hello)))!.error!;
    const said = [
      'retry-after',
      'x-ratelimit-remaining-requests',
      'x-ratelimit-reset-requests',
      'x-request-id',
    ];
    expect(said.map((name) => headers!.get(name))).toEqual(['62', '0', '1m1.5s', 'req_r1']);
  });
});

describe('the client of OpenAI, when a chat completion breaks', () => {
  const reply = says(['One ', 'two ', 'three.']);
  const texts = (events: readonly { choices: readonly { delta: { content?: string | null } }[] }[]): string =>
    events.map(({ choices }) => choices[0]?.delta.content ?? '').join('');

  test('takes a stream that ends early for the end, in its raw form', async () => {
    const { openai } = client(() => cut(reply, 3, 'eof'));
    const { events, error } = (await settled(openai.chat.completions.create(streamed).then(collect)))!.value!;
    expect([texts(events), error]).toEqual(['One two ', null]);
  });

  test('notices a stream that ends early where it builds the whole reply', async () => {
    const { openai } = client(() => cut(reply, 3, 'eof'));
    const outcome = await settled(openai.chat.completions.stream(hello).finalChatCompletion());
    expect(outcome!.error!.message).toBe('missing finish_reason for choice 0');
  });

  test('passes on a break, after the text before it', async () => {
    const { openai } = client(() => cut(reply, 2, 'reset'));
    const { events, error } = (await settled(openai.chat.completions.create(streamed).then(collect)))!.value!;
    expect([texts(events), error!.constructor.name]).toEqual(['One ', 'TypeError']);
  });

  test('throws an error said inside a stream, with its code', async () => {
    const { openai } = client(() => [
      ...reply.slice(0, 2),
      at(40, { type: 'error', kind: 'rate_limit_exceeded', message: 'Too much.' }),
    ]);
    const { events, error } = (await settled(openai.chat.completions.create(streamed).then(collect)))!.value!;
    expect(texts(events)).toBe('One ');
    expect(error).toMatchObject({ code: 'rate_limit_exceeded', message: 'Too much.' });
  });

  test('fails to read JSON of which half came', async () => {
    const { openai } = client(() => cut(reply, 2, 'eof'));
    expect((await settled(openai.chat.completions.create(hello)))!.error!.constructor.name).toBe(
      'SyntaxError',
    );
  });

  test.for(['refused', 'reset', 'eof'] as const)(
    'tries again when there is no status line, since the connection ended: %s',
    async (how) => {
      const { served, openai } = client(
        (_, nth) => (nth === 1 ? [at(20, { type: 'broken', how })] : says(['There.'])),
        1,
      );
      const outcome = await settled(openai.chat.completions.create(streamed).then(collect));
      expect(texts(outcome!.value!.events)).toBe('There.');
      expect(served.seen).toHaveLength(2);
    },
  );
});
