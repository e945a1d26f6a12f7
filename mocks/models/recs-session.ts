import type { Profile } from '../../src/model/endpoint.ts';

/** Recommends more of what this visit is about. */
export const recsSession: Profile = {
  model: 'recs-session',
  vendor: 'shop',
  kind: 'tool',
  version: 'recs-session-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 20_000 },
  firstTokenMs: 90,
  tokensPerSecond: 2000,
  jitter: 0.2,
  concurrency: 50,
  accuracy: {},
  contextTokens: 0,
  region: 'eu',
};
