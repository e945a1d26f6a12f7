import { describe, expect, test } from 'vitest';
import { dialectOf, KNOWN_ADDRESSES } from '../../../src/dialects/dialect.ts';

const [CHAT, RESPONSES, EMBEDDINGS, MESSAGES] = KNOWN_ADDRESSES as [string, string, string, string];
const user = { role: 'user', content: 'Hi' };
const chat = { model: 'm', messages: [user] };
const message = { model: 'm', max_tokens: 1, messages: [user] };
const response = { model: 'm', input: 'Hi' };
const embedding = { model: 'm', input: 'Hi' };

function refusalOf(url: string, body: unknown): { status: number; kind: string; message: string } | null {
  const read = dialectOf(url)!.read(typeof body === 'string' ? body : JSON.stringify(body));
  return read.ok ? null : read.refused;
}

describe('a body', () => {
  test.for([
    [CHAT, chat],
    [RESPONSES, response],
    [EMBEDDINGS, embedding],
    [MESSAGES, message],
  ] as const)('that is as small as can be is read at %s', ([url, body]) => {
    expect(refusalOf(url, body)).toBeNull();
  });

  test.for(['', '{', 'null', '[]', '"text"', '7'])(
    '%j is refused everywhere: it is no JSON object',
    (body) => {
      for (const url of KNOWN_ADDRESSES) expect(refusalOf(url, body)).toMatchObject({ status: 400 });
    },
  );

  test.for([
    [CHAT, { messages: [user] }, 'model'],
    [CHAT, { model: 'm' }, 'messages'],
    [CHAT, { model: 'm', messages: [] }, 'messages'],
    [CHAT, { ...chat, messages: [user, { role: 'robot', content: '' }] }, 'messages[1].role'],
    [CHAT, { ...chat, max_tokens: 1.5 }, 'max_tokens'],
    [CHAT, { ...chat, tool_choice: 'never' }, 'tool_choice'],
    [RESPONSES, { ...response, input: [{ role: 'robot' }] }, 'input'],
    [MESSAGES, { model: 'm', messages: [user] }, 'max_tokens'],
    [MESSAGES, { ...message, max_tokens: 0 }, 'max_tokens'],
    [EMBEDDINGS, { model: 'm' }, 'input'],
  ] as const)('at %s is refused by the place that is wrong: %j', ([url, body, place]) => {
    expect(refusalOf(url, body)).toMatchObject({
      status: 400,
      kind: 'invalid_request_error',
      message: `Invalid value for '${place}'.`,
    });
  });

  const image = { type: 'image_url', image_url: { url: 'data:' } };
  test.for([
    [CHAT, { ...chat, n: 2 }, 'more than one choice (n: 2)'],
    [CHAT, { ...chat, logprobs: true }, 'logprobs'],
    [CHAT, { ...chat, modalities: ['text', 'audio'] }, 'audio'],
    [CHAT, { ...chat, messages: [{ role: 'user', content: [image] }] }, "'image_url' (in messages[0])"],
    [CHAT, { ...chat, tools: [{ type: 'custom', custom: {} }] }, "'custom' (tools[0])"],
    [RESPONSES, { ...response, background: true }, 'work in the background'],
    [RESPONSES, { ...response, conversation: 'conv_1' }, 'a conversation kept by the provider'],
    [RESPONSES, { ...response, tools: [{ type: 'web_search' }] }, "'web_search' (tools[0])"],
    [RESPONSES, { ...response, input: [{ type: 'computer_call' }] }, "'computer_call' (input[0])"],
    [MESSAGES, { ...message, tools: [{ type: 'bash_20250124', name: 'bash' }] }, "'bash_20250124' (tools.0)"],
    [MESSAGES, { ...message, messages: [{ role: 'user', content: [{ type: 'image' }] }] }, "'image'"],
    [EMBEDDINGS, { ...embedding, input: [[1, 2]] }, 'token numbers'],
  ] as const)(
    'at %s is refused by the name of what no simulated endpoint can do: %j',
    ([url, body, what]) => {
      const refused = refusalOf(url, body);
      expect(refused).toMatchObject({ status: 400, kind: 'unsupported_by_simulation' });
      expect(refused!.message).toContain(what);
    },
  );

  test.for([
    [RESPONSES, { model: 'm', input: [{ type: 'item_reference', id: 'msg_1' }] }, 404, "'msg_1' not found"],
    [RESPONSES, { ...response, previous_response_id: 'resp_1' }, 400, "'resp_1' not found"],
    [RESPONSES, { model: 'm' }, 400, "'input'"],
    [CHAT, { ...chat, tool_choice: { type: 'function', function: { name: 'x' } } }, 400, "'x' not found"],
    [MESSAGES, { ...message, tool_choice: { type: 'tool', name: 'x' } }, 400, "'x' not found"],
    [CHAT, { ...chat, messages: [user, { role: 'tool', content: '' }] }, 400, 'messages[1].tool_call_id'],
  ] as const)('at %s is refused for what it refers to: %j', ([url, body, status, what]) => {
    const refused = refusalOf(url, body);
    expect(refused!.status).toBe(status);
    expect(refused!.message).toContain(what);
  });
});
