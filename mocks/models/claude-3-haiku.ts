import type { Profile } from '../../src/model/endpoint.ts';

/** Small and quick: the backup of the small labels. */
export const claude3Haiku: Profile = {
  model: 'claude-3-haiku',
  vendor: 'anthropic',
  kind: 'chat',
  version: 'claude-3-haiku-20240307',
  price: { inputNanoUsd: 250, outputNanoUsd: 1250 },
  firstTokenMs: 330,
  tokensPerSecond: 125,
  jitter: 0.12,
  concurrency: 50,
  accuracy: {
    intent: 0.91,
    language: 0.985,
    priority: 0.81,
    sentiment: 0.85,
    label: 0.91,
    extract: 0.94,
    answer: 0.91,
    judge: 0.9,
    plan: 0.87,
  },
  contextTokens: 200_000,
  region: 'us',
};
