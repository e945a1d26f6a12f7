import type { Profile } from '../../src/model/endpoint.ts';

/** Which medicine goes with which: a table, not a model. */
export const contraindications: Profile = {
  model: 'contraindications',
  vendor: 'clinic',
  kind: 'tool',
  version: 'interactions-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 0 },
  firstTokenMs: 210,
  tokensPerSecond: 2000,
  jitter: 0.15,
  concurrency: 20,
  accuracy: {},
  contextTokens: 0,
  region: 'eu',
};
