import { describe, expect, test } from 'vitest';
import { runId } from '../../../src/base/units.ts';
import type { TimedPart } from '../../../src/model/reply.ts';
import type { Request } from '../../../src/model/request.ts';
import { callOverHttp, REPLY_LIMIT_BYTES } from '../../../src/providers/call-over-http.ts';

const request: Request = { kind: 'chat', model: 'm', messages: [{ role: 'user', content: 'Hi' }] };
const tag = {
  page: 'p',
  world: 1,
  call: 1,
  identity: { run: runId('r'), step: 's', model: 'm', attempt: 1 },
};
const HEAD = 'data: {"model":"v","choices":[]}\n\n';
const END = 'data: {"choices":[{"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

describe('a call over HTTP', () => {
  test('streams, and tells the time since it was sent in whole ms', async () => {
    const { parts } = await call(async () => streamOf([HEAD, END]), { stepMs: 10.4 });
    expect(parts.map(({ part }) => part.type)).toEqual(['head', 'end']);
    expect(parts.every(({ atMs }) => Number.isInteger(atMs))).toBe(true);
    expect(parts[0]!.atMs).toBeLessThanOrEqual(parts[1]!.atMs);
  });

  test('is refused when there is no connection', async () => {
    const { parts } = await call(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(parts.map(({ part }) => part)).toEqual([{ type: 'broken', how: 'refused' }]);
  });

  test('is reset when the body breaks', async () => {
    const { parts } = await call(async () => streamOf([HEAD], 'breaks'));
    expect(parts.map(({ part }) => part)).toEqual([
      { type: 'head', version: 'v' },
      { type: 'broken', how: 'reset' },
    ]);
  });

  test('stops reading after its last part, though the server leaves the connection open', async () => {
    const { parts, cancelled } = await call(async () => streamOf([HEAD, END], 'stays open'));
    expect(parts.at(-1)?.part.type).toBe('end');
    expect(cancelled).toBe(true);
  });

  test('says nothing once its signal has aborted', async () => {
    const dropped = new AbortController();
    const { parts } = await call(
      async () => {
        dropped.abort();
        return streamOf([HEAD, END]);
      },
      { signal: dropped.signal },
    );
    expect(parts).toEqual([]);
  });

  test('breaks off a reply that never ends', async () => {
    const chunk = `: ${'x'.repeat(1_000_000)}\n`;
    const endless = new ReadableStream<Uint8Array>({
      pull: (it) => it.enqueue(new TextEncoder().encode(chunk)),
    });
    const { parts } = await call(
      async () => new Response(endless, { headers: { 'content-type': 'text/event-stream' } }),
    );
    expect(parts.map(({ part }) => part)).toEqual([{ type: 'broken', how: 'reset' }]);
    expect(REPLY_LIMIT_BYTES).toBeLessThan(100_000_000);
  });

  test('tells a provider nothing of whose call it is, and the mock host alone no key it does not need', async () => {
    const { sent } = await call(async () => streamOf([HEAD, END]), {
      baseUrl: 'https://api.openai.com/v1',
      key: 'sk-1',
    });
    expect(sent.url).toBe('https://api.openai.com/v1/chat/completions');
    expect([...sent.headers.keys()].sort()).toEqual(['authorization', 'content-type']);
    const mock = await call(async () => streamOf([HEAD, END]));
    expect([...mock.sent.headers.keys()].sort()).toEqual(['content-type', 'x-rehearsal-call']);
  });
});

describe('an idempotency key', () => {
  const tool = (idempotencyKey?: string): Request => ({
    kind: 'tool',
    model: 'm',
    input: {},
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
  const keyOf = async (asked: Request, options: Options = {}): Promise<string | null> => {
    const { sent } = await call(async () => streamOf([HEAD, END]), { run: 'run-7', asked, ...options });
    return sent.headers.get('idempotency-key');
  };

  test('of a tool is that of its call, whichever attempt; of any other call that of the attempt', async () => {
    expect(await keyOf(tool('r/refund'))).toBe('run-7/r/refund');
    expect(await keyOf(tool())).toBe('run-7/r/s#1@m');
    expect(await keyOf(request)).toBe('run-7/r/s#1@m');
  });

  test('is sent to the mock host and to tools, and only for a run that has a name', async () => {
    const elsewhere = { baseUrl: 'https://api.openai.com/v1' };
    expect(await keyOf(tool('r/refund'), elsewhere)).toBe('run-7/r/refund');
    expect(await keyOf(request, elsewhere)).toBeNull();
    expect(await keyOf(tool('r/refund'), { run: undefined })).toBeNull();
  });

  test('is printable ASCII whatever the step is called', async () => {
    expect(await keyOf(tool('r/Rück \ud800\nzahlung'))).toBe('run-7/r/R%fcck%20%d800%azahlung');
  });
});

let cancelled = false;
function streamOf(texts: readonly string[], how: 'ends' | 'breaks' | 'stays open' = 'ends'): Response {
  cancelled = false;
  const left = [...texts];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const text = left.shift();
      if (text !== undefined) controller.enqueue(new TextEncoder().encode(text));
      else if (how === 'ends') controller.close();
      else if (how === 'breaks') controller.error(new TypeError('terminated'));
      else return new Promise(() => undefined);
      return undefined;
    },
    cancel: () => void (cancelled = true),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

interface Options {
  readonly baseUrl?: string;
  readonly key?: string;
  readonly signal?: AbortSignal;
  readonly stepMs?: number;
  readonly run?: string | undefined;
  readonly asked?: Request;
}

async function call(
  answer: () => Promise<Response>,
  {
    baseUrl = 'https://mock.rehearsal.invalid/v1',
    key,
    signal,
    stepMs = 1,
    run,
    asked = request,
  }: Options = {},
) {
  const parts: TimedPart[] = [];
  let sent!: globalThis.Request;
  let nowMs = 1000;
  const endpoint = {
    dialect: 'openai',
    baseUrl,
    ...(key === undefined ? {} : { key }),
    run,
    fetch: ((url: string, init: RequestInit) => {
      sent = new Request(url, init);
      return answer();
    }) as typeof fetch,
    now: () => (nowMs += stepMs),
  } as const;
  await callOverHttp(
    endpoint,
    asked,
    tag,
    (part) => parts.push(part),
    signal ?? new AbortController().signal,
  );
  return { parts, sent, cancelled };
}
