import type { Example } from '../example.ts';
import after from './after.scenario.json' with { type: 'json' };
import together from './together.scenario.json' with { type: 'json' };

export const stateBucketBroken: Example = {
  id: 'state-bucket-broken',
  title: 'State bucket, broken',
  summary: 'The article’s own bug: state on the orchestrator, so two tickets share one request id.',
  files: ['state-bucket-broken.ts'],
  entry: 'state-bucket-broken.ts',
  scenarios: [
    { id: 'after', scenario: after },
    { id: 'together', scenario: together },
  ],
};
