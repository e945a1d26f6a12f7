import type { Example } from '../example.ts';
import calm from './calm.scenario.json' with { type: 'json' };
import classifier from './classifier.scenario.json' with { type: 'json' };
import critical from './critical.scenario.json' with { type: 'json' };
import cut from './cut.scenario.json' with { type: 'json' };
import fifteen from './fifteen.scenario.json' with { type: 'json' };
import japanese from './japanese.scenario.json' with { type: 'json' };
import limited from './limited.scenario.json' with { type: 'json' };
import outage from './outage.scenario.json' with { type: 'json' };
import sixteen from './sixteen.scenario.json' with { type: 'json' };
import unknown from './unknown.scenario.json' with { type: 'json' };

export const triage: Example = {
  id: 'triage',
  title: 'Support triage',
  summary: 'Four labels at once, articles where they help, an answer that is judged before it goes out.',
  files: ['triage.ts'],
  entry: 'triage.ts',
  scenarios: [
    { id: 'outage', scenario: outage },
    { id: 'calm', scenario: calm },
    { id: 'critical', scenario: critical },
    { id: 'fifteen', scenario: fifteen },
    { id: 'sixteen', scenario: sixteen },
    { id: 'japanese', scenario: japanese },
    { id: 'unknown', scenario: unknown },
    { id: 'classifier', scenario: classifier },
    { id: 'cut', scenario: cut },
    { id: 'limited', scenario: limited },
  ],
};
