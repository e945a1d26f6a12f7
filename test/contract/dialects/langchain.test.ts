import { describe, expect, test } from 'vitest';
import { ChatOpenAI, langchainTool, z } from '../../../programs/clients.js';
import { at, calls, collect, provider, says, settled, useClock, type Answers } from './provider.ts';

useClock();

function client(answers: Answers) {
  const served = provider(answers);
  const model = new ChatOpenAI({ model: 'gpt-4o', apiKey: 'none', configuration: { fetch: served.fetch } });
  return { served, model };
}

const lookUp = langchainTool(() => 'open', {
  name: 'look_up',
  description: 'Looks an order up.',
  schema: z.object({ order: z.string().describe('its number') }),
});

describe('the chat model of LangChain', () => {
  test('reads text and usage', async () => {
    const { model } = client(() => says(['Hel', 'lo.']));
    expect(await settled(model.invoke('Hello?'))).toMatchObject({
      value: { content: 'Hello.', usage_metadata: { input_tokens: 12, output_tokens: 7 } },
    });
  });

  test('streams text as it comes', async () => {
    const { model } = client(() => says(['Hel', 'lo.']));
    const outcome = await settled(model.stream('Hello?').then(collect));
    const texts = outcome!.value!.events.map(({ content }) => content);
    expect(texts.filter((text) => text !== '')).toEqual(['Hel', 'lo.']);
  });

  test('reads calls of the tools that it offers', async () => {
    const { served, model } = client(() =>
      calls([{ id: 'call_1', name: 'look_up', arguments: '{"order":"A-1001"}' }]),
    );
    const outcome = await settled(
      model.bindTools([lookUp], { tool_choice: 'any' }).invoke('Where is A-1001?'),
    );
    expect(outcome!.value!.tool_calls).toMatchObject([
      { id: 'call_1', name: 'look_up', args: { order: 'A-1001' } },
    ]);
    expect(served.chats[0]).toMatchObject({ toolChoice: 'required', tools: [{ name: 'look_up' }] });
  });

  test('waits in whole seconds as it is asked to', async () => {
    const limit = { status: 429, kind: 'rate_limit_exceeded', message: 'Wait.', retryAfterMs: 2500 };
    const { served, model } = client((_, nth) =>
      nth === 1 ? [at(50, { type: 'refused', ...limit })] : says(['Now.']),
    );
    expect((await settled(model.invoke('Hello?')))!.value!.content).toBe('Now.');
    expect(served.seen[1]!.atMs).toBeGreaterThanOrEqual(3050);
  });

  test('gives up at once where the money is used up', async () => {
    const { served, model } = client(() => [
      at(50, { type: 'refused', status: 429, kind: 'insufficient_quota', message: 'No money.' }),
    ]);
    expect((await settled(model.invoke('Hello?')))!.error).toMatchObject({ code: 'insufficient_quota' });
    expect(served.seen).toHaveLength(1);
  });
});
