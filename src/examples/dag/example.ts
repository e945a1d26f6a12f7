import type { Example } from '../example.ts';
import checker from './checker.scenario.json' with { type: 'json' };
import greeting from './greeting.scenario.json' with { type: 'json' };
import question from './question.scenario.json' with { type: 'json' };

export const dag: Example = {
  id: 'dag',
  title: 'DAG dictionary',
  summary: 'A static graph: every node starts as soon as what it depends on is there.',
  files: ['dag.ts'],
  entry: 'dag.ts',
  scenarios: [
    { id: 'question', scenario: question },
    { id: 'greeting', scenario: greeting },
    { id: 'checker', scenario: checker },
  ],
};
