import type { Profile } from '../../src/model/endpoint.ts';

/** What sells best, whoever asks. */
export const bestsellers: Profile = {
  model: 'bestsellers',
  vendor: 'shop',
  kind: 'tool',
  version: 'bestsellers-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 0 },
  firstTokenMs: 30,
  tokensPerSecond: 2000,
  jitter: 0.1,
  concurrency: 200,
  accuracy: {},
  contextTokens: 0,
  region: 'eu',
};
