/** OpenAI-compatible HTTP requests, read as what they ask: the mock sees only what the wire carries. */
import type { Json } from '../../src/base/json.ts';
import type { ChatRequest, JsonSchema, Message, Request } from '../../src/model/request.ts';

/** A request as the wire asks it. */
export interface Asked<R extends Request = Request> {
  readonly request: R;
  /** The reply is to come as server-sent events. */
  readonly stream: boolean;
  /** The stream is to say its usage before it ends. */
  readonly includeUsage: boolean;
}

interface WireMessage {
  readonly role: Message['role'];
  readonly content?: string | null;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly tool_call_id?: string;
}

interface WireTool {
  readonly function: {
    readonly name: string;
    readonly description?: string;
    readonly parameters?: JsonSchema;
  };
}

interface ChatBody {
  readonly model: string;
  readonly messages: readonly WireMessage[];
  readonly tools?: readonly WireTool[];
  readonly tool_choice?: NonNullable<ChatRequest['toolChoice']>;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean } | null;
  readonly response_format?: {
    readonly type: string;
    readonly json_schema?: { readonly name: string; readonly schema: JsonSchema };
  };
}

const whole = (request: Request): Asked => ({ request, stream: false, includeUsage: true });

/** POST …/chat/completions. @throws {TypeError} if the body is not such a request. */
export function readChat(body: unknown): Asked {
  const { model, messages, stream = false, stream_options, response_format, ...rest } = body as ChatBody;
  if (typeof model !== 'string' || !Array.isArray(messages))
    throw new TypeError('model and messages are missing');
  const format = response_format?.json_schema;
  const maxTokens = rest.max_tokens ?? rest.max_completion_tokens;
  const { tools, tool_choice } = rest;
  const request: ChatRequest = {
    kind: 'chat',
    model,
    messages: readMessages(messages as readonly WireMessage[]),
    ...(format ? { format: { name: format.name, schema: format.schema } } : {}),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(tools ? { tools: tools.map(readTool) } : {}),
    ...(tool_choice === undefined ? {} : { toolChoice: tool_choice }),
    ...(stream ? {} : { stream: false }),
  };
  return { request, stream, includeUsage: !stream || stream_options?.include_usage === true };
}

/** A tool's answer names its call; the call names the tool. */
function readMessages(messages: readonly WireMessage[]): Message[] {
  const names = new Map<string, string>();
  return messages.map(({ role, content, tool_calls, tool_call_id = '' }): Message => {
    const said = content ?? '';
    if (role === 'tool')
      return { role, content: said, toolCallId: tool_call_id, name: names.get(tool_call_id) ?? '' };
    if (role !== 'assistant' || !tool_calls) return { role, content: said };
    const toolCalls = tool_calls.map(({ id, function: { name, arguments: given } }) => {
      names.set(id, name);
      return { id, name, arguments: given };
    });
    return { role, content: said, toolCalls };
  });
}

const readTool = ({ function: { name, description = '', parameters = {} } }: WireTool) => ({
  name,
  description,
  parameters,
});

/** POST …/tools/{name}: no provider's, but a service outside. @throws {TypeError} */
export function readToolCall(body: unknown, model: string): Asked {
  const { input, idempotency_key } = body as { input?: Json; idempotency_key?: string };
  if (input === undefined) throw new TypeError('input is missing');
  return whole({
    kind: 'tool',
    model,
    input,
    ...(idempotency_key === undefined ? {} : { idempotencyKey: idempotency_key }),
  });
}

/** POST …/embeddings. @throws {TypeError} */
export function readEmbeddings(body: unknown): Asked {
  const { model, input } = body as { model?: unknown; input?: unknown };
  const texts: unknown[] = Array.isArray(input) ? input : [input];
  if (typeof model !== 'string' || !texts.every((text) => typeof text === 'string'))
    throw new TypeError('model or input is missing');
  return whole({ kind: 'embed', model, texts });
}

/** POST …/vector_stores/{store}/search. @throws {TypeError} */
export function readSearch(body: unknown, store: string): Asked {
  const { query, max_num_results = 10 } = body as { query?: unknown; max_num_results?: number };
  if (typeof query !== 'string') throw new TypeError('query is missing');
  return whole({ kind: 'retrieve', model: store, query, top: max_num_results });
}
