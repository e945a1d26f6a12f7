/** What stands beside a stored history: its row in the Runs list, and all that opens it again without computing it. */
import type { VirtualMs, WallMs } from '../base/units.ts';

/** One piece of the miniature timeline: where it begins and ends as a share of the run (0–1), and what it shows. */
export type Bar = readonly [fromRatio: number, toRatio: number, kind: string];

/** Plain data: it is cloned into the worker, so hand in no reactive proxies. Lengths: STORE_LIMITS. */
export interface RunSummary {
  /** Fresh for every run, for example `crypto.randomUUID()`. */
  readonly id: string;
  /** When it was begun, on the machine's clock. */
  readonly startedWall: WallMs;
  readonly scenarioTitle: string;
  /** The whole scenario document, so that it can be opened again. */
  readonly scenarioJson: string;
  /** Whatever else the page needs to open the run as it was (sources, inputs). The store reads nothing in it; '' for nothing. */
  readonly reopenJson: string;
  readonly seed: number;
  /** The outcome in one word. */
  readonly outcome: string;
  readonly verdict: string;
  readonly virtualMs: VirtualMs;
  readonly costNanoUsd: number;
  /** Events of the history. */
  readonly events: number;
  /** Null for a run that was broken off: it is not hashed. */
  readonly hash: string | null;
  /** Whether the world came to its own end. A run is kept as not complete from `begin` to `finish`. */
  readonly complete: boolean;
  /** The run that this one is a fork of. */
  readonly parent: string | null;
  readonly bars: readonly Bar[];
}

/** A summary's place in the list: newest first, then by id. A summary is one. */
export type ListPlace = Pick<RunSummary, 'startedWall' | 'id'>;

/** Orders newest first. */
export const newestFirst = (a: ListPlace, b: ListPlace): number =>
  b.startedWall - a.startedWall || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
