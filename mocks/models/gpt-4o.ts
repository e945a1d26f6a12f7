import type { Profile } from '../../src/model/endpoint.ts';

/** Large: writes and judges; the usual fallback. */
export const gpt4o: Profile = {
  model: 'gpt-4o',
  vendor: 'openai',
  kind: 'chat',
  version: 'gpt-4o-2024-11-20',
  price: { inputNanoUsd: 2500, outputNanoUsd: 10_000 },
  firstTokenMs: 420,
  tokensPerSecond: 110,
  jitter: 0.15,
  concurrency: 30,
  accuracy: {
    intent: 0.94,
    language: 0.995,
    priority: 0.85,
    sentiment: 0.89,
    label: 0.97,
    extract: 0.99,
    answer: 0.97,
    judge: 0.97,
    plan: 0.95,
  },
  contextTokens: 128_000,
  region: 'us',
};
