/** W2, in words. */
import type { RunId } from '../base/units.ts';
import { Misuse } from '../engine/step-error.ts';

/** What an operation of `run` gets when it is not its turn. `turn`: whose it is; null: nobody's. */
export function outOfTurn(turn: RunId | null, ended: boolean, run: RunId, operation: string): Misuse {
  if (ended) return new Misuse(`${operation} came after the world had ended`);
  return new Misuse(
    turn === null
      ? `${operation} came outside its run's turn: the code awaited something that is not a host operation (a bare promise of the platform, say). Await steps, sleep() and all() only`
      : `${operation} of run '${run}' came in a turn of run '${turn}': runs do not share handles`,
  );
}
