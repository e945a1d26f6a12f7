/** OpenAI's wire, as OpenAI and everyone who is compatible with it speaks it. */
import type { Codec, HttpHead, HttpRequest, ReplyReader } from '../codec.ts';
import type { Request } from '../../model/request.ts';
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
      const { model, messages, format, maxTokens } = request;
      return to('/chat/completions', {
        model,
        messages,
        ...(format ? { response_format: { type: 'json_schema', json_schema: format } } : {}),
        ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
        stream: true,
        stream_options: { include_usage: true },
      });
    }
    case 'embed':
      return to('/embeddings', { model: request.model, input: request.texts, encoding_format: 'float' });
    case 'retrieve':
      return to(`/vector_stores/${encodeURIComponent(request.model)}/search`, {
        query: request.query,
        max_num_results: request.top,
      });
  }
}

function read(request: Request, head: HttpHead): ReplyReader {
  if (head.status < 200 || head.status > 299) return refusalReader(head);
  const type = head.header('content-type') ?? '';
  if (type.includes('json')) return jsonReader(request, head);
  if (request.kind === 'chat' && (type === '' || type.includes('event-stream'))) return streamReader(request);
  return refusalReader(head, notAReply(head.status, type));
}
