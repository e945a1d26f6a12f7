import type { Profile } from '../../src/model/endpoint.ts';

/** The order book: look-ups, free of charge. */
export const orders: Profile = {
  model: 'orders',
  vendor: 'larkspur',
  kind: 'tool',
  version: 'orders-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 0 },
  firstTokenMs: 140,
  tokensPerSecond: 2000,
  jitter: 0.15,
  concurrency: 30,
  accuracy: {},
  contextTokens: 0,
  region: 'eu',
};
