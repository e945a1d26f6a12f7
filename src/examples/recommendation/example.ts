import type { Example } from '../example.ts';
import allFail from './all-fail.scenario.json' with { type: 'json' };
import calm from './calm.scenario.json' with { type: 'json' };
import newVisitor from './new-visitor.scenario.json' with { type: 'json' };
import oneFails from './one-fails.scenario.json' with { type: 'json' };
import slowModel from './slow-model.scenario.json' with { type: 'json' };

export const recommendation: Example = {
  id: 'recommendation',
  title: 'Retail recommendation',
  summary: 'Four models at once: the most confident wins, ties fall to the first, popularity stands in.',
  files: ['recommendation.ts'],
  entry: 'recommendation.ts',
  scenarios: [
    { id: 'one-fails', scenario: oneFails },
    { id: 'calm', scenario: calm },
    { id: 'new-visitor', scenario: newVisitor },
    { id: 'slow-model', scenario: slowModel },
    { id: 'all-fail', scenario: allFail },
  ],
};
