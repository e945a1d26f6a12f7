import { describe, expect, test } from 'vitest';
import { OpenAI } from '../../../programs/clients.js';
import type { TimedPart } from '../../../src/model/reply.ts';
import { at, provider, settled, useClock } from './provider.ts';

useClock();

const vectors = [
  [0.6, 0.8, 0],
  [0.3, -0.4, 0.25],
];
const embeds: readonly TimedPart[] = [
  at(5, { type: 'head', version: 'v3' }),
  at(8, { type: 'vectors', vectors }),
  at(9, { type: 'usage', usage: { inputTokens: 4, outputTokens: 0 } }),
  at(9, { type: 'end', reason: 'stop' }),
];

function client() {
  const served = provider(() => embeds);
  return { served, openai: new OpenAI({ apiKey: 'none', fetch: served.fetch, maxRetries: 0 }) };
}

const texts = { model: 'embedding-v3', input: ['one', 'zwei'] };

describe('the client of OpenAI, asking for embeddings', () => {
  test('unpacks the floats that it asks for by itself', async () => {
    const { served, openai } = client();
    const { data, model, usage } = (await settled(openai.embeddings.create(texts)))!.value!;
    expect(served.seen[0]!.body).toContain('"encoding_format":"base64"');
    expect(data.map(({ embedding }) => [...embedding])).toEqual(
      vectors.map((vector) => vector.map((x) => Math.fround(x))),
    );
    expect([model, usage.prompt_tokens]).toEqual(['v3', 4]);
  });

  test('reads numbers as they are', async () => {
    const { served, openai } = client();
    const outcome = await settled(openai.embeddings.create({ ...texts, encoding_format: 'float' }));
    expect(outcome!.value!.data.map(({ embedding }) => embedding)).toEqual(vectors);
    expect(served.seen[0]!.request).toEqual({ kind: 'embed', model: 'embedding-v3', texts: ['one', 'zwei'] });
  });

  test('is given the dimensions that it asks for, at length 1', async () => {
    const { openai } = client();
    const body = { ...texts, encoding_format: 'float', dimensions: 2 };
    const { data } = (await settled(openai.embeddings.create(body)))!.value!;
    expect(data[0]!.embedding).toEqual([0.6, 0.8]);
    expect(data[1]!.embedding).toEqual([0.6, -0.8]);
  });

  test('is refused by name where it sends tokens instead of text', async () => {
    const { openai } = client();
    const outcome = await settled(openai.embeddings.create({ ...texts, input: [[1, 2, 3]] }));
    expect(outcome!.error).toMatchObject({ status: 400, code: 'unsupported_by_simulation' });
  });
});
