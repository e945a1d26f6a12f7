import type { Example } from '../example.ts';
import deadEnd from './dead-end.scenario.json' with { type: 'json' };
import goals from './goals.scenario.json' with { type: 'json' };
import outage from './outage.scenario.json' with { type: 'json' };
import refund from './refund.scenario.json' with { type: 'json' };

export const agent: Example = {
  id: 'agent',
  title: 'Agent',
  summary: 'It reasons, acts with tools, and answers, within ten steps.',
  files: ['agent.ts', 'outcome.ts'],
  entry: 'agent.ts',
  scenarios: [
    { id: 'refund', scenario: refund },
    { id: 'goals', scenario: goals },
    { id: 'dead-end', scenario: deadEnd },
    { id: 'outage', scenario: outage },
  ],
};
