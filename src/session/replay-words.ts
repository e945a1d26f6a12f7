/** What is said of runs that are executed again. Pure. */
import { thousands } from '../history/projections/format.ts';
import type { KeptRun } from './kept-run.ts';
import type { Judged } from './replay-inputs.ts';
import type { Checked } from './world-check.ts';

/** Why a run that was stopped or hung is not replayed. */
export const brokenOff = ({ summary }: KeptRun): string =>
  `This run was broken off after ${thousands(summary.events)} events, by hand or since it hung. No code computes that, ` +
  'so there is nothing to hold a replay against. Compute it anew, or run it again from one of its attempts.';

const LEADS = {
  replay: ['Replayed from its history', 'The code does not do what this run recorded'],
  again: [
    'Computed again with today’s code',
    'Computed again with today’s code, it parts from what was recorded',
  ],
  resume: [
    'It goes on',
    'This run cannot be gone on with: the code does not do any more what it recorded. It stays as it is',
  ],
} as const;

/** What came of executing a run again. */
export function judgedWords(how: keyof typeof LEADS, judged: Judged): string {
  const [same, other] = LEADS[how];
  return judged.equal
    ? `${same}: the same ${thousands(judged.events)} events, hash ${judged.hash}.`
    : `${other}. First difference: ${judged.what}.`;
}

/** Why nothing came of it. */
export function refusedWords(checked: Extract<Checked, { type: 'refused' | 'died' }>): string {
  if (checked.type === 'died') return checked.message;
  const [problem] = checked.problems;
  return problem
    ? `Its code cannot be loaded: ${problem.file} line ${problem.line}, ${problem.message}.`
    : 'Its code cannot be loaded.';
}
