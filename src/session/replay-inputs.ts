/** A stored run executed again: what its world is made from, and what is told of it. Pure. */
import type { History } from '../history/events.ts';
import { anewBeside, fromRecording, partsFrom } from '../history/execute-again.ts';
import { hashHistory } from '../history/hash.ts';
import { firstDivergence, RECORDED_AND_NOW, whatDiffers } from '../history/projections/divergence.ts';
import type { WorldInputs } from '../sandbox/messages.ts';
import type { PlainInputs } from './kept-run.ts';
import type { ComputedWorld, Diverged } from './sandbox-driver.ts';

/** From its history, on virtual time wherever it was recorded. */
export const recordedInputs = (inputs: PlainInputs, history: History): WorldInputs => ({
  ...inputs,
  host: 'simulated',
  ...fromRecording(history),
});

/** Anew, simulated. */
export const againInputs = (inputs: PlainInputs, history: History): WorldInputs => ({
  ...inputs,
  host: 'simulated',
  ...anewBeside(history),
});

export type Judged =
  | { readonly equal: true; readonly events: number; readonly hash: string }
  /** `what`: the first difference, as a sentence without its start and stop. */
  | { readonly equal: false; readonly seq: number; readonly what: string };

/** A history whose recording was not met. */
export const divergedFrom = ({ seq, recorded, computed }: Diverged): Judged => ({
  equal: false,
  seq,
  what: whatDiffers(seq, recorded, computed, RECORDED_AND_NOW),
});

/** A recorded history beside what is computed of it now, from the recording or anew. */
export function judge(
  history: History,
  now: Pick<ComputedWorld, 'history'>,
  how: 'replay' | 'again',
): Judged {
  const found =
    how === 'again'
      ? partsFrom(history, now.history)
      : firstDivergence(history, now.history, RECORDED_AND_NOW);
  return found === null
    ? { equal: true, events: history.length, hash: hashHistory(history) }
    : { equal: false, seq: found.seq, what: found.what };
}
