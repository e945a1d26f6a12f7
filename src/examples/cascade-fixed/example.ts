import type { Example } from '../example.ts';
import drift from './drift.scenario.json' with { type: 'json' };
import steady from './steady.scenario.json' with { type: 'json' };

export const cascadeFixed: Example = {
  id: 'cascade-fixed',
  title: 'Cascade, fixed',
  summary: 'A monitor on every step: the alarm names the classifier, before the refusals rise.',
  files: ['cascade-fixed.ts', 'letters.ts'],
  entry: 'cascade-fixed.ts',
  scenarios: [
    { id: 'drift', scenario: drift },
    { id: 'steady', scenario: steady },
  ],
};
