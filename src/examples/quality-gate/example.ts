import type { Example } from '../example.ts';
import calm from './calm.scenario.json' with { type: 'json' };
import fallsBack from './falls-back.scenario.json' with { type: 'json' };
import silent from './silent.scenario.json' with { type: 'json' };
import tickets from './tickets.scenario.json' with { type: 'json' };

export const qualityGate: Example = {
  id: 'quality-gate',
  title: 'Sequence with quality gate',
  summary: 'A fixed chain with a gate at its end: what fails late has wasted all the time before it.',
  files: ['quality-gate.ts'],
  entry: 'quality-gate.ts',
  scenarios: [
    { id: 'falls-back', scenario: fallsBack },
    { id: 'calm', scenario: calm },
    { id: 'silent', scenario: silent },
    { id: 'tickets', scenario: tickets },
  ],
};
