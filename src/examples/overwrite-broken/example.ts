import type { Example } from '../example.ts';
import mood from './mood.scenario.json' with { type: 'json' };
import worse from './worse.scenario.json' with { type: 'json' };

export const overwriteBroken: Example = {
  id: 'overwrite-broken',
  title: 'Models overwriting each other, broken',
  summary: 'A reply, a mood read again, a correction that is worse: the last to write wins.',
  files: ['overwrite-broken.ts'],
  entry: 'overwrite-broken.ts',
  scenarios: [
    { id: 'worse', scenario: worse },
    { id: 'mood', scenario: mood },
  ],
};
