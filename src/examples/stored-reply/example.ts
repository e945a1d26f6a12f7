import type { Example } from '../example.ts';
import calm from './calm.scenario.json' with { type: 'json' };
import prose from './prose.scenario.json' with { type: 'json' };

export const storedReply: Example = {
  id: 'stored-reply',
  title: 'Stored reply',
  summary: 'The simplest three steps: classify, look up a stored response, format it.',
  files: ['stored-reply.ts'],
  entry: 'stored-reply.ts',
  scenarios: [
    { id: 'calm', scenario: calm },
    { id: 'prose', scenario: prose },
  ],
};
