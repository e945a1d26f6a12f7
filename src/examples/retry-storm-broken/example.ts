import type { Example } from '../example.ts';
import brownOut from './brown-out.scenario.json' with { type: 'json' };
import calm from './calm.scenario.json' with { type: 'json' };
import noRetry from './no-retry.scenario.json' with { type: 'json' };

export const retryStormBroken: Example = {
  id: 'retry-storm-broken',
  title: 'Retry storm, broken',
  summary: 'Retries without budget or jitter turn a brown-out of 20 seconds into an outage of ten minutes.',
  files: ['retry-storm-broken.ts'],
  entry: 'retry-storm-broken.ts',
  scenarios: [
    { id: 'brown-out', scenario: brownOut },
    { id: 'no-retry', scenario: noRetry },
    { id: 'calm', scenario: calm },
  ],
};
