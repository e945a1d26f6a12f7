import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderOpenAi, type HttpReply } from '../../mocks/handlers/openai-http.ts';
import {
  readChat,
  readEmbeddings,
  readSearch,
  readToolCall,
  type Asked,
} from '../../mocks/handlers/openai-request.ts';
import type { ReplyPart, TimedPart } from '../../src/model/reply.ts';
import type { Request } from '../../src/model/request.ts';
import { openAi } from '../../src/providers/openai/codec.ts';
import { agent, cases, chat, readable, replies, search } from './cases.ts';

type Answer = Extract<HttpReply, { type: 'answer' }>;

describe('the rendering, read by the codec', () => {
  test.for(cases)('$name', (call) => {
    expect(read(call.request, render(call.request, call.parts))).toEqual(readable(call));
  });

  test('gives the same parts however its bytes are cut', () => {
    const whole = bytesOf(render(chat, replies.chat) as Answer);
    const cuts = fc.array(fc.nat(whole.length), { maxLength: 40 });
    fc.assert(
      fc.property(cuts, (at) => {
        expect(readBytes(chat, render(chat, replies.chat) as Answer, split(whole, at))).toEqual(
          readable({ request: chat, parts: replies.chat }),
        );
      }),
    );
    const singly = Array.from(whole, (byte) => Uint8Array.of(byte));
    expect(readBytes(chat, render(chat, replies.chat) as Answer, singly)).toEqual(
      readable({ request: chat, parts: replies.chat }),
    );
  });

  test('keeps any text, split anywhere', () => {
    const texts = fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 6 });
    fc.assert(
      fc.property(texts, fc.array(fc.nat(4000), { maxLength: 20 }), (said, at) => {
        const parts: readonly TimedPart[] = [
          { atMs: 1, part: { type: 'head', version: 'v' } },
          ...said.map((text): TimedPart => ({ atMs: 2, part: { type: 'text', text } })),
          { atMs: 3, part: { type: 'end', reason: 'stop' } },
        ];
        const answer = render(chat, parts) as Answer;
        expect(readBytes(chat, answer, split(bytesOf(answer), at))).toEqual(parts.map(({ part }) => part));
      }),
    );
  });

  test.for(['\n', '\r', '\r\n'])('reads lines that end in %j', (lineEnd) => {
    const answer = render(chat, replies.chat) as Answer;
    const text = new TextDecoder().decode(bytesOf(answer)).replaceAll('\n', lineEnd);
    const bytes = new TextEncoder().encode(`: a comment${lineEnd}${text}`);
    for (const chunks of [[bytes], Array.from(bytes, (byte) => Uint8Array.of(byte))])
      expect(readBytes(chat, answer, chunks)).toEqual(readable({ request: chat, parts: replies.chat }));
  });

  test('is the same reply when it was not streamed', () => {
    const texts = replies.chat.map(({ part }) => (part.type === 'text' ? part.text : '')).join('');
    const answer = renderOpenAi(replies.chat, { request: chat, stream: false, includeUsage: true });
    expect(read(chat, answer)).toEqual([
      { type: 'head', version: 'gpt-4o-2024-11-20' },
      { type: 'text', text: texts },
      { type: 'usage', usage: { inputTokens: 31, outputTokens: 7 } },
      { type: 'end', reason: 'stop' },
    ]);
  });
});

