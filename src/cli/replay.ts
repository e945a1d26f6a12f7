/** A saved history held against what is computed of it now: what is asked for, and what is said of it. */
import { partsFrom } from '../history/execute-again.ts';
import type { History } from '../history/events.ts';
import { hashHistory } from '../history/hash.ts';
import { firstDivergence, RECORDED_AND_NOW, whatDiffers } from '../history/projections/divergence.ts';
import { readHistoryFile } from '../interchange/history-file.ts';
import type { Simulated } from '../simulation/simulate.ts';
import type { Replayed } from './arguments.ts';
import type { ChildMessage, Job } from './child-message.ts';
import { moduleAt, withSource } from './open-scenario.ts';
import { readText } from './read-text.ts';

/**
 * The job of a replay.
 * @param path of a saved history
 * @throws {Error} with a message for the user.
 */
export function replayJob(path: string, { module, anew }: Replayed): Job {
  const read = readHistoryFile(readText(path, 'history'));
  if (!read.ok) throw new Error(`${path} is no history that this version understands. ${read.message}`);
  const { scenario, history } = read.saved;
  const opened = module === null ? withSource(scenario) : { scenario, ...moduleAt(module) };
  return { ...opened, seed: scenario.seed, seeds: 1, again: { history, anew } };
}

/** What came of executing a history again. */
export function replayed(history: History, anew: boolean, now: Simulated): ChildMessage {
  const { divergence } = now;
  const parts = divergence
    ? whatDiffers(divergence.seq, divergence.recorded, divergence.computed, RECORDED_AND_NOW)
    : ((anew ? partsFrom(history, now.history) : firstDivergence(history, now.history, RECORDED_AND_NOW))
        ?.what ?? null);
  return { type: 'replayed', hash: hashHistory(history), parts };
}

/** The same in a sentence. */
export function replayedWords(
  events: number,
  { hash, parts }: Extract<ChildMessage, { type: 'replayed' }>,
): string {
  return parts === null
    ? `the same ${events} events, hash ${hash}`
    : `not what was recorded. First difference: ${parts}`;
}
