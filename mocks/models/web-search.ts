import type { Profile } from '../../src/model/endpoint.ts';

/** A web search: 25 dollars a thousand. */
export const webSearch: Profile = {
  model: 'web-search',
  vendor: 'web',
  kind: 'tool',
  version: 'web-search-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 25_000_000 },
  firstTokenMs: 900,
  tokensPerSecond: 2000,
  jitter: 0.3,
  concurrency: 20,
  accuracy: {},
  contextTokens: 0,
  region: 'us',
};
