import type { Profile } from '../../src/model/endpoint.ts';

/** The vector store of a clinic: short notes on symptoms and medicines. */
export const medicalLiterature: Profile = {
  model: 'medical-literature',
  vendor: 'rehearsal',
  kind: 'retrieve',
  version: 'embedding-v3',
  price: { inputNanoUsd: 20, outputNanoUsd: 0 },
  firstTokenMs: 480,
  tokensPerSecond: 2000,
  jitter: 0.1,
  concurrency: 20,
  accuracy: {},
  contextTokens: 8_191,
  region: 'eu',
};
