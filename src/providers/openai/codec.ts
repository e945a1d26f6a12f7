/** OpenAI's wire, as OpenAI and everyone who is compatible with it speaks it. */
import type { Codec, HttpHead, HttpRequest, ReplyReader } from '../codec.ts';
import type { Message, Request, ToolSpec } from '../../model/request.ts';
import { jsonReader } from './json-reader.ts';
import { notAReply, refusalReader } from './refusal.ts';
import { streamReader } from './stream-reader.ts';

export const openAi: Codec = { write, read };

function write(request: Request, baseUrl: string, key?: string): HttpRequest {
  const headers = {
    'content-type': 'application/json',
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };
  const to = (path: string, body: object): HttpRequest => ({
    url: baseUrl + path,
    headers,
    body: JSON.stringify(body),
  });
  switch (request.kind) {
    case 'chat': {
      const { model, messages, format, maxTokens, tools, toolChoice, stream = true } = request;
      return to('/chat/completions', {
        model,
        messages: messages.map(messageShape),
        ...(format ? { response_format: { type: 'json_schema', json_schema: format } } : {}),
        ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
        ...(tools ? { tools: tools.map(toolShape) } : {}),
        ...(toolChoice === undefined ? {} : { tool_choice: toolChoice }),
        stream,
        ...(stream ? { stream_options: { include_usage: true } } : {}),
      });
    }
    // No provider's: a service outside, as the mock host serves it.
    case 'tool':
      return to(`/tools/${encodeURIComponent(request.model)}`, {
        input: request.input,
        ...(request.idempotencyKey === undefined ? {} : { idempotency_key: request.idempotencyKey }),
      });
    case 'embed':
      return to('/embeddings', { model: request.model, input: request.texts, encoding_format: 'float' });
    case 'retrieve':
      return to(`/vector_stores/${encodeURIComponent(request.model)}/search`, {
        query: request.query,
        max_num_results: request.top,
      });
  }
}

/** The wire knows which tool answered by the id of the call alone. */
function messageShape(message: Message): object {
  switch (message.role) {
    case 'assistant': {
      const { role, content, toolCalls } = message;
      if (!toolCalls) return { role, content };
      const calls = toolCalls.map(({ id, name, arguments: given }) => ({
        id,
        type: 'function',
        function: { name, arguments: given },
      }));
      return { role, content: content === '' ? null : content, tool_calls: calls };
    }
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
    default:
      return message;
  }
}

const toolShape = ({ name, description, parameters }: ToolSpec): object => ({
  type: 'function',
  function: { name, description, parameters },
});

function read(request: Request, head: HttpHead): ReplyReader {
  if (head.status < 200 || head.status > 299) return refusalReader(head);
  const type = head.header('content-type') ?? '';
  if (type.includes('json')) return jsonReader(request, head);
  if (request.kind === 'chat' && (type === '' || type.includes('event-stream'))) return streamReader(request);
  return refusalReader(head, notAReply(head.status, type));
}
