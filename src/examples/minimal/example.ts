import type { Example } from '../example.ts';
import article from './article.scenario.json' with { type: 'json' };
import circle from './circle.scenario.json' with { type: 'json' };
import inTurn from './in-turn.scenario.json' with { type: 'json' };
import missing from './missing.scenario.json' with { type: 'json' };
import overlapping from './overlapping.scenario.json' with { type: 'json' };

export const minimal: Example = {
  id: 'minimal',
  title: 'Minimal orchestrator',
  summary:
    'A dictionary and a loop: what is ready runs, one after another or at once, and a deadlock is told before anything ran.',
  files: ['minimal.ts'],
  entry: 'minimal.ts',
  scenarios: [
    { id: 'in-turn', scenario: inTurn },
    { id: 'overlapping', scenario: overlapping },
    { id: 'article', scenario: article },
    { id: 'circle', scenario: circle },
    { id: 'missing', scenario: missing },
  ],
};
