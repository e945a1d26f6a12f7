/**
 * A provider for clients under contract: a `fetch` that answers as its dialect renders, on the fake clock. It knows of a
 * request only what its body says.
 */
import { afterEach, beforeEach, vi } from 'vitest';
import { dialectOf, type Rendered, type Stored } from '../../../src/dialects/dialect.ts';
import { isLast, type ReplyPart, type TimedPart } from '../../../src/model/reply.ts';
import type { ChatRequest, Request as ModelRequest } from '../../../src/model/request.ts';

/** What the provider saw of one request. */
export interface Seen {
  /** Whole ms since the test began. */
  readonly atMs: number;
  readonly request: ModelRequest | null;
  readonly body: string;
}

export interface Provider {
  readonly fetch: typeof fetch;
  readonly seen: readonly Seen[];
  /** The requests, which all asked for a chat. */
  readonly chats: readonly ChatRequest[];
}

/** Answers the n-th request (from 1) with these parts. */
export type Answers = (request: ModelRequest, nth: number) => readonly TimedPart[];

/** Needs `useClock()`. */
export function provider(answers: Answers): Provider {
  const beganMs = Date.now();
  const stored: Stored = new Map();
  const seen: Seen[] = [];
  const answer: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const dialect = dialectOf(url);
    if (!dialect) throw new Error(`no provider answers at ${url}`);
    const body = init?.body as string;
    const atMs = Date.now() - beganMs;
    const read = dialect.read(body, { stored });
    const request = read.ok ? read.request : null;
    seen.push({ atMs, request, body });
    const parts = read.ok ? answers(read.request, seen.length) : [{ atMs: 1, part: read.refused } as const];
    const facts = {
      model: request?.model ?? '',
      id: `r${seen.length}`,
      createdS: Math.floor(Date.now() / 1000),
      ...(read.ok ? { asked: read.asked } : {}),
      stored,
    };
    return respond(dialect.render(parts, request, facts), init?.signal ?? null);
  };
  return {
    fetch: answer,
    seen,
    get chats() {
      return seen.map(({ request }) => request as ChatRequest);
    },
  };
}

/** What a network calls each end that comes before the status line. */
const CAUSES: Readonly<Record<string, { readonly code: string }>> = {
  refused: { code: 'ECONNREFUSED' },
  reset: { code: 'ECONNRESET' },
  eof: { code: 'UND_ERR_SOCKET' },
};

/** Plays what was rendered on the clock, as a network would. */
function respond(rendered: Rendered, signal: AbortSignal | null): Promise<Response> {
  const { status, statusText, headers, headAtMs, chunks, end } = rendered;
  return new Promise((resolve, reject) => {
    const fail = (): void =>
      reject(new TypeError('fetch failed', { cause: Object.assign(new Error(end.how), CAUSES[end.how]) }));
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
    if (headAtMs === null) {
      if (end.how !== 'silence') setTimeout(fail, end.atMs);
      return;
    }
    const timers: ReturnType<typeof setTimeout>[] = [];
    setTimeout(() => {
      const after = (atMs: number, act: () => void): void => {
        if (atMs === headAtMs) act();
        else timers.push(setTimeout(act, atMs - headAtMs));
      };
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const { atMs, text } of chunks)
            after(atMs, () => controller.enqueue(new TextEncoder().encode(text)));
          const broke = (): void => controller.error(new TypeError('terminated'));
          if (end.how !== 'silence') after(end.atMs, end.how === 'reset' ? broke : () => controller.close());
          signal?.addEventListener('abort', () => {
            for (const timer of timers) clearTimeout(timer);
            controller.error(signal.reason);
          });
        },
        cancel() {
          for (const timer of timers) clearTimeout(timer);
        },
      });
      resolve(new Response(body, { status, statusText, headers }));
    }, headAtMs);
  });
}

/** What a promise came to once the clock has run as far as anything waits for; null: it never settles. */
export async function settled<T>(promise: Promise<T>): Promise<Outcome<T> | null> {
  const outcomes: Outcome<T>[] = [];
  const beganMs = Date.now();
  const afterMs = (): number => Date.now() - beganMs;
  void promise.then(
    (value) => outcomes.push({ value, afterMs: afterMs() }),
    (error: unknown) => outcomes.push({ error: error as ClientError, afterMs: afterMs() }),
  );
  const waits = (): boolean => outcomes.length === 0;
  for (let idle = 0; waits() && idle < IDLE_TURNS; idle++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!waits() || vi.getTimerCount() === 0) continue;
    idle = 0;
    await vi.advanceTimersToNextTimerAsync();
  }
  return outcomes[0] ?? null;
}

/** Turns of the event loop without a timer, after which nothing more is expected: streams need a few for each read. */
const IDLE_TURNS = 100;

/** Puts timers and dates on a clock that `settled` moves, and gives every jitter its middle. */
export function useClock(): void {
  beforeEach(() => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
      now: Date.UTC(2026, 10, 22),
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
}

/** What clients throw has more than a message. */
export type ClientError = Error & {
  readonly status?: number;
  readonly code?: string | null;
  readonly type?: string | null;
  readonly headers?: Headers;
  readonly statusCode?: number;
};
export type Outcome<T> =
  | { readonly value: T; readonly afterMs: number; readonly error?: undefined }
  | { readonly error: ClientError; readonly afterMs: number; readonly value?: undefined };

/** A part that comes at that time. */
export const at = (atMs: number, part: ReplyPart): TimedPart => ({ atMs, part });

/** A reply that says these texts, 10 ms apart, and counts 12 and 7 tokens. */
export function says(
  texts: readonly string[],
  reason: 'stop' | 'length' | 'refusal' = 'stop',
): readonly TimedPart[] {
  const endMs = 20 + 10 * texts.length;
  return [
    at(10, { type: 'head', version: VERSION }),
    ...texts.map((text, i) => at(20 + 10 * i, { type: 'text', text })),
    at(endMs, { type: 'usage', usage: { inputTokens: 12, outputTokens: 7 } }),
    at(endMs, { type: 'end', reason }),
  ];
}

/** A reply that says a text, if any, and calls tools. */
export function calls(
  made: readonly { readonly id: string; readonly name: string; readonly arguments: string }[],
  text = '',
): readonly TimedPart[] {
  return [
    at(10, { type: 'head', version: VERSION }),
    ...(text === '' ? [] : [at(20, { type: 'text', text })]),
    ...made.map((call, i) => at(30 + 10 * i, { type: 'tool-call', call })),
    at(90, { type: 'usage', usage: { inputTokens: 12, outputTokens: 7 } }),
    at(90, { type: 'end', reason: 'tool-calls' }),
  ];
}

export const VERSION = 'gpt-4o-2024-11-20';

/** These parts, but for the last, after which the body ends or breaks 5 ms later. */
export function cut(parts: readonly TimedPart[], kept: number, how: 'eof' | 'reset'): readonly TimedPart[] {
  const received = parts.slice(0, kept);
  if (received.some(({ part }) => isLast(part))) throw new Error(`the first ${kept} parts are a whole reply`);
  return [...received, at((received.at(-1)?.atMs ?? 0) + 5, { type: 'broken', how })];
}

/** What a stream gave before it ended, and the error it ended with. */
export async function collect<T>(
  stream: AsyncIterable<T>,
): Promise<{ readonly events: T[]; readonly error: Error | null }> {
  const events: T[] = [];
  try {
    for await (const event of stream) events.push(event);
  } catch (error) {
    return { events, error: error as Error };
  }
  return { events, error: null };
}
