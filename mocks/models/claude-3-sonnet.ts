import type { Profile } from '../../src/model/endpoint.ts';

/** Large: writes the answers. */
export const claude3Sonnet: Profile = {
  model: 'claude-3-sonnet',
  vendor: 'anthropic',
  kind: 'chat',
  version: 'claude-3-sonnet-20240229',
  price: { inputNanoUsd: 3000, outputNanoUsd: 15_000 },
  firstTokenMs: 700,
  tokensPerSecond: 100,
  jitter: 0.15,
  concurrency: 20,
  accuracy: {
    intent: 0.93,
    language: 0.99,
    priority: 0.84,
    sentiment: 0.88,
    label: 0.96,
    extract: 0.98,
    answer: 0.96,
    judge: 0.95,
    plan: 0.94,
  },
  contextTokens: 200_000,
  region: 'us',
};
