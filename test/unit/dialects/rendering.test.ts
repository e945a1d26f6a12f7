import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dialectOf, KNOWN_ADDRESSES, type Dialect, type HttpPart } from '../../../src/dialects/dialect.ts';
import type { ReplyPart, TimedPart } from '../../../src/model/reply.ts';
import type { ChatRequest } from '../../../src/model/request.ts';

const [CHAT, RESPONSES, , MESSAGES] = KNOWN_ADDRESSES as [string, string, string, string];
const dialects: readonly Dialect[] = [CHAT, RESPONSES, MESSAGES].map((url) => dialectOf(url)!);
const facts = { model: 'm', id: 'run-1/m[1]', createdS: 1_795_305_600 };
const request = (stream: boolean): ChatRequest => ({
  kind: 'chat',
  model: 'm',
  messages: [{ role: 'user', content: 'Hi' }],
  stream,
});

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
const said: fc.Arbitrary<ReplyPart> = fc.oneof(
  text.map((given): ReplyPart => ({ type: 'text', text: given })),
  fc
    .record({ id: text, name: text, arguments: fc.string({ unit: 'binary' }) })
    .map((call): ReplyPart => ({ type: 'tool-call', call })),
  fc.constant<ReplyPart>({ type: 'keepalive' }),
);
const last: fc.Arbitrary<readonly ReplyPart[]> = fc.constantFrom<readonly ReplyPart[]>(
  [
    { type: 'usage', usage: { inputTokens: 3, outputTokens: 4 } },
    { type: 'end', reason: 'stop' },
  ],
  [{ type: 'end', reason: 'length' }],
  [{ type: 'error', kind: 'server_error', message: 'Sorry.' }],
  [{ type: 'broken', how: 'eof' }],
  [{ type: 'broken', how: 'reset' }],
  [],
);
/** Any reply: 7 ms from part to part. */
const replies: fc.Arbitrary<readonly TimedPart[]> = fc
  .tuple(fc.array(said, { maxLength: 6 }), last)
  .map(([middle, end]) =>
    [{ type: 'head', version: 'v' } as const, ...middle, ...end].map((part, i) => ({ atMs: 7 * i, part })),
  );
const asked = fc.tuple(fc.constantFrom(...dialects), fc.boolean().map(request), replies);

