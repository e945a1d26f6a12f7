import type { Profile } from '../../src/model/endpoint.ts';

/** Says what an image shows that a platform may not want: 1.5 dollars a thousand. */
export const imageSafety: Profile = {
  model: 'image-safety',
  vendor: 'vision',
  kind: 'tool',
  version: 'image-safety-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 1_500_000 },
  firstTokenMs: 540,
  tokensPerSecond: 2000,
  jitter: 0.2,
  concurrency: 20,
  accuracy: {},
  contextTokens: 0,
  region: 'us',
};
