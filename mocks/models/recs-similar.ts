import type { Profile } from '../../src/model/endpoint.ts';

/** Recommends what is like what a customer looked at last. */
export const recsSimilar: Profile = {
  model: 'recs-similar',
  vendor: 'shop',
  kind: 'tool',
  version: 'recs-similar-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 40_000 },
  firstTokenMs: 140,
  tokensPerSecond: 2000,
  jitter: 0.2,
  concurrency: 50,
  accuracy: {},
  contextTokens: 0,
  region: 'eu',
};
