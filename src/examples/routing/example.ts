import type { Example } from '../example.ts';
import dear from './dear.scenario.json' with { type: 'json' };
import europe from './europe.scenario.json' with { type: 'json' };
import europeDown from './europe-down.scenario.json' with { type: 'json' };
import late from './late.scenario.json' with { type: 'json' };
import sure from './sure.scenario.json' with { type: 'json' };
import unsure from './unsure.scenario.json' with { type: 'json' };

export const routing: Example = {
  id: 'routing',
  title: 'Constraint routing',
  summary: 'Who is asked next follows from time, cost, confidence and region, each with its number.',
  files: ['routing.ts'],
  entry: 'routing.ts',
  scenarios: [
    { id: 'europe', scenario: europe },
    { id: 'sure', scenario: sure },
    { id: 'unsure', scenario: unsure },
    { id: 'late', scenario: late },
    { id: 'dear', scenario: dear },
    { id: 'europe-down', scenario: europeDown },
  ],
};
