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

const hello = { model: 'gpt-4o', input: 'Hello?' };
const streamed = { ...hello, stream: true } as const;

function client(answers: Answers, maxRetries = 0) {
  const served = provider(answers);
  return { served, openai: new OpenAI({ apiKey: 'none', fetch: served.fetch, maxRetries }) };
}

const lookUp = { id: 'call_1', name: 'look_up', arguments: '{"order":"A-1001 «ü»"}' };
const lookUpTool = {
  type: 'function',
  name: 'look_up',
  description: 'Looks an order up.',
  parameters: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] },
  strict: true,
};

describe('the client of OpenAI, asking for a response', () => {
  test('reads a whole one: text, usage, snapshot, and what it had asked', async () => {
    const { openai } = client(() => says(['Hel', 'lo.']));
    const outcome = await settled(openai.responses.create({ ...hello, tools: [lookUpTool] }));
    expect(outcome!.value).toMatchObject({
      id: 'resp_r1',
      status: 'completed',
      model: VERSION,
      output_text: 'Hello.',
      usage: { input_tokens: 12, output_tokens: 7, total_tokens: 19 },
      tools: [lookUpTool],
      incomplete_details: null,
    });
  });

  test('reads a streamed one in the order of its events, numbered without a gap', async () => {
    const { openai } = client(() => says(['Hel', 'lo.']));
    const { events } = (await settled(openai.responses.create(streamed).then(collect)))!.value!;
    expect(events.map(({ type }) => type.replace('response.', ''))).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ]);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, i) => i));
    expect(events.at(-1)!.response).toMatchObject({ status: 'completed', usage: { output_tokens: 7 } });
  });

  test('builds from a stream what it reads at once', async () => {
    const { openai } = client(() => calls([lookUp, { ...lookUp, id: 'call_2' }], 'Let me look. '));
    const whole = (await settled(openai.responses.create(hello)))!.value!;
    const stream = (await settled(openai.responses.stream(hello).finalResponse()))!.value!;
    for (const { output, output_text } of [whole, stream]) {
      expect(output_text).toBe('Let me look. ');
      expect(output.map(({ type, call_id, name, status }) => [type, call_id, name, status])).toEqual([
        ['message', undefined, undefined, 'completed'],
        ['function_call', 'call_1', 'look_up', 'completed'],
        ['function_call', 'call_2', 'look_up', 'completed'],
      ]);
      expect(output[1]!.arguments).toBe(lookUp.arguments);
    }
    expect(new Set(whole.output.map(({ id }) => id)).size).toBe(3);
  });

  test.for([
    ['length', 'max_output_tokens'],
    ['refusal', 'content_filter'],
  ] as const)('reads a reply that ended with %s as incomplete: %s', async ([reason, said]) => {
    const { openai } = client(() => says(['Part'], reason));
    const whole = (await settled(openai.responses.create(hello)))!.value!;
    const stream = (await settled(openai.responses.stream(hello).finalResponse()))!.value!;
    for (const { status, incomplete_details, output } of [whole, stream]) {
      expect([status, incomplete_details?.reason, output[0]!.status]).toEqual([
        'incomplete',
        said,
        'incomplete',
      ]);
    }
  });
});

