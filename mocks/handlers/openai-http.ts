/**
 * Timed reply parts as OpenAI-compatible HTTP: which bytes go out, and when. Pure; play.ts puts it on a clock, and the
 * codec that reads it back (src/providers/openai) shares no line with it.
 *
 * 1. A stream says everything as it comes: head, text, usage and end each go out at their own time.
 * 2. JSON is whole or nothing. Its head is the headers, which name the model's snapshot; a reply that breaks off sends
 *    half of the text that it would have been.
 * 3. A reply that breaks before its head has sent its status line and nothing that names a snapshot.
 * 4. What ends in silence is never closed.
 */
import type { FinishReason, ReplyPart, TimedPart, Usage } from '../../src/model/reply.ts';
import type { Document, ToolCall } from '../../src/model/request.ts';
import type { Asked } from './openai-request.ts';

/** Bytes that go out at once. */
export interface Frame {
  /** Whole ms since the request arrived. */
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

export type HttpReply =
  /** Nothing ever comes. */
  | { readonly type: 'silence' }
  /** The connection is refused. */
  | { readonly type: 'refused'; readonly atMs: number }
  | {
      readonly type: 'answer';
      /** When status and headers go out. */
      readonly atMs: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly frames: readonly Frame[];
      /** Closed cleanly or broken; null: left open for ever. */
      readonly end: { readonly atMs: number; readonly how: 'closed' | 'reset' } | null;
    };

type Answer = Extract<HttpReply, { type: 'answer' }>;
type Refusal = Extract<ReplyPart, { type: 'refused' }>;

const FINISH: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  refusal: 'content_filter',
  'tool-calls': 'tool_calls',
};
const JSON_TYPE = { 'content-type': 'application/json' };
const STREAM_TYPE = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };

const encoder = new TextEncoder();

/** Renders a reply to what was asked. */
export function renderOpenAi(parts: readonly TimedPart[], asked: Asked): HttpReply {
  const [first] = parts;
  if (!first) return { type: 'silence' };
  if (first.part.type === 'refused') return refusal(first.atMs, first.part);
  if (first.part.type === 'broken' && first.part.how === 'refused')
    return { type: 'refused', atMs: first.atMs };
  return asked.stream ? streamed(parts, asked) : whole(parts, asked);
}

function streamed(parts: readonly TimedPart[], { request, includeUsage }: Asked): Answer {
  const version = versionOf(parts) ?? request.model;
  const reason = parts
    .map(({ part }) => (part.type === 'end' ? part.reason : null))
    .find((found) => found !== null);
  const chunk = (choices: readonly unknown[], usage: Usage | null = null): string =>
    data(
      JSON.stringify({
        id: 'chatcmpl-mock',
        object: 'chat.completion.chunk',
        created: 0,
        model: version,
        choices,
        ...(includeUsage ? { usage: usage && usageShape(usage) } : {}),
      }),
    );
  const delta = (said: object, finish: string | null = null): string =>
    chunk([{ index: 0, delta: said, logprobs: null, finish_reason: finish }]);
  let finished = false;
  let calls = 0;
  /** The first piece names the call; the second brings its arguments. */
  const callPieces = ({ id, name, arguments: given }: ToolCall): string => {
    const index = calls++;
    return (
      delta({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }) +
      delta({ tool_calls: [{ index, function: { arguments: given } }] })
    );
  };
  /** On the wire the reason to finish stands before the usage. */
  const finish = (): string => {
    if (finished || !reason) return '';
    finished = true;
    return delta({}, FINISH[reason]);
  };
  const say = (part: ReplyPart): string => {
    switch (part.type) {
      case 'head':
        return delta({ role: 'assistant', content: '' });
      case 'text':
        return delta({ content: part.text });
      case 'tool-call':
        return callPieces(part.call);
      case 'keepalive':
        return ': keepalive\n\n';
      case 'error':
        return data(JSON.stringify({ error: errorShape(500, part) }));
      case 'usage':
        return finish() + (includeUsage ? chunk([], part.usage) : '');
      case 'end':
        return `${finish()}${data('[DONE]')}`;
      default:
        return '';
    }
  };
  const texts = new Map<number, string>();
  for (const { atMs, part } of parts) texts.set(atMs, (texts.get(atMs) ?? '') + say(part));
  return {
    type: 'answer',
    atMs: parts[0]!.atMs,
    status: 200,
    headers: STREAM_TYPE,
    frames: [...texts].flatMap(([atMs, text]) =>
      text === '' ? [] : [{ atMs, bytes: encoder.encode(text) }],
    ),
    end: endOf(parts),
  };
}

