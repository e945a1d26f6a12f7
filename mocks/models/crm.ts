import type { Profile } from '../../src/model/endpoint.ts';

/** The customer book: look-ups and notes. */
export const crm: Profile = {
  model: 'crm',
  vendor: 'larkspur',
  kind: 'tool',
  version: 'crm-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 0 },
  firstTokenMs: 180,
  tokensPerSecond: 2000,
  jitter: 0.15,
  concurrency: 20,
  accuracy: {},
  contextTokens: 0,
  region: 'eu',
};
