import type { Example } from '../example.ts';
import apology from './apology.scenario.json' with { type: 'json' };
import calm from './calm.scenario.json' with { type: 'json' };
import hallucination from './hallucination.scenario.json' with { type: 'json' };
import logRetry from './log-retry.scenario.json' with { type: 'json' };
import slow from './slow.scenario.json' with { type: 'json' };
import surfaces from './surfaces.scenario.json' with { type: 'json' };

export const supportWorkflow: Example = {
  id: 'support-workflow',
  title: 'Support workflow',
  summary:
    'Five steps in a row: a time-out is tried again, a hallucination goes to another model, every handled path is logged once.',
  files: ['support-workflow.ts'],
  entry: 'support-workflow.ts',
  scenarios: [
    { id: 'slow', scenario: slow },
    { id: 'calm', scenario: calm },
    { id: 'apology', scenario: apology },
    { id: 'hallucination', scenario: hallucination },
    { id: 'surfaces', scenario: surfaces },
    { id: 'log-retry', scenario: logRetry },
  ],
};
