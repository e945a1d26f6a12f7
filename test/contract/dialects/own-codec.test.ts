import { describe, expect, test } from 'vitest';
import { dialectOf, type Rendered } from '../../../src/dialects/dialect.ts';
import type { ReplyPart, TimedPart } from '../../../src/model/reply.ts';
import type { Request } from '../../../src/model/request.ts';
import { openAi } from '../../../src/providers/openai/codec.ts';
import { cases, readable } from '../cases.ts';

const answered = cases.filter(({ request: { kind } }) => kind === 'chat' || kind === 'embed');
const streams = (request: Request): boolean => request.kind === 'chat' && request.stream !== false;
const begins = (parts: readonly TimedPart[]): boolean =>
  parts[0] !== undefined && parts[0].part.type !== 'broken';
const ends = (parts: readonly TimedPart[]): boolean =>
  ['end', 'refused'].includes(parts.at(-1)?.part.type ?? '');

/** A request as our codec writes it, and the answer that the dialect gives to it. */
function ask(request: Request, parts: readonly TimedPart[]): { seen: Request; rendered: Rendered } {
  const { url, body } = openAi.write(request, 'https://api.openai.com/v1');
  const dialect = dialectOf(url)!;
  const read = dialect.read(body);
  if (!read.ok) throw new Error(read.refused.message);
  const facts = { model: request.model, id: 'r1', createdS: 0, asked: read.asked };
  return { seen: read.request, rendered: dialect.render(parts, read.request, facts) };
}

/** What our codec reads of it. */
function received(request: Request, { status, headers, chunks, end }: Rendered): readonly ReplyPart[] {
  const reader = openAi.read(request, { status, header: (name) => headers[name] ?? null });
  const read = [...reader.begin()];
  for (const { text } of chunks) read.push(...reader.bytes(new TextEncoder().encode(text)));
  if (end.how === 'close' || end.how === 'eof') read.push(...reader.end());
  if (end.how === 'reset') read.push(...reader.broke());
  return read;
}

/** The usage waits for the end, so that a stream without an end has none. */
const sayable = (parts: readonly ReplyPart[]): readonly ReplyPart[] =>
  parts.at(-1)?.type === 'end' ? parts : parts.filter(({ type }) => type !== 'usage');

describe('our own codec, and the dialect that it speaks', () => {
  test.for(answered)('agree on the request: $name', ({ request, parts }) => {
    const { seen } = ask(request, parts);
    expect(seen).toEqual(request.kind === 'chat' ? { stream: true, ...request } : request);
  });

  test.for(answered.filter(({ request, parts }) => begins(parts) && (streams(request) || ends(parts))))(
    'agree on the reply: $name',
    ({ request, parts }) => {
      const { rendered } = ask(request, parts);
      expect(received(request, rendered)).toEqual(sayable(readable({ request, parts })));
    },
  );

  test.for(answered.filter(({ parts }) => !begins(parts)))(
    'have nothing to agree on without a status line: $name',
    ({ request, parts }) => {
      const { headAtMs, chunks, end } = ask(request, parts).rendered;
      const last = parts[0]?.part;
      expect([headAtMs, chunks]).toEqual([null, []]);
      expect(end.how).toBe(last?.type === 'broken' ? last.how : 'silence');
    },
  );
});
