import type { Profile } from '../../src/model/endpoint.ts';

/** Largest and slow: plans best, and costs most. */
export const claude3Opus: Profile = {
  model: 'claude-3-opus',
  vendor: 'anthropic',
  kind: 'chat',
  version: 'claude-3-opus-20240229',
  price: { inputNanoUsd: 15000, outputNanoUsd: 75_000 },
  firstTokenMs: 1100,
  tokensPerSecond: 45,
  jitter: 0.18,
  concurrency: 10,
  accuracy: {
    intent: 0.94,
    language: 0.995,
    priority: 0.85,
    sentiment: 0.89,
    label: 0.97,
    extract: 0.99,
    answer: 0.97,
    judge: 0.97,
    plan: 0.97,
  },
  contextTokens: 200_000,
  region: 'us',
};
