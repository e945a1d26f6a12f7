import type { Example } from '../example.ts';
import once from './once.scenario.json' with { type: 'json' };
import often from './often.scenario.json' with { type: 'json' };

export const crashFixed: Example = {
  id: 'crash-fixed',
  title: 'Crashed orchestrator, fixed',
  summary: 'It resumes from its history: nothing is lost, no finished step repeated, one refund.',
  files: ['crash-fixed.ts'],
  entry: 'crash-fixed.ts',
  scenarios: [
    { id: 'once', scenario: once },
    { id: 'often', scenario: often },
  ],
};
