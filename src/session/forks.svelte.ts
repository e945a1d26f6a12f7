/**
 * The fork that is edited: a recorded history up to an event, and from there on whatever code, faults and people now do.
 *
 * 1. A fork is a history of its own: the one that it was forked from stays as it was.
 * 2. Its recording is fixed when it is made, so that edits made later meet the same beginning.
 */
import type { History } from '../history/events.ts';
import { hashHistory } from '../history/hash.ts';
import type { WorldInputs } from '../sandbox/messages.ts';
import type { Scenario } from '../scenario/document.ts';
import type { ForkOf, Kept } from './kept-run.ts';
import type { ComputedWorld } from './sandbox-driver.ts';

export interface Fork {
  /** What it was forked from, to compare it with; null where that is not kept any more. */
  readonly parent: ComputedWorld | null;
  readonly parentId: string | null;
  /** What calls that began before the fork are answered from. */
  readonly recording: History;
  readonly of: ForkOf;
  /** The fork that was edited before this one. */
  readonly before: Fork | null;
  /** What the scenario said before it of what the fork says otherwise. */
  readonly was: Partial<Scenario>;
}

export class Forks {
  current: Fork | null = $state.raw(null);
  readonly #origins = new WeakMap<WorldInputs, Fork>();

  /** Inputs of the world that is edited: as they are, or of the fork. */
  inputs(plain: WorldInputs): WorldInputs {
    const { current } = this;
    if (!current) return plain;
    const { recording, of, parent } = current;
    const inputs: WorldInputs = {
      ...plain,
      replay: {
        history: recording,
        hash: parent?.hash ?? hashHistory(recording),
        mode: 'what-if',
        fromSeq: of.fromSeq,
        replies: of.replies,
      },
    };
    this.mark(inputs, current);
    return inputs;
  }

  /** The world of these inputs belongs to that fork. */
  mark(inputs: WorldInputs, fork: Fork): void {
    this.#origins.set(inputs, fork);
  }

  of(inputs: WorldInputs): Fork | null {
    return this.#origins.get(inputs) ?? null;
  }

  /** Of which run the world of these inputs is kept as a fork. */
  parentOf(inputs: WorldInputs): Pick<Kept, 'parent'> {
    const fork = this.of(inputs);
    return fork ? { parent: { id: fork.parentId, fork: fork.of } } : {};
  }
}
