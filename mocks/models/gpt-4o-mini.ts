import type { Profile } from '../../src/model/endpoint.ts';

/** Small and quick: labels and short texts. */
export const gpt4oMini: Profile = {
  model: 'gpt-4o-mini',
  vendor: 'openai',
  kind: 'chat',
  version: 'gpt-4o-mini-2024-07-18',
  price: { inputNanoUsd: 150, outputNanoUsd: 600 },
  firstTokenMs: 370,
  tokensPerSecond: 110,
  jitter: 0.12,
  concurrency: 60,
  accuracy: {
    intent: 0.92,
    language: 0.99,
    priority: 0.82,
    sentiment: 0.86,
    label: 0.92,
    extract: 0.95,
    answer: 0.9,
    judge: 0.9,
    plan: 0.88,
  },
  contextTokens: 128_000,
  region: 'us',
};
