import type { Profile } from '../../src/model/endpoint.ts';

/** Small, and computes in the European Union. */
export const mistralSmall: Profile = {
  model: 'mistral-small',
  vendor: 'mistral',
  kind: 'chat',
  version: 'mistral-small-2409',
  price: { inputNanoUsd: 200, outputNanoUsd: 600 },
  firstTokenMs: 300,
  tokensPerSecond: 120,
  jitter: 0.12,
  concurrency: 50,
  accuracy: {
    intent: 0.91,
    language: 0.985,
    priority: 0.8,
    sentiment: 0.84,
    label: 0.9,
    extract: 0.93,
    answer: 0.88,
    judge: 0.88,
    plan: 0.86,
  },
  contextTokens: 32_000,
  region: 'eu',
};
