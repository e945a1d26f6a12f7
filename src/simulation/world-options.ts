/** What a world is made of, and how one comes to its end. */
import type { Event, History } from '../history/events.ts';
import type { Calls, CallsWorld } from './calls.ts';
import type { Pace } from './pacer.ts';
import type { Intervention } from './people.ts';
import type { Divergence } from './prefix.ts';
import type { Fence } from './turns.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly fence: Fence;
  /**
   * Calls `next` when the realm has told of every promise that was rejected by now. Absent: it has whenever the fence
   * lets go.
   */
  readonly quiet?: Fence | undefined;
  /** Who answers this world's calls. */
  readonly calls: (world: CallsWorld) => Calls;
  /** Absent: virtual time. */
  readonly pace?: Pace | undefined;
  /** Called after each turn with the events that it appended. */
  readonly onEvents?: ((events: readonly Event[]) => void) | undefined;
  /** Asked before each turn: whether to end the world here. */
  readonly stopped?: (() => boolean) | undefined;
  /** Default: LIMITS.eventsPerWorld. */
  readonly maxEvents?: number | undefined;
  /** A history to compute again and then go on from. */
  readonly prefix?: History | undefined;
  /** Called when the prefix has been met, before anything new: moves time on and says so in the history. */
  readonly onResume?: (() => void) | undefined;
  /** Called when the prefix tells of an orchestrator's death, of work that ended without its caller, of another life. */
  readonly onOutside?: ((event: Event) => void) | undefined;
  /** What an intervention does, beyond answering a signal and cancelling a run. */
  readonly onIntervention?: ((intervention: Intervention) => void) | undefined;
}

/** How a world came to its end. */
export interface Played {
  /** Set when it broke off because the orchestrator died: nothing was closed. */
  readonly crashed: boolean;
  /** Set when it could not meet its prefix. */
  readonly divergence: Divergence | null;
}
