/** What a world is computed from, and what comes of it. */
import type { Json } from '../base/json.ts';
import type { Locate } from '../engine/step-error.ts';
import type { FaultPlan } from '../faults/plan.ts';
import type { Event, History } from '../history/events.ts';
import type { Cast } from '../model/endpoint.ts';
import type { Calls, CallsWorld } from './calls.ts';
import type { Pace } from './pacer.ts';
import type { Divergence } from './prefix.ts';
import type { Fence } from './turns.ts';
import type { World } from './world.ts';

/** One run of a world. */
export interface RunSpec {
  /** Default: 'run-1', 'run-2' … in their order. */
  readonly run?: string;
  readonly input: unknown;
  /** Virtual ms at which it starts. Default 0. */
  readonly atMs?: number;
  readonly tenant?: string;
  readonly session?: string;
}

/** A history that is executed again. */
export interface Replay {
  readonly history: History;
  /** Of that history. */
  readonly hash: string;
  /**
   * 'recorded': every call is answered from it, and one that it does not know is refused. 're-execute': nothing is.
   * 'what-if': calls that began before `fromSeq` are, later ones are simulated or asked live.
   */
  readonly mode: 'recorded' | 're-execute' | 'what-if';
  /** The event from which things may be otherwise. Default: the end. */
  readonly fromSeq?: number;
  /** What a model is to have said instead, by call (`run/step#attempt@model`). */
  readonly replies?: Readonly<Record<string, string>>;
}

/** Real time, and whoever answers there. */
export interface Live {
  readonly calls: (world: CallsWorld) => Calls;
  readonly pace: Pace;
  /** Why two such worlds may differ. */
  readonly nondeterministic: readonly string[];
}

export interface SimulateOptions {
  /** The scenario's name, kept in the history. */
  readonly scenario: string;
  /** What the one run of this world is given. */
  readonly input: unknown;
  /** Several runs in place of one. */
  readonly runs?: readonly RunSpec[] | undefined;
  readonly faults: FaultPlan;
  /** Whole, ≥ 0. */
  readonly seed: number;
  /** Digest of the authored source. */
  readonly code: string;
  /** Digest of the engine's bundle, or 'source'. */
  readonly engine: string;
  /** Evaluates the authored modules afresh and gives the entry's default export. */
  readonly evaluate: () => unknown;
  readonly cast: Cast;
  readonly fence: Fence;
  /** When the realm has told of every rejected promise. Default: as the fence lets go. */
  readonly quiet?: Fence | undefined;
  readonly locate?: Locate | undefined;
  /** What people do, at virtual times. */
  readonly interventions?:
    | readonly {
        readonly atMs: number;
        readonly order: number;
        readonly kind: string;
        readonly value: Json;
      }[]
    | undefined;
  /** What sessions hold when the world begins, by session. */
  readonly sessions?: Readonly<Record<string, Json>> | undefined;
  readonly replay?: Replay | undefined;
  /** An unfinished history to go on from. */
  readonly resume?: History | undefined;
  readonly live?: Live | undefined;
  /** Events at most, ≥ 1. Default: LIMITS.eventsPerWorld. */
  readonly maxEvents?: number | undefined;
  readonly onEvents?: ((events: readonly Event[]) => void) | undefined;
  readonly stopped?: (() => boolean) | undefined;
  /** Receives each world before its first turn, to route `console.*` to it. */
  readonly onWorld?: ((world: World) => void) | undefined;
}

export interface Simulated {
  readonly history: readonly Event[];
  /** Sixteen hex digits. */
  readonly hash: string;
  /** Set when `resume` or a replay could not be computed again: the code no longer does what the history says. */
  readonly divergence?: Divergence;
}
