import type { Example } from '../example.ts';
import mood from './mood.scenario.json' with { type: 'json' };
import worse from './worse.scenario.json' with { type: 'json' };

export const overwriteFixed: Example = {
  id: 'overwrite-fixed',
  title: 'Models overwriting each other, fixed',
  summary: 'Conflicting writes are flagged, every version keeps its quality, the better one wins.',
  files: ['overwrite-fixed.ts'],
  entry: 'overwrite-fixed.ts',
  scenarios: [
    { id: 'worse', scenario: worse },
    { id: 'mood', scenario: mood },
  ],
};
