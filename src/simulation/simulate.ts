/** One world from its inputs to its history and hash: what sandbox, command line and tests all call. */
import { hashHistory } from '../history/hash.ts';
import { Lives } from './lives.ts';
import type { Simulated, SimulateOptions } from './world-inputs.ts';

export type { Live, Replay, RunSpec, Simulated, SimulateOptions } from './world-inputs.ts';

/** Computes a world. Never rejects for what authored code does: that is in the history. */
export async function simulate(options: SimulateOptions): Promise<Simulated> {
  const { history, divergence } = await new Lives(options).live();
  return { history, hash: hashHistory(history), ...(divergence ? { divergence } : {}) };
}
