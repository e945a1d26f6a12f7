import type { Example } from '../example.ts';
import allDown from './all-down.scenario.json' with { type: 'json' };
import backoff from './backoff.scenario.json' with { type: 'json' };
import breaker from './breaker.scenario.json' with { type: 'json' };
import calm from './calm.scenario.json' with { type: 'json' };
import fallback from './fallback.scenario.json' with { type: 'json' };
import partial from './partial.scenario.json' with { type: 'json' };

export const failureHandling: Example = {
  id: 'failure-handling',
  title: 'Failure handling',
  summary: 'Backoff, breaker, fallback and partial failure, each to be seen on the timeline.',
  files: ['failure-handling.ts'],
  entry: 'failure-handling.ts',
  scenarios: [
    { id: 'breaker', scenario: breaker },
    { id: 'calm', scenario: calm },
    { id: 'backoff', scenario: backoff },
    { id: 'fallback', scenario: fallback },
    { id: 'partial', scenario: partial },
    { id: 'all-down', scenario: allDown },
  ],
};