describe('a request for a response, as its provider reads it', () => {
  test('carries all that a model request can say', async () => {
    const { served, openai } = client(() => says(['Done.']));
    const schema = { type: 'object', properties: { total: { type: 'number' } } };
    await settled(
      openai.responses.create({
        model: 'gpt-4o',
        instructions: 'Be brief.',
        input: [
          { role: 'user', content: [{ type: 'input_text', text: 'Look it up.' }] },
          { type: 'reasoning', id: 'rs_1', summary: [] },
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Yes: ' }] },
          { type: 'function_call', call_id: 'c1', name: 'look_up', arguments: '{"order":"A"}' },
          { type: 'function_call', call_id: 'c2', name: 'look_up', arguments: '{"order":"B"}' },
          { type: 'function_call_output', call_id: 'c1', output: 'open' },
          { type: 'function_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'closed' }] },
        ],
        max_output_tokens: 40,
        tools: [lookUpTool, { ...lookUpTool, name: 'other' }],
        tool_choice: { type: 'function', name: 'look_up' },
        text: { format: { type: 'json_schema', name: 'answer', schema, strict: true } },
      }),
    );
    const { name, description, parameters } = lookUpTool;
    const seen: ChatRequest = {
      kind: 'chat',
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Look it up.' },
        {
          role: 'assistant',
          content: 'Yes: ',
          toolCalls: [
            { id: 'c1', name: 'look_up', arguments: '{"order":"A"}' },
            { id: 'c2', name: 'look_up', arguments: '{"order":"B"}' },
          ],
        },
        { role: 'tool', content: 'open', toolCallId: 'c1', name: 'look_up' },
        { role: 'tool', content: 'closed', toolCallId: 'c2', name: 'look_up' },
      ],
      format: { name: 'answer', schema },
      maxTokens: 40,
      tools: [{ name, description, parameters }],
      toolChoice: 'required',
    };
    expect(served.chats).toEqual([seen]);
  });

  test('goes on with an earlier response, whose conversation the provider kept', async () => {
    const { served, openai } = client((_, nth) => (nth === 1 ? calls([lookUp]) : says(['It is open.'])));
    const first = (await settled(openai.responses.create(hello)))!.value!;
    const second = await settled(
      openai.responses.create({
        model: 'gpt-4o',
        previous_response_id: first.id,
        input: [{ type: 'function_call_output', call_id: 'call_1', output: 'open' }],
      }),
    );
    expect(second!.value).toMatchObject({ output_text: 'It is open.', previous_response_id: first.id });
    expect(served.chats[1]!.messages).toEqual([
      { role: 'user', content: 'Hello?' },
      { role: 'assistant', content: '', toolCalls: [lookUp] },
      { role: 'tool', content: 'open', toolCallId: 'call_1', name: 'look_up' },
    ]);
  });

  test('may refer to an item that was streamed', async () => {
    const { served, openai } = client(() => says(['Yes.']));
    const first = (await settled(openai.responses.stream(hello).finalResponse()))!.value!;
    const input = [
      { role: 'user', content: 'Hello?' },
      { type: 'item_reference', id: first.output[0]!.id },
      { role: 'user', content: 'Sure?' },
    ];
    await settled(openai.responses.create({ model: 'gpt-4o', input }));
    expect(served.chats[1]!.messages.map(({ content }) => content)).toEqual(['Hello?', 'Yes.', 'Sure?']);
  });

  test.for([
    ['an earlier response that was not to be stored', false, 'previous_response_not_found'],
    ['nothing, where it was stored', true, undefined],
  ] as const)('is refused for %s', async ([, store, code]) => {
    const { openai } = client(() => says(['Yes.']));
    const first = (await settled(openai.responses.create({ ...hello, store })))!.value!;
    const next = await settled(openai.responses.create({ ...hello, previous_response_id: first.id }));
    expect(next!.error?.code).toBe(code);
  });

  test('is refused where a call was never answered', async () => {
    const { openai } = client(() => calls([lookUp]));
    const first = (await settled(openai.responses.create(hello)))!.value!;
    const next = await settled(openai.responses.create({ ...hello, previous_response_id: first.id }));
    expect(next!.error!.message).toBe('400 No tool output found for function call call_1.');
  });
});

describe('the client of OpenAI, when a response breaks', () => {
  const reply = says(['One ', 'two.']);

  test('takes a stream that ends early for a response still in progress, and does not throw', async () => {
    const { openai } = client(() => cut(reply, 2, 'eof'));
    const outcome = await settled(openai.responses.stream(hello).finalResponse());
    expect(outcome!.value).toMatchObject({ status: 'in_progress', output: [{ status: 'in_progress' }] });
  });

  test('passes on a break', async () => {
    const { openai } = client(() => cut(reply, 2, 'reset'));
    const outcome = await settled(openai.responses.stream(hello).finalResponse());
    expect(outcome!.error!.message).toBe('terminated');
  });

  test('throws an error said inside a stream, with its code', async () => {
    const { openai } = client(() => [
      ...reply.slice(0, 2),
      at(40, { type: 'error', kind: 'server_error', message: 'Sorry.' }),
    ]);
    const { events, error } = (await settled(openai.responses.create(streamed).then(collect)))!.value!;
    expect(events.at(-1)).toMatchObject({ type: 'response.output_text.delta', delta: 'One ' });
    expect(error).toMatchObject({ code: 'server_error', message: 'Sorry.' });
  });

  test('throws an error of a reply that is not streamed as an HTTP error', async () => {
    const { openai } = client(() => [
      ...reply.slice(0, 2),
      at(40, { type: 'error', kind: 'server_error', message: 'Sorry.' }),
    ]);
    expect((await settled(openai.responses.create(hello)))!.error).toMatchObject({ status: 500 });
  });

  test('throws a refusal by status and code', async () => {
    const { openai } = client(() => [
      at(9, { type: 'refused', status: 429, kind: 'insufficient_quota', message: 'No money.' }),
    ]);
    expect((await settled(openai.responses.create(hello)))!.error).toMatchObject({
      status: 429,
      code: 'insufficient_quota',
      type: 'insufficient_quota',
    });
  });
});
