/** What crosses between `rehearse` and the process in which the code runs: a job, then messages, one a line. */
import type { Event, History } from '../history/events.ts';
import type { Problem, SourceFile } from '../scenario/source.ts';
import type { Scenario } from '../scenario/document.ts';
import type { ProgramPlace } from './program-realm.ts';
import type { WorldResult } from './survival.ts';

export interface Job {
  readonly scenario: Scenario;
  readonly files: readonly SourceFile[];
  readonly entry: string;
  /** Set for a program, which is run from its own folder with its own packages. */
  readonly program?: ProgramPlace;
  readonly seed: number;
  /** Worlds, seeds counting up from `seed`. ≥ 1. */
  readonly seeds: number;
  /** Whether each is computed twice. */
  readonly twice?: boolean;
  /** A history to execute again, in place of the worlds. */
  readonly again?: { readonly history: History; readonly anew: boolean };
}

/** A job as it is sent. */
export interface SentJob extends Job {
  /** What the history names as its engine. */
  readonly engine: string;
}

export type ChildMessage =
  /** The first: the process stands, and the code is about to be heard. */
  | { readonly type: 'ready' }
  /** Instead of all that follow: the code cannot be run. */
  | { readonly type: 'refused'; readonly problems: readonly Problem[] }
  /** One a seed, in their order, as soon as it is there. */
  | { readonly type: 'world'; readonly world: WorldResult }
  /** Instead of the rest: the world of a seed is not the same twice. `what`: the first difference. */
  | { readonly type: 'differs'; readonly seed: number; readonly what: string }
  /** Of a history that was executed again, and nothing else. `parts`: the first difference; null where there is none. */
  | { readonly type: 'replayed'; readonly hash: string; readonly parts: string | null }
  /** The last. */
  | {
      readonly type: 'done';
      /** The seed of the world that is shown: the first that did not survive, else the first. */
      readonly shown: number;
      readonly history: readonly Event[];
      /** The same world without its faults, where it has any. */
      readonly baseline: readonly Event[] | null;
      readonly tookMs: number;
    };
