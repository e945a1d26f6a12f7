import type { Example } from '../example.ts';
import load from './load.scenario.json' with { type: 'json' };
import wrongId from './wrong-id.scenario.json' with { type: 'json' };

export const stateFixed: Example = {
  id: 'state-fixed',
  title: 'State corruption, fixed',
  summary: 'Ownership is checked at every access by correlation id: no leak in any interleaving.',
  files: ['state-fixed.ts'],
  entry: 'state-fixed.ts',
  scenarios: [
    { id: 'load', scenario: load },
    { id: 'wrong-id', scenario: wrongId },
  ],
};
