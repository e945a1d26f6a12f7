/**
 * A run as the pictures see it: folded from a history, or from its prefix up to a playhead. Pure: a view cannot tell a
 * run that is happening from a stored one. A prefix never throws; what has not happened yet is simply absent.
 */
import type { History } from '../events.ts';
import { FoldRun } from './fold-run.ts';
import { FoldWorld } from './fold-world.ts';
import type { RunView, WorldView } from './world-view.ts';

export {
  heldBy,
  isFailed,
  isTooLow,
  isTrouble,
  isWasted,
  refusedInput,
  waitingFor,
  type AttemptView,
  type Hold,
  type PersonWait,
  type Refusal,
  type StepState,
  type StepView,
} from './step-view.ts';
export type { Crash, Effect, Letter, PolicyTrack, RunView, WorldView } from './world-view.ts';

/** Folds a history, or its prefix of events with t ≤ `upToMs`. */
export function projectWorld(history: History, upToMs = Infinity): WorldView {
  const fold = new FoldWorld();
  let count = 0;
  for (const event of history) {
    if (event.t > upToMs) break;
    fold.add(event);
    count++;
  }
  return fold.finish(count);
}

/** The first run of a world, the one that Play shows unless another is chosen; null before it started. */
export const firstRun = (world: WorldView): RunView | null => world.runs[0] ?? null;

/** A run as it was before it started: what it declares, and nothing else. */
export const beforeStart = ({ run, started, startedMs: t }: RunView): RunView =>
  new FoldRun({ ...started, seq: 0, t, run }).view;

/** Whether a run came to its end well, but without a result. */
export const returnedNothing = ({ finished }: RunView): boolean =>
  finished?.outcome === 'returned' && (finished.value === undefined || finished.value === null);

/** Whether a run ended with nothing left to do but to wait for people. */
export const leftWaiting = ({ leftTo }: RunView): boolean => leftTo.length > 0;
