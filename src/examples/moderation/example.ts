import type { Example } from '../example.ts';
import badLink from './bad-link.scenario.json' with { type: 'json' };
import clean from './clean.scenario.json' with { type: 'json' };
import oneTimesOut from './one-times-out.scenario.json' with { type: 'json' };
import textOnly from './text-only.scenario.json' with { type: 'json' };
import toxic from './toxic.scenario.json' with { type: 'json' };

export const moderation: Example = {
  id: 'moderation',
  title: 'Content moderation',
  summary: 'Four checks at once; published when all pass, blocked when one does not, or does not answer.',
  files: ['moderation.ts'],
  entry: 'moderation.ts',
  scenarios: [
    { id: 'one-times-out', scenario: oneTimesOut },
    { id: 'clean', scenario: clean },
    { id: 'bad-link', scenario: badLink },
    { id: 'toxic', scenario: toxic },
    { id: 'text-only', scenario: textOnly },
  ],
};
