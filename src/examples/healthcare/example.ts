import type { Example } from '../example.ts';
import granted from './granted.scenario.json' with { type: 'json' };
import named from './named.scenario.json' with { type: 'json' };
import noConsent from './no-consent.scenario.json' with { type: 'json' };
import silentControl from './silent-control.scenario.json' with { type: 'json' };
import stranger from './stranger.scenario.json' with { type: 'json' };

export const healthcare: Example = {
  id: 'healthcare',
  title: 'Diagnostic assistant',
  summary:
    'An authorisation and compliance gate before each step: what is denied stops all that follows, and is audited.',
  files: ['healthcare.ts'],
  entry: 'healthcare.ts',
  scenarios: [
    { id: 'no-consent', scenario: noConsent },
    { id: 'granted', scenario: granted },
    { id: 'stranger', scenario: stranger },
    { id: 'named', scenario: named },
    { id: 'silent-control', scenario: silentControl },
  ],
};
