import type { Profile } from '../../src/model/endpoint.ts';

/** Recommends what others bought together with what a customer has. */
export const recsTogether: Profile = {
  model: 'recs-together',
  vendor: 'shop',
  kind: 'tool',
  version: 'recs-together-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 40_000 },
  firstTokenMs: 180,
  tokensPerSecond: 2000,
  jitter: 0.2,
  concurrency: 50,
  accuracy: {},
  contextTokens: 0,
  region: 'eu',
};
