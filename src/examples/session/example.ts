import type { Example } from '../example.ts';
import outage from './outage.scenario.json' with { type: 'json' };
import reload from './reload.scenario.json' with { type: 'json' };
import three from './three.scenario.json' with { type: 'json' };
import two from './two.scenario.json' with { type: 'json' };

export const session: Example = {
  id: 'session',
  title: 'Session',
  summary: 'The third question knows the first two; another session never does; a reload loses nothing.',
  files: ['session.ts'],
  entry: 'session.ts',
  scenarios: [
    { id: 'three', scenario: three },
    { id: 'two', scenario: two },
    { id: 'reload', scenario: reload },
    { id: 'outage', scenario: outage },
  ],
};
