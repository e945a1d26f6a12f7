import type { Example } from '../example.ts';
import brownOut from './brown-out.scenario.json' with { type: 'json' };
import calm from './calm.scenario.json' with { type: 'json' };

export const retryStormFixed: Example = {
  id: 'retry-storm-fixed',
  title: 'Retry storm, fixed',
  summary: 'Retry budget, full jitter and a breaker: well again seconds after the fault.',
  files: ['retry-storm-fixed.ts'],
  entry: 'retry-storm-fixed.ts',
  scenarios: [
    { id: 'brown-out', scenario: brownOut },
    { id: 'calm', scenario: calm },
  ],
};
