/**
 * The only fetch to a provider: one call, as HTTP, with its answer read as timed reply parts.
 *
 * 1. Every call ends with a last part, unless its signal aborts: then nothing more is said.
 * 2. Times are whole ms since the request was sent, on the clock handed in.
 * 3. No connection, or one that broke before the head, is `refused`: a browser tells no more. One that broke after it
 *    is a `reset`.
 * 4. A provider is told nothing of whose call it is; the mock host alone is.
 * 5. A call that may be made again, since its page went away before the answer was kept, carries an idempotency key: every
 *    call of a tool, and whatever the mock host is asked. Model providers do not promise to take one, and a browser does
 *    not send a request with a header that its receiver has not allowed.
 */
import { callKey, type CallIdentity } from '../model/call.ts';
import { isLast, type ReplyPart, type TimedPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import type { Codec, ReplyReader } from './codec.ts';
import { callHeader, CALL_HEADER, isMock, type CallTag } from './mock-host.ts';
import { openAi } from './openai/codec.ts';

const codecs = { openai: openAi } as const satisfies Record<string, Codec>;
export type Dialect = keyof typeof codecs;

/** A reply larger than this is broken off. Far beyond what any model writes. */
export const REPLY_LIMIT_BYTES = 32_000_000;

export interface HttpEndpoint {
  readonly dialect: Dialect;
  /** Without a slash at its end: 'https://api.openai.com/v1'. */
  readonly baseUrl: string;
  readonly key?: string;
  /** Names the run, whichever page goes on with it: idempotency keys begin with it. Absent: none is sent. */
  readonly run?: string | undefined;
  readonly fetch: typeof fetch;
  /** Monotonic ms. */
  readonly now: () => number;
}

/** Makes one call. `onPart` is given each part as it comes. Resolves when there is no more; never rejects. */
export async function callOverHttp(
  { dialect, baseUrl, key, run, fetch, now }: HttpEndpoint,
  request: Request,
  tag: CallTag,
  onPart: (part: TimedPart) => void,
  signal: AbortSignal,
): Promise<void> {
  const codec: Codec = codecs[dialect];
  const startMs = now();
  let over = false;
  const say = (parts: readonly ReplyPart[]): void => {
    for (const part of parts) {
      if (over || signal.aborted) return;
      over = isLast(part);
      onPart({ atMs: Math.max(0, Math.floor(now() - startMs)), part });
    }
  };

  const { url, headers, body } = codec.write(request, baseUrl, key);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...headers,
      ...(isMock(url) ? { [CALL_HEADER]: callHeader(tag) } : {}),
      ...(run !== undefined && (isMock(url) || request.kind === 'tool')
        ? { 'idempotency-key': idempotencyKey(run, request, tag.identity) }
        : {}),
    },
    body,
    signal,
  }).catch(() => null);
  if (!response) {
    say([{ type: 'broken', how: 'refused' }]);
    return;
  }
  const reader = codec.read(request, {
    status: response.status,
    header: (name) => response.headers.get(name),
  });
  say(reader.begin());
  const ended = await readBody(response, reader, say, () => over || signal.aborted);
  say(ended ? reader.end() : reader.broke());
}

/** The same whenever this call is made: of a tool for every attempt, since it is to do its work once. */
function idempotencyKey(run: string, request: Request, identity: CallIdentity): string {
  const own = (request.kind === 'tool' && request.idempotencyKey) || callKey(identity);
  // a header holds printable ASCII
  return `${run}/${own}`.replace(/[^!-~]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
}

/** Feeds the body to the reader. False if it broke. */
async function readBody(
  { body }: Response,
  reader: ReplyReader,
  say: (parts: readonly ReplyPart[]) => void,
  enough: () => boolean,
): Promise<boolean> {
  if (!body) return true;
  const source = body.getReader();
  let bytes = 0;
  try {
    while (!enough()) {
      const { done, value } = await source.read();
      if (done) return true;
      bytes += value.length;
      if (bytes > REPLY_LIMIT_BYTES) break;
      say(reader.bytes(value));
    }
    // What follows a last part is of no use, and a server may keep the connection open after it.
    void source.cancel().catch(() => undefined);
    return false;
  } catch {
    return false;
  }
}
