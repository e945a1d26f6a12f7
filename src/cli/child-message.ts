/** What crosses between `rehearse` and the process in which the code runs. */
import type { Event } from '../history/events.ts';
import type { Problem, SourceFile } from '../scenario/source.ts';
import type { Scenario } from '../scenario/document.ts';

export interface Job {
  readonly scenario: Scenario;
  readonly files: readonly SourceFile[];
  readonly entry: string;
  readonly seed: number;
  readonly seeds: number;
}

export type Answer =
  | { readonly type: 'refused'; readonly problems: readonly Problem[] }
  | {
      readonly type: 'done';
      readonly history: readonly Event[];
      /** The same world without its faults, where it has any. */
      readonly baseline: readonly Event[] | null;
      /** One a seed. */
      readonly hashes: readonly string[];
      readonly tookMs: number;
    };
