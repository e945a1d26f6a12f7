import type { Example } from '../example.ts';
import after from './after.scenario.json' with { type: 'json' };
import together from './together.scenario.json' with { type: 'json' };

export const stateBucketFixed: Example = {
  id: 'state-bucket-fixed',
  title: 'State bucket, fixed',
  summary: 'State belongs to the run: two tickets share nothing.',
  files: ['state-bucket-fixed.ts'],
  entry: 'state-bucket-fixed.ts',
  scenarios: [
    { id: 'after', scenario: after },
    { id: 'together', scenario: together },
  ],
};
