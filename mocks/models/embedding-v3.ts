import type { Profile } from '../../src/model/endpoint.ts';

/** Vectors for texts. */
export const embeddingV3: Profile = {
  model: 'embedding-v3',
  vendor: 'openai',
  kind: 'embed',
  version: 'text-embedding-3-small',
  price: { inputNanoUsd: 20, outputNanoUsd: 0 },
  firstTokenMs: 120,
  tokensPerSecond: 2000,
  jitter: 0.1,
  concurrency: 100,
  accuracy: {},
  contextTokens: 8_191,
  region: 'us',
};
