/**
 * A codec knows one wire dialect: how a request is written as HTTP, and how the bytes of its answer are read as reply
 * parts. It does no input or output: call-over-http.ts does.
 *
 * 1. A reader gives the same parts however its bytes are cut.
 * 2. It gives valid parts (model/reply.ts) whatever the bytes are, and nothing after a last part.
 */
import type { ReplyPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';

export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpHead {
  readonly status: number;
  /** The value of a header, by its lower-case name; null if absent or hidden by CORS. */
  readonly header: (name: string) => string | null;
}

/** Reads one answer. After a last part the rest is not asked for. */
export interface ReplyReader {
  /** What status and headers already say. */
  begin(): readonly ReplyPart[];
  /** What these bytes complete. */
  bytes(chunk: Uint8Array): readonly ReplyPart[];
  /** The body has ended cleanly. */
  end(): readonly ReplyPart[];
  /** The connection broke within the body. */
  broke(): readonly ReplyPart[];
}

export interface Codec {
  /** Writes a request for POST. `key`: sent as the dialect wants it. */
  write(request: Request, baseUrl: string, key?: string): HttpRequest;
  read(request: Request, head: HttpHead): ReplyReader;
}
