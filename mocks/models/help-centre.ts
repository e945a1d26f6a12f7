import type { Profile } from '../../src/model/endpoint.ts';

/** The vector store of the help centre; it embeds the query with embedding-v3 itself. */
export const helpCentre: Profile = {
  model: 'help-centre',
  vendor: 'rehearsal',
  kind: 'retrieve',
  version: 'embedding-v3',
  price: { inputNanoUsd: 20, outputNanoUsd: 0 },
  firstTokenMs: 430,
  tokensPerSecond: 2000,
  jitter: 0.1,
  concurrency: 40,
  accuracy: {},
  contextTokens: 8_191,
  region: 'eu',
};
