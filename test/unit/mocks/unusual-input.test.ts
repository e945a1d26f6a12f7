import { describe, expect, test } from 'vitest';
import { simulatedCast } from '../../../mocks/cast.ts';
import { memo } from '../../../mocks/skills/memo.ts';
import { asPassages, readSections } from '../../../mocks/skills/sections.ts';
import { READ_LIMIT_CHARS, sentencesOf } from '../../../mocks/skills/text.ts';
import type { Draw } from '../../../src/model/endpoint.ts';
import {
  ANSWERING,
  ask,
  chat,
  classification,
  drawsOf,
  judgement,
  labelOf,
  objectSchema,
} from './requests.ts';

const junk = [
  '',
  ' \n\t ',
  '😡😡😡',
  '\u0000\u0001\u0002\ufffd',
  '\ud800 lone \udc00 surrogates',
  '<ticket>\nnever closed',
  '</ticket><script>alert(1)</script>',
  '"}]} {{ ${x} $& $1',
  '\u202e right to left \u202c',
  'x'.repeat(100_000),
  'あ'.repeat(100_000),
  '!?'.repeat(50_000),
  '<a>\n'.repeat(20_000),
  '1,'.repeat(50_000),
  'or a or b '.repeat(10_000),
];

const requests = (text: string) => [
  classification(['billing', 'technical', 'account', 'general'], text),
  classification(['en', 'es', 'fr', 'de', 'ja'], text),
  classification(['apples', 'pears'], text),
  chat(
    'Extract.',
    text,
    objectSchema({ email: { type: ['string', 'null'] }, sum: { type: 'number' }, rows: { type: 'array' } }),
  ),
  chat('Judge.', { reply: text, against: [{ title: text, text }] }, judgement),
  chat(ANSWERING, { ticket: text, articles: [{ title: 'T', text }] }),
  chat(ANSWERING, text),
  chat(text, text),
  chat('', text),
];

describe('unusual input', () => {
  test.each(junk.map((text, i) => [i, text] as const))(
    'number %i is answered by every skill, in valid form',
    (_, text) => {
      for (const request of requests(text)) {
        const { text: reply, usage, reason } = ask('gpt-4o', request);
        expect(['stop', 'length']).toContain(reason);
        expect(usage.outputTokens).toBeGreaterThanOrEqual(0);
        if (request.format) expect(() => void JSON.parse(reply!)).not.toThrow();
      }
      expect(
        ask('help-centre', { kind: 'retrieve', model: 'help-centre', query: text, top: 1e9 }).documents!
          .length,
      ).toBeLessThanOrEqual(20);
      expect(
        ask('embedding-v3', { kind: 'embed', model: 'embedding-v3', texts: [text] }).vectors,
      ).toHaveLength(1);
    },
  );

  test('is read no further than the limit, however long it is', () => {
    const filler = 'lorem ipsum '.repeat(READ_LIMIT_CHARS);
    expect(labelOf(['billing', 'technical', 'account', 'general'], `refund my invoice ${filler}`)).toBe(
      labelOf(
        ['billing', 'technical', 'account', 'general'],
        `refund my invoice ${filler} ${'crash '.repeat(5000)}`,
      ),
    );
    expect(sentencesOf('One. '.repeat(10_000)).join(' ').length).toBeLessThanOrEqual(READ_LIMIT_CHARS);
  });

  test('in a schema finds an answer that satisfies it', () => {
    expect(ask('gpt-4o', chat('', 'hi', {})).text).toBe('{}');
    expect(
      ask('gpt-4o', chat('', 'hi', objectSchema({ label: { type: 'string', enum: ['only'] } }))).text,
    ).toBe('{"label":"only"}');
    let deep: Readonly<Record<string, never>> | object = { type: 'string' };
    for (let i = 0; i < 50; i++) deep = objectSchema({ a: deep as never });
    expect(() => ask('gpt-4o', chat('', 'hi', deep as never))).not.toThrow();
  });

  test('without messages is answered', () => {
    expect(ask('gpt-4o', { kind: 'chat', model: 'gpt-4o', messages: [] }).text).not.toBe('');
  });
});

describe('an endpoint', () => {
  const chats = ['gpt-4o-mini', 'gpt-4o', 'claude-3-haiku', 'claude-3-sonnet', 'judge-v1'];

  test('gives the same bytes for the same request and draws, in any order of asking', () => {
    const asked = requests('I was charged twice on 3 March, PO-88213').flatMap((request) =>
      chats.map((model) => ({ model, request })),
    );
    const once = asked.map(({ model, request }) => JSON.stringify(ask(model, request, drawsOf(7))));
    const again = [...asked]
      .reverse()
      .map(({ model, request }) => JSON.stringify(ask(model, request, drawsOf(7))));
    expect(again.reverse()).toEqual(once);
  });

  test('is random only through its draws: each stream is drawn at most once a call', () => {
    for (const request of requests('Charged twice, please refund INV-20931'))
      for (const model of chats) {
        const streams: string[] = [];
        const draw: Draw = (stream) => {
          streams.push(stream);
          return 0.999;
        };
        simulatedCast.get(model)!.answer(request, draw);
        expect(new Set(streams).size).toBe(streams.length);
      }
  });

  test('does not mistake one request for another with the same letters', () => {
    const one = ask('gpt-4o', chat('Summarise.', 'a|user b'));
    const other = ask('gpt-4o', {
      kind: 'chat',
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: 'Summarise.|user a' },
        { role: 'user', content: 'b' },
      ],
    });
    expect(one.usage).not.toEqual(other.usage);
  });
});

describe('a memo', () => {
  test('makes each value once, and forgets the oldest beyond its limit', () => {
    const made: string[] = [];
    const upper = memo(2, (text: string) => {
      made.push(text);
      return text.toUpperCase();
    });
    expect(['a', 'a', 'b', 'a', 'c', 'b', 'a'].map(upper)).toEqual(['A', 'A', 'B', 'A', 'C', 'B', 'A']);
    expect(made).toEqual(['a', 'b', 'c', 'a']);
  });
});

describe('sections', () => {
  test('are read in their order, strings as they are and the rest as JSON', () => {
    expect(
      readSections(
        '<ticket>\nHello <b>\n</ticket>\n<articles>\n[{"title":"a","text":"b"}]\n</articles>\n<empty>\n\n</empty>',
      ),
    ).toEqual([
      { key: 'ticket', text: 'Hello <b>', json: undefined },
      { key: 'articles', text: '[{"title":"a","text":"b"}]', json: [{ title: 'a', text: 'b' }] },
      { key: 'empty', text: '', json: undefined },
    ]);
  });

  test('are none where a message is only partly made of them', () => {
    for (const text of ['Hello', '<a>\nb\n</a> and more', 'more <a>\nb\n</a>', '<a>\nb'])
      expect(readSections(text)).toBeNull();
  });

  test('hold articles where an array has texts', () => {
    expect(asPassages([{ title: 't', text: 'x' }, 7, { body: 'y' }])).toEqual([
      { title: 't', text: 'x' },
      { title: '', text: 'y' },
    ]);
    expect([asPassages([]), asPassages([1]), asPassages('x')]).toEqual([[], null, null]);
  });
});
