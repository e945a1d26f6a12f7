import type { Example } from '../example.ts';
import approved from './approved.scenario.json' with { type: 'json' };
import closed from './closed.scenario.json' with { type: 'json' };
import declined from './declined.scenario.json' with { type: 'json' };
import refused from './refused.scenario.json' with { type: 'json' };
import silence from './silence.scenario.json' with { type: 'json' };
import small from './small.scenario.json' with { type: 'json' };

export const approval: Example = {
  id: 'approval',
  title: 'Escalation with approval',
  summary: 'The run waits for a person; an answer, a time-out and a closed tab all end well.',
  files: ['approval.ts'],
  entry: 'approval.ts',
  scenarios: [
    { id: 'approved', scenario: approved },
    { id: 'declined', scenario: declined },
    { id: 'silence', scenario: silence },
    { id: 'closed', scenario: closed },
    { id: 'small', scenario: small },
    { id: 'refused', scenario: refused },
  ],
};
