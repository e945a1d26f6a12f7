import type { Profile } from '../../src/model/endpoint.ts';

/** Who may see what of whom, and why. */
export const accessControl: Profile = {
  model: 'access-control',
  vendor: 'clinic',
  kind: 'tool',
  version: 'access-control-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 0 },
  firstTokenMs: 70,
  tokensPerSecond: 2000,
  jitter: 0.15,
  concurrency: 100,
  accuracy: {},
  contextTokens: 0,
  region: 'eu',
};
