import type { Example } from '../example.ts';
import night from './night.scenario.json' with { type: 'json' };

export const mismatchFixed: Example = {
  id: 'mismatch-fixed',
  title: '3 AM format mismatch, fixed',
  summary: 'A contract on the edge between A and B names it at once, and C is told instead of left waiting.',
  files: ['mismatch-fixed.ts'],
  entry: 'mismatch-fixed.ts',
  scenarios: [{ id: 'night', scenario: night }],
};
