import type { Profile } from '../../src/model/endpoint.ts';

/** The log that auditors read: entries are added, never changed. */
export const auditLog: Profile = {
  model: 'audit-log',
  vendor: 'larkspur',
  kind: 'tool',
  version: 'audit-log-v1',
  price: { inputNanoUsd: 0, outputNanoUsd: 0 },
  firstTokenMs: 60,
  tokensPerSecond: 2000,
  jitter: 0.15,
  concurrency: 100,
  accuracy: {},
  contextTokens: 0,
  region: 'eu',
};
