import type { Profile } from '../../src/model/endpoint.ts';

/** What is in stock, from one old server: four look-ups at once and five a second, and none can be called off. */
export const inventory: Profile = {
  model: 'inventory',
  vendor: 'larkspur',
  kind: 'tool',
  version: 'inventory-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 0 },
  firstTokenMs: 800,
  tokensPerSecond: 2000,
  jitter: 0.1,
  concurrency: 4,
  accuracy: {},
  contextTokens: 0,
  region: 'eu',
};