describe('the comparison', () => {
  /** What no reader needs: members that are not read, that say nothing, or that another one says as well. */
  const UNREAD = new RegExp(
    [
      '"(?:id|object|created|index|logprobs|role|finish_reason|refusal|filename|search_query|has_more|next_page|type|param)"' +
        ':(?:"[^"]*"|\\["[^"]*"\\]|[^,}\\]]*)',
      '"(?:usage":null|delta":{}|choices":\\[\\]|arguments":"")',
      '"completion_tokens"|"total_tokens":\\d+', // either gives the other
      '^data: [^\\n]*|(?<=\\n.*)"model":"[^"]*"', // each chunk names the snapshot, and the first says nothing else
    ].join('|'),
    'gs',
  );

  test.for([
    ['a stream', chat, replies.chat],
    ['a stream with tool calls', agent, replies.agent],
    ['a JSON reply', search, replies.search],
    [
      'a refusal',
      chat,
      [{ atMs: 1, part: { type: 'refused', status: 429, kind: 'rate_limit_exceeded', message: 'Wait.' } }],
    ],
  ] as readonly (readonly [string, Request, readonly TimedPart[]])[])(
    'notices every byte of %s that is broken, if a reader needs it',
    ([, request, parts]) => {
      const answer = render(request, parts) as Answer;
      const bytes = bytesOf(answer);
      const expected = readable({ request, parts });
      const unread = unreadBytes(new TextDecoder().decode(bytes));
      const missed: string[] = [];
      bytes.forEach((byte, at) => {
        const broken = Uint8Array.from(bytes);
        broken[at] = byte ^ 1;
        const same = JSON.stringify(readBytes(request, answer, [broken])) === JSON.stringify(expected);
        if (same && !unread.has(at)) missed.push(around(bytes, at));
      });
      expect(missed).toEqual([]);
    },
  );

  test.for([
    ['a quote', '"content":"L', '"content":\'L'],
    ['the end of a frame', '}\n\n', '}\n '],
    ['the terminator', '[DONE]', '[DONF]'],
    ['a field name', '\ndata: [DONE]', '\ndota: [DONE]'],
    ['a letter said', 'factura', 'factora'],
    ['a count', '"prompt_tokens":31', '"prompt_tokens":32'],
    ['the reason to finish', '"finish_reason":"stop"', '"finish_reason":null  '],
    ['a byte of a character', 'á', 'à'],
  ] as const)('notices %s', ([, good, bad]) => {
    const answer = render(chat, replies.chat) as Answer;
    const text = new TextDecoder().decode(bytesOf(answer));
    expect(text).toContain(good);
    const broken = new TextEncoder().encode(text.replace(good, bad));
    expect(readBytes(chat, answer, [broken])).not.toEqual(readable({ request: chat, parts: replies.chat }));
  });

  function unreadBytes(text: string): ReadonlySet<number> {
    const encoder = new TextEncoder();
    const found = new Set<number>();
    for (const match of text.matchAll(UNREAD)) {
      const from = encoder.encode(text.slice(0, match.index)).length;
      const length = encoder.encode(match[0]).length;
      for (let at = from; at < from + length; at++) found.add(at);
    }
    return found;
  }

  const around = (bytes: Uint8Array, at: number): string =>
    `${new TextDecoder().decode(bytes.slice(Math.max(0, at - 30), at))}»${String.fromCharCode(bytes[at]!)}«`;
});

/** What the mock would render for the request that the codec writes. */
function render(request: Request, parts: readonly TimedPart[]): HttpReply {
  const { body } = openAi.write(request, 'https://host.invalid/v1');
  const json: unknown = JSON.parse(body);
  const asked: Asked = {
    chat: readChat,
    embed: readEmbeddings,
    retrieve: (said: unknown) => readSearch(said, request.model),
    tool: (said: unknown) => readToolCall(said, request.model),
  }[request.kind](json);
  return renderOpenAi(parts, asked);
}

function read(request: Request, reply: HttpReply): readonly ReplyPart[] {
  if (reply.type === 'silence') return [];
  if (reply.type === 'refused') return [{ type: 'broken', how: 'refused' }];
  return readBytes(
    request,
    reply,
    reply.frames.map(({ bytes }) => bytes),
  );
}

function readBytes(
  request: Request,
  { status, headers, end }: Answer,
  chunks: readonly Uint8Array[],
): readonly ReplyPart[] {
  const reader = openAi.read(request, { status, header: (name) => headers[name] ?? null });
  return [
    ...reader.begin(),
    ...chunks.flatMap((chunk) => reader.bytes(chunk)),
    ...(end === null ? [] : end.how === 'closed' ? reader.end() : reader.broke()),
  ];
}

function bytesOf({ frames }: Answer): Uint8Array {
  return Uint8Array.from(frames.flatMap(({ bytes }) => [...bytes]));
}

function split(bytes: Uint8Array, at: readonly number[]): readonly Uint8Array[] {
  const cuts = [0, ...at.filter((cut) => cut <= bytes.length).sort((a, b) => a - b), bytes.length];
  return cuts.slice(1).map((to, i) => bytes.slice(cuts[i], to));
}
