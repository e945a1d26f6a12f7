import { describe, expect, test } from 'vitest';
import { dialectOf, KNOWN_ADDRESSES } from '../../../src/dialects/dialect.ts';

describe('an address', () => {
  test.for([
    ['https://api.openai.com/v1/chat/completions', 'openai-chat'],
    ['https://api.openai.com/v1/responses', 'openai-responses'],
    ['https://api.openai.com/v1/embeddings', 'openai-embeddings'],
    ['https://api.anthropic.com/v1/messages', 'anthropic-messages'],
    ['https://api.anthropic.com/v1/messages?beta=true', 'anthropic-messages'],
    ['https://eu.api.openai.com/v1/responses', 'openai-responses'],
    ['https://here.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=1', 'openai-chat'],
    ['https://here.openai.azure.com/openai/v1/responses', 'openai-responses'],
    ['https://openrouter.ai/api/v1/chat/completions', 'openai-chat'],
    ['https://api.deepseek.com/chat/completions', 'openai-chat'],
    ['http://localhost:11434/v1/chat/completions', 'openai-chat'],
    ['http://127.0.0.1:4000/v1/messages', 'anthropic-messages'],
  ] as const)('%s is answered in %s', ([url, name]) => {
    expect(dialectOf(url)?.name).toBe(name);
  });

  test.for([
    'https://example.com/',
    'https://api.openai.com/v1/models',
    'https://api.openai.com/v1/responses/resp_1',
    'https://api.anthropic.com/v1/messages/batches',
    'https://example.com/v1/messages',
    'https://example.com/forms/v1/responses',
    'https://example.com/?next=/v1/chat/completions',
    'https://example.com/#/v1/chat/completions',
    '/v1/chat/completions',
    'data:text/plain,/v1/chat/completions',
    '',
  ])('%j is no known provider’s', (url) => {
    expect(dialectOf(url)).toBeNull();
  });

  test('that is said to be known is', () => {
    expect(KNOWN_ADDRESSES.map((url) => dialectOf(url)?.name)).toEqual([
      'openai-chat',
      'openai-responses',
      'openai-embeddings',
      'anthropic-messages',
    ]);
  });

  test('may name the model, as a deployment does, where the body does not', () => {
    const dialect = dialectOf('https://here.openai.azure.com/openai/deployments/gpt-4o/chat/completions')!;
    const messages = [{ role: 'user', content: 'Hi' }];
    const modelIn = (body: object): unknown => {
      const read = dialect.read(JSON.stringify(body));
      return read.ok && read.request.model;
    };
    expect(modelIn({ messages })).toBe('gpt-4o');
    expect(modelIn({ messages, model: 'gpt-4o-mini' })).toBe('gpt-4o-mini');
    expect(dialect.read('no JSON').ok).toBe(false);
  });
});
