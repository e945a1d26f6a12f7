/** What a stored history is executed again from, and what comes of comparing the two. Pure. */
import type { History } from '../history/events.ts';
import { hashHistory } from '../history/hash.ts';
import { firstDivergence, RECORDED_AND_NOW, whatDiffers } from '../history/projections/divergence.ts';
import type { InterventionInputs, WorldInputs } from '../sandbox/messages.ts';
import type { PlainInputs } from './kept-run.ts';
import type { ComputedWorld, Diverged } from './sandbox-driver.ts';

/** Every call is answered from the history, and whatever came from outside is taken from it. */
export function recordedInputs(inputs: PlainInputs, history: History): WorldInputs {
  // an orchestrator that began again from nothing did not compute what went before: then nothing can be met again
  const restarted = history.some(
    (event) => event.type === 'orchestrator.resumed' && event.mode === 'restart',
  );
  return {
    ...inputs,
    host: 'simulated',
    replay: { history, hash: hashHistory(history), mode: 'recorded' },
    ...(restarted ? peopleOf(history) : { resume: history }),
  };
}

/** Everything is computed again; the history is what it is compared with. */
export const againInputs = (inputs: PlainInputs, history: History): WorldInputs => ({
  ...inputs,
  ...(inputs.host === 'wall' ? peopleOf(history) : {}),
  host: 'simulated',
  replay: { history, hash: hashHistory(history), mode: 're-execute' },
});

/** What people did in a world, at the times at which they did it. */
function peopleOf(history: History): { readonly interventions?: readonly InterventionInputs[] } {
  const interventions = history.flatMap((event) =>
    event.type === 'intervention.applied'
      ? [{ atMs: event.t, order: event.seq, kind: event.kind, value: event.value }]
      : [],
  );
  return interventions.length > 0 ? { interventions } : {};
}

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

/**
 * A recorded history beside what is computed of it now.
 * @param fromSeq 1 leaves out how the worlds were started: which source, on which host
 */
export function judge(history: History, now: Pick<ComputedWorld, 'history'>, fromSeq: 0 | 1): Judged {
  const found = firstDivergence(history, now.history, RECORDED_AND_NOW, fromSeq);
  return found === null
    ? { equal: true, events: history.length, hash: hashHistory(history) }
    : { equal: false, seq: found.seq, what: found.what };
}
