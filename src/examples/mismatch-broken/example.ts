import type { Example } from '../example.ts';
import night from './night.scenario.json' with { type: 'json' };

export const mismatchBroken: Example = {
  id: 'mismatch-broken',
  title: '3 AM format mismatch, broken',
  summary: 'A answers with JSON, B wants text, C waits for both until it times out. The alarm names C.',
  files: ['mismatch-broken.ts'],
  entry: 'mismatch-broken.ts',
  scenarios: [{ id: 'night', scenario: night }],
};
