/**
 * A reply as timed parts: the one shape that the simulated cast produces, that faults edit, that codecs read from the
 * wire and that handlers render as HTTP.
 *
 * 1. Times are whole milliseconds since the request arrived, never decreasing.
 * 2. A complete reply is `head`, then any number of `text` and `tool-call`, or one `documents` or `vectors`, then `usage`,
 *    then `end`. `keepalive` may stand anywhere after `head` and says nothing.
 * 3. `refused` stands alone: the endpoint answered with an HTTP error instead of a reply.
 * 4. `broken` ends a list early: the network failed. `error` ends it early: the endpoint said so inside its stream. A list
 *    that ends with neither is silence: nothing more ever comes.
 */
import type { Document, ToolCall } from './request.ts';

export type FinishReason = 'stop' | 'length' | 'refusal' | 'tool-calls';

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export type ReplyPart =
  /** Status line and headers are there; `version` is the model snapshot that answers. */
  | { readonly type: 'head'; readonly version: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ToolCall }
  | { readonly type: 'documents'; readonly documents: readonly Document[] }
  /** One unit vector for each text asked for. */
  | { readonly type: 'vectors'; readonly vectors: readonly (readonly number[])[] }
  | { readonly type: 'usage'; readonly usage: Usage }
  /** Bytes that carry no content: a comment or a ping in an event stream. */
  | { readonly type: 'keepalive' }
  | { readonly type: 'end'; readonly reason: FinishReason }
  /** An HTTP error in place of a reply. `kind` is the provider's own error code or type. */
  | {
      readonly type: 'refused';
      readonly status: number;
      readonly kind: string;
      readonly message: string;
      readonly retryAfterMs?: number;
    }
  /** An error event inside a stream whose status was 200. `kind` is the provider's own error code or type. */
  | {
      readonly type: 'error';
      readonly kind: string;
      readonly message: string;
      readonly retryAfterMs?: number;
    }
  /** `refused`: no connection; `reset`: broke off; `eof`: ended cleanly, but before its terminator. */
  | { readonly type: 'broken'; readonly how: 'refused' | 'reset' | 'eof' };

export interface TimedPart {
  /** Whole milliseconds since the request arrived. */
  readonly atMs: number;
  readonly part: ReplyPart;
}

/** What a reply came to, folded from its parts. Text and tokens of an unfinished reply are kept: they may be billed. */
export interface Received {
  readonly version: string | null;
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly documents: readonly Document[] | null;
  readonly vectors: readonly (readonly number[])[] | null;
  readonly usage: Usage | null;
  readonly end: FinishReason | null;
  readonly refused: Extract<ReplyPart, { type: 'refused' }> | null;
  readonly error: Extract<ReplyPart, { type: 'error' }> | null;
  readonly broken: 'refused' | 'reset' | 'eof' | null;
  /** When the first text, tool call or document came, since the request arrived; null if none did. */
  readonly firstPartMs: number | null;
}

/** What was received of a call that nothing came back from. */
export const NOTHING_RECEIVED: Received = {
  version: null,
  text: '',
  toolCalls: [],
  documents: null,
  vectors: null,
  usage: null,
  end: null,
  refused: null,
  error: null,
  broken: null,
  firstPartMs: null,
};

/** Folds parts, in order, into what was received. Pure. */
export function receive(parts: readonly TimedPart[]): Received {
  let version: string | null = null;
  let text = '';
  const toolCalls: ToolCall[] = [];
  let documents: readonly Document[] | null = null;
  let vectors: Received['vectors'] = null;
  let usage: Usage | null = null;
  let end: FinishReason | null = null;
  let refused: Received['refused'] = null;
  let error: Received['error'] = null;
  let broken: Received['broken'] = null;
  let firstPartMs: number | null = null;
  for (const { atMs, part } of parts) {
    switch (part.type) {
      case 'head':
        version = part.version;
        break;
      case 'text':
        text += part.text;
        firstPartMs ??= atMs;
        break;
      case 'tool-call':
        toolCalls.push(part.call);
        firstPartMs ??= atMs;
        break;
      case 'documents':
        documents = part.documents;
        firstPartMs ??= atMs;
        break;
      case 'vectors':
        vectors = part.vectors;
        firstPartMs ??= atMs;
        break;
      case 'usage':
        usage = part.usage;
        break;
      case 'end':
        end = part.reason;
        break;
      case 'refused':
        refused = part;
        break;
      case 'error':
        error = part;
        break;
      case 'broken':
        broken = part.how;
        break;
      case 'keepalive':
        break;
    }
  }
  return {
    version,
    text,
    toolCalls,
    documents,
    vectors,
    usage,
    end,
    refused,
    error,
    broken,
    firstPartMs,
  };
}

/** Whether nothing more can come after this part. */
export const isLast = (part: ReplyPart): boolean =>
  part.type === 'end' || part.type === 'refused' || part.type === 'error' || part.type === 'broken';

/** Whether this part is content, as the first-token and idle time-outs count it: a keepalive is not. */
export const isContent = (part: ReplyPart): boolean =>
  part.type === 'text' || part.type === 'tool-call' || part.type === 'documents' || part.type === 'vectors';
