/**
 * The Dialect port: how one provider's HTTP API says requests and replies, seen from the provider's side. Pure: it owns
 * bytes and their times; who asks, who answers and what clock they live on is the caller's.
 *
 * 1. The same parts, request and facts give the same bytes.
 * 2. What a prefix of the parts renders to is a prefix of what all of them render to, so a reply can be said part by part.
 * 3. A whole reply (not streamed) sends nothing before it is finished: a provider's headers wait for its body.
 * 4. Without a status line nothing can be read: a caller's fetch then rejects when the end comes, or never settles. Clients
 *    tell that from a mistake of their own by a TypeError whose `cause` has a code: ECONNREFUSED, ECONNRESET, UND_ERR_SOCKET.
 */
import type { Json } from '../base/json.ts';
import type { ReplyPart, TimedPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';

export type DialectName = 'openai-chat' | 'openai-responses' | 'anthropic-messages' | 'openai-embeddings';

/** An HTTP error in place of a reply. */
export type Refused = Extract<ReplyPart, { type: 'refused' }>;
/** An error said inside a stream. */
export type StreamError = Extract<ReplyPart, { type: 'error' }>;

/** A request's body as it was sent. */
export type Asked = { readonly [key: string]: Json };

/**
 * What a provider keeps between requests, by the ids that it gave out: the items of a response under the response's id,
 * each item under its own. Whoever serves a world makes one, empty, and hands it to every `read` and `render` of that
 * world.
 */
export type Stored = Map<string, readonly Json[]>;

/** What else is known when a body is read. */
export interface ReadContext {
  /** Default: nothing is stored, so a request that refers to an earlier one is refused. */
  readonly stored?: Stored;
}

export type Reading =
  | {
      readonly ok: true;
      readonly request: Request;
      /** To be given back in the facts, since a reply depends on more than a model request can say. */
      readonly asked: Asked;
    }
  | { readonly ok: false; readonly refused: Refused };

/** What a reply says of itself. */
export interface ReplyFacts {
  /** The model that was asked for. A reply names the snapshot in its head, where there is one. */
  readonly model: string;
  /** Unique in the world; the ids of the reply are made of it. Any text. */
  readonly id: string;
  /** When the request arrived, in whole seconds since 1970 on the world's clock. */
  readonly createdS: number;
  /** As `read` gave it. Default: a body that said no more than the request. */
  readonly asked?: Asked;
  /** Where what is said is kept, for requests that refer to it. Default: nowhere. */
  readonly stored?: Stored;
}

/** What goes out over HTTP. */
export type HttpPart =
  | {
      readonly type: 'head';
      readonly status: number;
      readonly statusText: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  /** A piece of the body. */
  | { readonly type: 'text'; readonly text: string }
  /** `close`: the body is complete; `eof`: it ended cleanly before it was; `reset`: it broke; `refused`: no connection. */
  | { readonly type: 'end'; readonly how: 'close' | 'eof' | 'reset' | 'refused' };

/** Says one reply, part by part as they come; each goes out at the time of the part that caused it. */
export interface HttpWriter {
  write(timed: TimedPart): readonly HttpPart[];
}

/** A reply as HTTP, over time. */
export interface Rendered {
  /** 0 where there is no head. */
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whole ms since the request; null: no status line ever comes. */
  readonly headAtMs: number | null;
  readonly chunks: readonly { readonly atMs: number; readonly text: string }[];
  readonly end:
    | { readonly how: 'close' | 'eof' | 'reset' | 'refused'; readonly atMs: number }
    /** Nothing more ever comes, not even the end. */
    | { readonly how: 'silence' };
}

export interface Dialect {
  readonly name: DialectName;
  /** Whose dialect it is: 'openai' or 'anthropic'. */
  readonly vendor: string;
  /** The model request that a body means; or the HTTP error that the provider would answer. */
  read(body: string, context?: ReadContext): Reading;
  /** `request`: null where the body could not be read. */
  open(request: Request | null, facts: ReplyFacts): HttpWriter;
  /** All that `open` would say of these parts. */
  render(parts: readonly TimedPart[], request: Request | null, facts: ReplyFacts): Rendered;
}
