import type { Example } from '../example.ts';
import drift from './drift.scenario.json' with { type: 'json' };
import noAmplifier from './no-amplifier.scenario.json' with { type: 'json' };

export const cascadeBroken: Example = {
  id: 'cascade-broken',
  title: 'Cascade, broken',
  summary: 'A drift of four points in the first of five models, and half the answers refuse.',
  files: ['cascade-broken.ts', 'letters.ts'],
  entry: 'cascade-broken.ts',
  scenarios: [
    { id: 'drift', scenario: drift },
    { id: 'no-amplifier', scenario: noAmplifier },
  ],
};
