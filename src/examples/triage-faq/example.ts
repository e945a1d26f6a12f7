import type { Example } from '../example.ts';
import angry from './angry.scenario.json' with { type: 'json' };
import german from './german.scenario.json' with { type: 'json' };
import plain from './plain.scenario.json' with { type: 'json' };
import unfounded from './unfounded.scenario.json' with { type: 'json' };
import unsure from './unsure.scenario.json' with { type: 'json' };

export const triageFaq: Example = {
  id: 'triage-faq',
  title: 'Support triage, by confidence',
  summary: 'Sentiment, intent and language decide who answers; a person gets what no model is sure of.',
  files: ['triage-faq.ts'],
  entry: 'triage-faq.ts',
  scenarios: [
    { id: 'unsure', scenario: unsure },
    { id: 'angry', scenario: angry },
    { id: 'german', scenario: german },
    { id: 'plain', scenario: plain },
    { id: 'unfounded', scenario: unfounded },
  ],
};
