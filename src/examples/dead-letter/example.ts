import type { Example } from '../example.ts';
import answered from './answered.scenario.json' with { type: 'json' };
import backup from './backup.scenario.json' with { type: 'json' };
import discarded from './discarded.scenario.json' with { type: 'json' };
import drivenAgain from './driven-again.scenario.json' with { type: 'json' };
import edited from './edited.scenario.json' with { type: 'json' };
import waiting from './waiting.scenario.json' with { type: 'json' };

export const deadLetter: Example = {
  id: 'dead-letter',
  title: 'Dead letter and human queue',
  summary: 'When time-outs, retries and backup have all failed, a case waits for a person.',
  files: ['dead-letter.ts'],
  entry: 'dead-letter.ts',
  scenarios: [
    { id: 'answered', scenario: answered },
    { id: 'driven-again', scenario: drivenAgain },
    { id: 'edited', scenario: edited },
    { id: 'discarded', scenario: discarded },
    { id: 'waiting', scenario: waiting },
    { id: 'backup', scenario: backup },
  ],
};
