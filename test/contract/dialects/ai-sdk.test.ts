import { describe, expect, test } from 'vitest';
import {
  createAnthropic,
  createOpenAI,
  generateText,
  stepCountIs,
  streamText,
  tool,
  z,
  type AiModel,
} from '../../../programs/clients.js';
import { at, calls, collect, cut, provider, says, settled, useClock, type Answers } from './provider.ts';

useClock();

/** The ways in which the AI SDK asks. */
const ways: readonly (readonly [string, (fetch: typeof globalThis.fetch) => AiModel])[] = [
  ['chat completions', (fetch) => createOpenAI({ apiKey: 'none', fetch }).chat('gpt-4o')],
  ['responses', (fetch) => createOpenAI({ apiKey: 'none', fetch })('gpt-4o')],
  ['messages', (fetch) => createAnthropic({ apiKey: 'none', fetch })('claude-haiku-4-5')],
];

const tools = {
  look_up: tool({
    description: 'Looks an order up.',
    inputSchema: z.object({ order: z.string().describe('its number') }),
    execute: ({ order }: { order: string }) => ({ order, status: 'open' }),
  }),
};
const lookUp = { id: 'toolu_1', name: 'look_up', arguments: '{"order":"A-1001"}' };

describe.for(ways)('the AI SDK, over %s', ([, modelOf]) => {
  const serve = (answers: Answers) => {
    const served = provider(answers);
    return { served, model: modelOf(served.fetch) };
  };

  test('reads text and usage', async () => {
    const { model } = serve(() => says(['Hel', 'lo.']));
    expect(await settled(generateText({ model, prompt: 'Hello?' }))).toMatchObject({
      value: { text: 'Hello.', finishReason: 'stop', usage: { inputTokens: 12, outputTokens: 7 } },
    });
  });

  test('streams text as it comes', async () => {
    const { model } = serve(() => says(['Hel', 'lo.']));
    const outcome = await settled(collect(streamText({ model, prompt: 'Hello?' }).textStream));
    expect(outcome!.value).toEqual({ events: ['Hel', 'lo.'], error: null });
  });

  test('calls a tool and gives its result back, streamed or not', async () => {
    const looked = (): Answers => (_, nth) =>
      nth === 1 ? calls([lookUp], 'Let me look. ') : says(['It is open.']);
    const options = { prompt: 'Where is A-1001?', system: 'Be brief.', tools, stopWhen: stepCountIs(3) };
    const whole = serve(looked());
    const outcome = await settled(generateText({ ...options, model: whole.model }));
    expect(outcome!.value!.text).toBe('It is open.');
    expect(outcome!.value!.steps[0]!.toolCalls).toMatchObject([
      { toolCallId: 'toolu_1', toolName: 'look_up', input: { order: 'A-1001' } },
    ]);
    const stream = serve(looked());
    const text = streamText({ ...options, model: stream.model }).text;
    expect((await settled(Promise.resolve(text)))!.value).toBe('It is open.');
    for (const { served } of [whole, stream]) {
      expect(served.chats[0]!.tools).toMatchObject([{ name: 'look_up', description: 'Looks an order up.' }]);
      expect(served.chats[1]!.messages).toEqual([
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Where is A-1001?' },
        { role: 'assistant', content: 'Let me look. ', toolCalls: [lookUp] },
        {
          role: 'tool',
          content: '{"order":"A-1001","status":"open"}',
          toolCallId: 'toolu_1',
          name: 'look_up',
        },
      ]);
    }
  });

  test('waits as it is asked to', async () => {
    const limit = { status: 429, kind: 'rate_limit_exceeded', message: 'Wait.', retryAfterMs: 3000 };
    const { served, model } = serve((_, nth) =>
      nth === 1 ? [at(50, { type: 'refused', ...limit })] : says(['Now.']),
    );
    expect((await settled(generateText({ model, prompt: 'Hello?' })))!.value!.text).toBe('Now.');
    expect(served.seen[1]!.atMs).toBe(3050);
  });

  test('backs off by itself where it is asked to wait a minute or more', async () => {
    const limit = { status: 429, kind: 'rate_limit_exceeded', message: 'Wait.', retryAfterMs: 60_000 };
    const { served, model } = serve((_, nth) =>
      nth === 1 ? [at(50, { type: 'refused', ...limit })] : says(['Now.']),
    );
    await settled(generateText({ model, prompt: 'Hello?' }));
    expect(served.seen[1]!.atMs).toBe(2050);
  });

  test('does not try again what was wrong with the request', async () => {
    const { served, model } = serve(() => [
      at(50, { type: 'refused', status: 400, kind: 'invalid_request_error', message: 'Wrong.' }),
    ]);
    const outcome = await settled(generateText({ model, prompt: 'Hello?' }));
    expect(outcome!.error).toMatchObject({ statusCode: 400, message: 'Wrong.' });
    expect(served.seen).toHaveLength(1);
  });

  test.for(['refused', 'reset'] as const)('tries again when the connection ends: %s', async (how) => {
    const { served, model } = serve((_, nth) =>
      nth === 1 ? [at(20, { type: 'broken', how })] : says(['There.']),
    );
    expect((await settled(generateText({ model, prompt: 'Hello?' })))!.value!.text).toBe('There.');
    expect(served.seen).toHaveLength(2);
  });

  test('says that a stream which ended early was interrupted', async () => {
    const { model } = serve(() => cut(says(['One ', 'two ', 'three.']), 3, 'eof'));
    const { textStream, finishReason } = streamText({ model, prompt: 'Hello?' });
    const outcome = await settled(
      collect(textStream).then(async ({ events }) => [events, await finishReason]),
    );
    expect(outcome!.value).toEqual([['One ', 'two '], 'interrupted']);
  });

  test('hears of an error said inside a stream', async () => {
    const { model } = serve(() => [
      ...says(['One ', 'two.']).slice(0, 2),
      at(40, { type: 'error', kind: 'overloaded_error', message: 'Overloaded.' }),
    ]);
    const heard: string[] = [];
    const { textStream, finishReason } = streamText({
      model,
      prompt: 'Hello?',
      onError: ({ error }) => heard.push((error as Error).message),
    });
    const outcome = await settled(
      collect(textStream).then(async ({ events }) => [events, await finishReason]),
    );
    expect(outcome!.value).toEqual([['One '], 'error']);
    expect(heard).toEqual(['Overloaded.']);
  });

  test('waits for ever for a provider that says nothing', async () => {
    const { model } = serve(() => []);
    expect(await settled(generateText({ model, prompt: 'Hello?' }))).toBeNull();
  });
});
