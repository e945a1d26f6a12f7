import type { Example } from '../example.ts';
import answered from './answered.scenario.json' with { type: 'json' };
import returns from './returns.scenario.json' with { type: 'json' };

export const agentLoopFixed: Example = {
  id: 'agent-loop-fixed',
  title: 'Infinite agent loop, fixed',
  summary: 'At most five calls; the same tool with the same intent stops, and a person gets the reason.',
  files: ['agent-loop-fixed.ts'],
  entry: 'agent-loop-fixed.ts',
  scenarios: [
    { id: 'returns', scenario: returns },
    { id: 'answered', scenario: answered },
  ],
};
