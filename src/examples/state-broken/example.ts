import type { Example } from '../example.ts';
import demo from './demo.scenario.json' with { type: 'json' };
import load from './load.scenario.json' with { type: 'json' };

export const stateBroken: Example = {
  id: 'state-broken',
  title: 'State corruption, broken',
  summary: 'A global dictionary under load: one client’s data stands in another client’s letter.',
  files: ['state-broken.ts'],
  entry: 'state-broken.ts',
  scenarios: [
    { id: 'load', scenario: load },
    { id: 'demo', scenario: demo },
  ],
};
