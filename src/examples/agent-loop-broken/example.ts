import type { Example } from '../example.ts';
import answered from './answered.scenario.json' with { type: 'json' };
import returns from './returns.scenario.json' with { type: 'json' };

export const agentLoopBroken: Example = {
  id: 'agent-loop-broken',
  title: 'Infinite agent loop, broken',
  summary:
    'Search, judged insufficient, search again: fourteen times on average, over two dollars a question.',
  files: ['agent-loop-broken.ts'],
  entry: 'agent-loop-broken.ts',
  scenarios: [
    { id: 'returns', scenario: returns },
    { id: 'answered', scenario: answered },
  ],
};
