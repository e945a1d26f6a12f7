import type { Profile } from '../../src/model/endpoint.ts';

/** Recommends what the last search asked for. */
export const recsSearch: Profile = {
  model: 'recs-search',
  vendor: 'shop',
  kind: 'tool',
  version: 'recs-search-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 60_000 },
  firstTokenMs: 260,
  tokensPerSecond: 2000,
  jitter: 0.25,
  concurrency: 50,
  accuracy: {},
  contextTokens: 0,
  region: 'eu',
};
