/** A stored run executed again, and what is said of it. Loaded when it is first asked for. */
import type { History } from '../history/events.ts';
import type { KeptRun } from './kept-run.ts';
import { againInputs, divergedFrom, judge, recordedInputs, type Judged } from './replay-inputs.ts';
import { brokenOff, judgedWords, refusedWords } from './replay-words.ts';
import type { Code, ComputedWorld, Diverged, Wish } from './sandbox-driver.ts';
import type { Checked } from './world-check.ts';

export interface Told {
  readonly text: string;
  /** Null: nothing came of it. */
  readonly judged: Judged | null;
  /** What was computed anew. */
  readonly world: ComputedWorld | null;
}

const nothing = (text: string): Told => ({ text, judged: null, world: null });

/**
 * 'replay': every call is answered from the history. 'again': everything is computed anew. Null: another was asked for
 * meanwhile.
 */
export async function executedAgain(
  how: 'replay' | 'again',
  { kept, history }: { readonly kept: KeptRun; readonly history: History },
  code: Code,
  check: (wish: Wish) => Promise<Checked>,
): Promise<Told | null> {
  if (how === 'replay' && kept.summary.hash === null) return nothing(brokenOff(kept));
  const inputs = (how === 'replay' ? recordedInputs : againInputs)(kept.inputs, history);
  const checked = await check({ code, inputs });
  switch (checked.type) {
    case 'ended': {
      const judged = judge(history, checked.world, how);
      return { text: judgedWords(how, judged), judged, world: how === 'again' ? checked.world : null };
    }
    case 'diverged': {
      const judged = divergedFrom(checked.divergence);
      return { text: judgedWords(how, judged), judged, world: null };
    }
    case 'refused':
    case 'died':
      return nothing(refusedWords(checked));
    case 'replaced':
      return null;
  }
}

/** A run that was to be gone on with, and cannot be. */
export function cannotGoOn(divergence: Diverged): Told {
  const judged = divergedFrom(divergence);
  return { text: judgedWords('resume', judged), judged, world: null };
}
