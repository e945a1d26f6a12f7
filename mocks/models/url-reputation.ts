import type { Profile } from '../../src/model/endpoint.ts';

/** What is known of the host of a link. */
export const urlReputation: Profile = {
  model: 'url-reputation',
  vendor: 'links',
  kind: 'tool',
  version: 'url-reputation-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 200_000 },
  firstTokenMs: 160,
  tokensPerSecond: 2000,
  jitter: 0.2,
  concurrency: 50,
  accuracy: {},
  contextTokens: 0,
  region: 'us',
};
