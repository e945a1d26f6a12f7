import type { Profile } from '../../src/model/endpoint.ts';

/** A judge of replies, small and slow. */
export const judgeV1: Profile = {
  model: 'judge-v1',
  vendor: 'rehearsal',
  kind: 'chat',
  version: 'judge-v1',
  price: { inputNanoUsd: 400, outputNanoUsd: 1600 },
  firstTokenMs: 300,
  tokensPerSecond: 75,
  jitter: 0.1,
  concurrency: 10,
  accuracy: {
    intent: 0.87,
    language: 0.98,
    priority: 0.77,
    sentiment: 0.82,
    label: 0.9,
    extract: 0.9,
    answer: 0.85,
    judge: 0.98,
    plan: 0.8,
  },
  contextTokens: 32_000,
  region: 'eu',
};