describe('a rendering', () => {
  test('is the same, byte for byte, whenever it is made', () => {
    fc.assert(
      fc.property(asked, ([dialect, chat, parts]) => {
        expect(dialect.render(parts, chat, facts)).toEqual(dialect.render(parts, chat, facts));
      }),
    );
  });

  test('is what its writer says part by part', () => {
    fc.assert(
      fc.property(asked, ([dialect, chat, parts]) => {
        const writer = dialect.open(chat, facts);
        const written = parts.flatMap(({ atMs, part }) =>
          writer.write({ atMs, part }).map((one): [number, HttpPart] => [atMs, one]),
        );
        const { status, statusText, headers, headAtMs, chunks, end } = dialect.render(parts, chat, facts);
        const all: (readonly [number, HttpPart])[] = chunks.map(({ atMs, text: piece }) => [
          atMs,
          { type: 'text', text: piece },
        ]);
        if (headAtMs !== null) all.unshift([headAtMs, { type: 'head', status, statusText, headers }]);
        if (end.how !== 'silence') all.push([end.atMs, { type: 'end', how: end.how }]);
        expect(written).toEqual(all);
      }),
    );
  });

  test('of a stream is made of whole events, each of which is JSON', () => {
    fc.assert(
      fc.property(asked, ([dialect, chat, parts]) => {
        if (!chat.stream) return;
        for (const { text: chunk } of dialect.render(parts, chat, facts).chunks) {
          expect(chunk.endsWith('\n\n')).toBe(true);
          for (const line of chunk
            .split('\n')
            .filter((one) => one.startsWith('data: ') && one !== 'data: [DONE]'))
            expect(typeof JSON.parse(line.slice(6))).toBe('object');
        }
      }),
    );
  });

  test('of a whole reply says nothing before it is finished', () => {
    fc.assert(
      fc.property(asked, ([dialect, chat, parts]) => {
        if (chat.stream) return;
        const { headAtMs, chunks } = dialect.render(parts, chat, facts);
        expect(
          [headAtMs, ...chunks.map(({ atMs }) => atMs)].every(
            (atMs) => atMs === null || atMs === parts.at(-1)!.atMs,
          ),
        ).toBe(true);
        expect(dialect.render(parts.slice(0, -1), chat, facts)).toMatchObject({ headAtMs: null, chunks: [] });
      }),
    );
  });

  test('of a body that could not be read is an HTTP error', () => {
    for (const dialect of KNOWN_ADDRESSES.map((url) => dialectOf(url)!)) {
      const read = dialect.read('?');
      expect(read.ok).toBe(false);
      const refused = !read.ok && read.refused;
      const rendered = dialect.render([{ atMs: 3, part: refused as ReplyPart }], null, facts);
      expect(rendered).toMatchObject({
        status: 400,
        statusText: 'Bad Request',
        headAtMs: 3,
        end: { how: 'close', atMs: 3 },
      });
      expect(rendered.chunks[0]!.text).toContain('not a JSON object');
    }
  });

  test('of an error before the head of a stream is an HTTP error', () => {
    const parts: readonly TimedPart[] = [
      { atMs: 4, part: { type: 'error', kind: 'overloaded_error', message: 'Overloaded.' } },
    ];
    const statuses = dialects.map((dialect) => dialect.render(parts, request(true), facts).status);
    expect(statuses).toEqual([503, 503, 529]);
  });

  test('spells the ids of a reply with the id that it was given', () => {
    const parts: readonly TimedPart[] = [
      { atMs: 1, part: { type: 'head', version: 'v' } },
      { atMs: 2, part: { type: 'end', reason: 'stop' } },
    ];
    const ids = dialects.map(
      (dialect) =>
        (JSON.parse(dialect.render(parts, request(false), facts).chunks[0]!.text) as { id: string }).id,
    );
    expect(ids).toEqual([
      'chatcmpl-run-1_2f_m_5b_1_5d_',
      'resp_run-1_2f_m_5b_1_5d_',
      'msg_run-1_2f_m_5b_1_5d_',
    ]);
  });
});

describe('a stream', () => {
  const parts: readonly TimedPart[] = [
    { atMs: 10, part: { type: 'head', version: 'v' } },
    { atMs: 20, part: { type: 'text', text: 'Hi' } },
    { atMs: 25, part: { type: 'keepalive' } },
    { atMs: 30, part: { type: 'end', reason: 'stop' } },
  ];

  test('begins with the head, and each piece goes out at its time', () => {
    for (const dialect of dialects) {
      const { headAtMs, headers, chunks, end } = dialect.render(parts, request(true), facts);
      expect(headAtMs).toBe(10);
      expect(headers['content-type']).toContain('text/event-stream');
      expect(chunks.map(({ atMs }) => atMs)).toEqual([10, 20, 25, 30]);
      expect(end).toEqual({ how: 'close', atMs: 30 });
    }
  });

  test('is kept alive by a comment, or by a ping', () => {
    const alive = dialects.map((dialect) => dialect.render(parts, request(true), facts).chunks[2]!.text);
    expect(alive).toEqual([': keepalive\n\n', ': keepalive\n\n', 'event: ping\ndata: {"type":"ping"}\n\n']);
  });

  test('ends with the terminator of its dialect', () => {
    const endings = dialects.map(
      (dialect) => dialect.render(parts, request(true), facts).chunks.at(-1)!.text,
    );
    expect(endings[0]!.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(endings[1]).toContain('event: response.completed\n');
    expect(endings[2]!.endsWith('event: message_stop\ndata: {"type":"message_stop"}\n\n')).toBe(true);
  });
});
