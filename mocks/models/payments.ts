import type { Profile } from '../../src/model/endpoint.ts';

/** Payments: refunds, each a side effect outside. */
export const payments: Profile = {
  model: 'payments',
  vendor: 'larkspur',
  kind: 'tool',
  version: 'payments-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 0 },
  firstTokenMs: 650,
  tokensPerSecond: 2000,
  jitter: 0.25,
  concurrency: 10,
  accuracy: {},
  contextTokens: 0,
  region: 'eu',
};
