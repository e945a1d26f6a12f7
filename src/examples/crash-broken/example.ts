import type { Example } from '../example.ts';
import twice from './twice.scenario.json' with { type: 'json' };
import lost from './lost.scenario.json' with { type: 'json' };
import calm from './calm.scenario.json' with { type: 'json' };

export const crashBroken: Example = {
  id: 'crash-broken',
  title: 'Crashed orchestrator, broken',
  summary: 'It dies in the middle of a refund and starts again from nothing: lost, or paid twice.',
  files: ['crash-broken.ts'],
  entry: 'crash-broken.ts',
  scenarios: [
    { id: 'twice', scenario: twice },
    { id: 'lost', scenario: lost },
    { id: 'calm', scenario: calm },
  ],
};