function whole(parts: readonly TimedPart[], asked: Asked): Answer {
  const version = versionOf(parts);
  const last = parts.at(-1)!;
  const text = JSON.stringify(body(parts, asked));
  const said = wholeText(last.part, text, version);
  return {
    type: 'answer',
    atMs: parts[0]!.atMs,
    status: 200,
    headers: version === null ? JSON_TYPE : { ...JSON_TYPE, 'openai-model': version },
    frames: said === '' ? [] : [{ atMs: last.atMs, bytes: encoder.encode(said) }],
    end: endOf(parts),
  };
}

function wholeText(last: ReplyPart, text: string, version: string | null): string {
  if (last.type === 'end') return text;
  if (last.type === 'error') return JSON.stringify({ error: errorShape(500, last) });
  return last.type === 'broken' && version !== null ? half(text) : '';
}

function body(parts: readonly TimedPart[], { request }: Asked): object {
  const found = <T extends ReplyPart['type']>(type: T): Extract<ReplyPart, { type: T }> | undefined =>
    parts.map(({ part }) => part).find((part) => part.type === type) as
      Extract<ReplyPart, { type: T }> | undefined;
  const usage = found('usage');
  const model = versionOf(parts) ?? request.model;
  const counted = usage ? { usage: usageShape(usage.usage) } : {};
  switch (request.kind) {
    case 'retrieve':
      return {
        object: 'vector_store.search_results.page',
        search_query: [request.query],
        data: found('documents')?.documents.map(resultShape) ?? [],
        has_more: false,
        next_page: null,
        ...counted,
      };
    case 'embed':
      return {
        object: 'list',
        data:
          found('vectors')?.vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })) ??
          [],
        model,
        ...counted,
      };
    case 'chat': {
      const content = textIn(parts);
      const end = found('end');
      const choice = {
        index: 0,
        message: { role: 'assistant', ...messageShape(content, callsIn(parts)), refusal: null },
        logprobs: null,
        finish_reason: end ? FINISH[end.reason] : null,
      };
      return {
        id: 'chatcmpl-mock',
        object: 'chat.completion',
        created: 0,
        model,
        choices: [choice],
        ...counted,
      };
    }
    case 'tool':
      return { object: 'tool.result', output: textIn(parts), ...counted };
  }
}

const textIn = (parts: readonly TimedPart[]): string =>
  parts.map(({ part }) => (part.type === 'text' ? part.text : '')).join('');
const callsIn = (parts: readonly TimedPart[]): ToolCall[] =>
  parts.flatMap(({ part }) => (part.type === 'tool-call' ? [part.call] : []));

function messageShape(content: string, calls: readonly ToolCall[]): object {
  if (calls.length === 0) return { content };
  const tool_calls = calls.map(({ id, name, arguments: given }) => ({
    id,
    type: 'function',
    function: { name, arguments: given },
  }));
  return { content: content === '' ? null : content, tool_calls };
}

const resultShape = ({ id, title, text, score }: Document): object => ({
  file_id: id,
  filename: `${id}.md`,
  score,
  attributes: { title },
  content: [{ type: 'text', text }],
});

const usageShape = ({ inputTokens, outputTokens }: Usage): object => ({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  total_tokens: inputTokens + outputTokens,
});

function refusal(atMs: number, { status, kind, message, retryAfterMs }: Refusal): Answer {
  const error = errorShape(status, { kind, message });
  return {
    type: 'answer',
    atMs,
    status,
    headers: { ...JSON_TYPE, 'x-request-id': 'req_mock', ...waitHeaders(status, retryAfterMs) },
    frames: [{ atMs, bytes: encoder.encode(JSON.stringify({ error })) }],
    end: { atMs, how: 'closed' },
  };
}

const errorShape = (status: number, { kind, message }: { kind: string; message: string }): object => ({
  message,
  type: typeOf(status),
  param: null,
  code: kind,
});

/** What a rate limit says beside its wait; `retry-after` itself knows whole seconds only. */
function waitHeaders(status: number, waitMs: number | undefined): Record<string, string> {
  const wait: Record<string, string> =
    waitMs === undefined
      ? {}
      : { 'retry-after': String(Math.ceil(waitMs / 1000)), 'retry-after-ms': String(waitMs) };
  if (status !== 429) return wait;
  return {
    ...wait,
    'x-ratelimit-limit-requests': '500',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': `${(waitMs ?? 0) / 1000}s`,
  };
}

function typeOf(status: number): string {
  if (status === 429) return 'requests';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

function versionOf(parts: readonly TimedPart[]): string | null {
  const [first] = parts;
  return first?.part.type === 'head' ? first.part.version : null;
}

function endOf(parts: readonly TimedPart[]): Answer['end'] {
  const { atMs, part } = parts.at(-1)!;
  if (part.type === 'end' || part.type === 'error') return { atMs, how: 'closed' };
  if (part.type === 'broken') return { atMs, how: part.how === 'reset' ? 'reset' : 'closed' };
  return null;
}

const data = (text: string): string => `data: ${text}\n\n`;
const half = (text: string): string => text.slice(0, Math.floor(text.length / 2));
