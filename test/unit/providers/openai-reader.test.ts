import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLast, type ReplyPart } from '../../../src/model/reply.ts';
import type { Request } from '../../../src/model/request.ts';
import { openAi } from '../../../src/providers/openai/codec.ts';

const chat: Request = { kind: 'chat', model: 'asked', messages: [] };
const search: Request = { kind: 'retrieve', model: 'store', query: 'q', top: 1 };

const HEAD =
  'data: {"model":"v1","choices":[{"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n\n';
const SAID = 'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n';
const STOP = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n';
const DONE = 'data: [DONE]\n\n';
const head: ReplyPart = { type: 'head', version: 'v1' };
const said: ReplyPart = { type: 'text', text: 'Hi' };
const end: ReplyPart = { type: 'end', reason: 'stop' };

describe('a stream', () => {
  test('ends with [DONE] after a reason to finish', () => {
    expect(stream(HEAD, SAID, STOP, DONE)).toEqual([head, said, end]);
  });

  test('that closes without [DONE] has been cut, whatever it said', () => {
    expect(stream(HEAD, SAID, STOP)).toEqual([head, said, { type: 'broken', how: 'eof' }]);
    expect(stream(HEAD, SAID, STOP, 'data: [DONE]\n')).toEqual([head, said, { type: 'broken', how: 'eof' }]);
    expect(stream()).toEqual([{ type: 'broken', how: 'eof' }]);
  });

  test('whose [DONE] comes without a reason has been cut too', () => {
    expect(stream(HEAD, SAID, DONE)).toEqual([head, said, { type: 'broken', how: 'eof' }]);
  });

  test('says nothing after its end', () => {
    expect(stream(HEAD, STOP, DONE, SAID, DONE)).toEqual([head, end]);
  });

  test('that breaks is a reset', () => {
    expect(answer({ chunks: [HEAD, SAID], breaks: true })).toEqual([
      head,
      said,
      { type: 'broken', how: 'reset' },
    ]);
  });

  test('with an error event is refused before its head, and ends with the error after it', () => {
    const error =
      'data: {"error":{"message":"Try later","type":"server_error","code":"rate_limit_exceeded"}}\n\n';
    expect(stream(error)).toEqual([
      { type: 'refused', status: 429, kind: 'rate_limit_exceeded', message: 'Try later' },
    ]);
    expect(stream(HEAD, error, SAID)).toEqual([
      head,
      { type: 'error', kind: 'rate_limit_exceeded', message: 'Try later' },
    ]);
  });

  test('puts the pieces of a call together, in however many they come', () => {
    const piece = (given: object): string =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [given] } }] })}\n\n`;
    const pieces = [
      piece({ index: 0, id: 'a', type: 'function', function: { name: 'find', arguments: '' } }),
      piece({ index: 0, function: { arguments: '{"q":' } }),
      piece({ index: 0, function: { arguments: '"x"}' } }),
      piece({ index: 1, id: 'b', function: { name: 'stop' } }),
    ];
    const whole = [
      { type: 'tool-call', call: { id: 'a', name: 'find', arguments: '{"q":"x"}' } },
      { type: 'tool-call', call: { id: 'b', name: 'stop', arguments: '' } },
    ];
    const finish = 'data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}\n\n';
    expect(stream(HEAD, ...pieces, finish, DONE)).toEqual([
      head,
      ...whole,
      { type: 'end', reason: 'tool-calls' },
    ]);
    expect(stream(HEAD, ...pieces)).toEqual([head, ...whole, { type: 'broken', how: 'eof' }]);
    expect(stream(HEAD, ...pieces.slice(0, 2))).toEqual([
      head,
      { type: 'tool-call', call: { id: 'a', name: 'find', arguments: '{"q":' } },
      { type: 'broken', how: 'eof' },
    ]);
  });

  test.for([
    ['overloaded_error', 503],
    ['insufficient_quota', 429],
    ['invalid_request_error', 400],
    ['502', 502],
    ['server_error', 500],
  ] as const)('says %s as status %i', ([code, status]) => {
    expect(
      stream(`data: {"error":{"message":"m","code":${code === '502' ? code : `"${code}"`}}}\n\n`)[0],
    ).toMatchObject({ status });
  });

  test.for([
    'data: {"choices":[{"delta":\n\n',
    'data: nonsense\n\n',
    'data: {"choices":7}\n\n',
    'data: 12\n\n',
  ])('breaks off at %j, which is no chunk', (event) =>
    expect(stream(HEAD, event, SAID)).toEqual([head, { type: 'broken', how: 'reset' }]),
  );

  test('may hold comments, keep-alives, other events, null members, and usage without choices', () => {
    const usage =
      'data: {"choices":null,"usage":{"prompt_tokens":3,"completion_tokens":null,"total_tokens":5},"error":null}\n\n';
    const heard = stream(
      ': ping\n\n',
      HEAD,
      'event: ping\n\n',
      ': OPENROUTER PROCESSING\n\n',
      STOP,
      usage,
      DONE,
    );
    expect(heard).toEqual([
      head,
      { type: 'keepalive' },
      { type: 'usage', usage: { inputTokens: 3, outputTokens: 2 } },
      end,
    ]);
  });

  test('names the model that was asked for where it names no snapshot', () => {
    expect(stream(SAID, STOP, DONE)[0]).toEqual({ type: 'head', version: 'asked' });
  });
});

describe('an answer that is no reply', () => {
  const html = '<html><head><title>502 Bad\nGateway</title></head><body>nginx</body></html>';

  test('keeps its status and its title when it is a gateway’s page', () => {
    expect(answer({ status: 502, type: 'text/html', chunks: [html] })).toEqual([
      { type: 'refused', status: 502, kind: 'bad_gateway', message: '502 Bad Gateway' },
    ]);
  });

  test('is refused even with status 200: no one’s HTML is a success', () => {
    for (const request of [chat, search])
      expect(answer({ type: 'text/html', chunks: [html], request })).toEqual([
        expect.objectContaining({ type: 'refused', status: 502, kind: 'not_a_reply' }),
      ]);
  });

  test('is refused when it is JSON of another shape, or an error in disguise', () => {
    expect(answer({ type: 'application/json', chunks: ['{"status":"ok"}'] })[0]).toMatchObject({
      kind: 'not_a_reply',
    });
    const error = '{"error":{"message":"No.","code":"model_not_found"}}';
    expect(answer({ type: 'application/json', chunks: [error] })[0]).toMatchObject({
      kind: 'model_not_found',
      message: 'No.',
    });
  });

  test('says what it can of a body that breaks', () => {
    expect(answer({ status: 500, type: 'application/json', chunks: ['{"err'], breaks: true })).toEqual([
      { type: 'refused', status: 500, kind: 'server_error', message: '{"err' },
    ]);
  });

  test('may say its error as a bare text, and a status that no one knows', () => {
    expect(answer({ status: 418, type: 'application/json', chunks: ['{"error":"teapot"}'] })).toEqual([
      { type: 'refused', status: 418, kind: 'http_418', message: 'teapot' },
    ]);
  });

  test.for([
    [{ 'retry-after-ms': '1500', 'retry-after': '2' }, 1500],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.25' }, 250],
    [{ 'retry-after': 'Fri, 21 Nov 2025 10:00:30 GMT', date: 'Fri, 21 Nov 2025 10:00:00 GMT' }, 30_000],
    [{ 'retry-after': 'Fri, 21 Nov 2025 10:00:30 GMT' }, undefined],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ] as const)('asks with %j for a wait of %s ms', ([headers, waitMs]) => {
    const [refused] = answer({ status: 429, type: 'application/json', chunks: ['{}'], headers });
    expect(refused).toMatchObject({ type: 'refused', kind: 'rate_limit_exceeded' });
    expect((refused as { retryAfterMs?: number }).retryAfterMs).toBe(waitMs);
  });
});

describe('a JSON reply', () => {
  test('takes its title from the file’s name where it has no other', () => {
    const body = JSON.stringify({
      data: [{ file_id: 'f', filename: 'a.md', score: 0.5, content: [{ type: 'text', text: 'A' }] }],
    });
    expect(answer({ type: 'application/json', chunks: [body], request: search })).toEqual([
      { type: 'head', version: 'store' },
      { type: 'documents', documents: [{ id: 'f', title: 'a.md', text: 'A', score: 0.5 }] },
      end,
    ]);
  });

  test('that breaks off says its head where its headers did', () => {
    const headers = { 'openai-model': 'v1' };
    expect(answer({ type: 'application/json', chunks: ['{"data":['], headers, request: search })).toEqual([
      head,
      { type: 'broken', how: 'eof' },
    ]);
    expect(answer({ type: 'application/json', chunks: ['{"data":['], request: search })).toEqual([
      { type: 'broken', how: 'eof' },
    ]);
  });
});

test('any bytes give valid parts: one last part, at the end, and a refusal alone', () => {
  const bytes = fc.array(fc.oneof(fc.uint8Array(), fc.constantFrom(HEAD, SAID, STOP, DONE).map(encoded)), {
    maxLength: 8,
  });
  const types = fc.constantFrom('text/event-stream', 'application/json', 'text/html', '');
  fc.assert(
    fc.property(
      bytes,
      types,
      fc.constantFrom(200, 204, 429, 500),
      fc.boolean(),
      (chunks, type, status, breaks) => {
        const parts = answer({ type, status, chunks, breaks });
        expect(parts.filter(isLast)).toHaveLength(1);
        expect(isLast(parts.at(-1)!)).toBe(true);
        if (parts.some((part) => part.type === 'refused')) expect(parts).toHaveLength(1);
      },
    ),
  );
});

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly chunks: readonly (string | Uint8Array)[];
  readonly breaks?: boolean;
  readonly request?: Request;
}

const stream = (...chunks: readonly string[]): readonly ReplyPart[] => answer({ chunks });

/** Read as call-over-http.ts reads: nothing more is asked for after a last part. */
function answer({
  status = 200,
  type = 'text/event-stream',
  headers = {},
  chunks,
  breaks = false,
  request = chat,
}: Answer): readonly ReplyPart[] {
  const all: Readonly<Record<string, string>> = { 'content-type': type, ...headers };
  const reader = openAi.read(request, { status, header: (name) => all[name] ?? null });
  const parts = [...reader.begin()];
  const over = (): boolean => parts.some(isLast);
  for (const chunk of chunks) if (!over()) parts.push(...reader.bytes(encoded(chunk)));
  if (!over()) parts.push(...(breaks ? reader.broke() : reader.end()));
  return parts;
}

function encoded(chunk: string | Uint8Array): Uint8Array {
  return typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
}
