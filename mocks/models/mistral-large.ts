import type { Profile } from '../../src/model/endpoint.ts';

/** Large, and computes in the European Union. */
export const mistralLarge: Profile = {
  model: 'mistral-large',
  vendor: 'mistral',
  kind: 'chat',
  version: 'mistral-large-2407',
  price: { inputNanoUsd: 2000, outputNanoUsd: 6000 },
  firstTokenMs: 520,
  tokensPerSecond: 75,
  jitter: 0.15,
  concurrency: 20,
  accuracy: {
    intent: 0.93,
    language: 0.99,
    priority: 0.83,
    sentiment: 0.87,
    label: 0.95,
    extract: 0.97,
    answer: 0.94,
    judge: 0.93,
    plan: 0.92,
  },
  contextTokens: 128_000,
  region: 'eu',
};
