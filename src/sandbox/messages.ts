/**
 * Everything that crosses between page and sandbox: a closed union each way. Commands go left, events go right, nothing
 * else. What comes out of the sandbox are claims: guards.ts checks shape, size and order before the page believes them.
 */
import type { Json } from '../base/json.ts';
import type { Event, History } from '../history/events.ts';
import type { FaultPlan } from '../faults/plan.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Problem, SourceFile } from '../scenario/source.ts';
import type { TimedPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';

export type { Problem, SourceFile };

/** One run of several in a world. */
export interface RunInputs {
  /** Default: 'run-1', 'run-2' … in their order. */
  readonly run?: string;
  readonly input: Json;
  /** Virtual ms. Default 0. */
  readonly atMs?: number;
  readonly tenant?: string;
  readonly session?: string;
}

/** A history that is executed again (simulation/simulate.ts). */
export interface ReplayInputs {
  readonly history: History;
  readonly hash: string;
  readonly mode: 'recorded' | 're-execute' | 'what-if';
  readonly fromSeq?: number;
  /** What a model is to have said instead, by call. */
  readonly replies?: Readonly<Record<string, string>>;
}

/** What a person does, at virtual time. */
export interface InterventionInputs {
  readonly atMs: number;
  readonly order: number;
  readonly kind: string;
  readonly value: Json;
}

/** What a simulated world is made from. */
export interface WorldInputs {
  readonly scenario: string;
  readonly input: Json;
  readonly faults: FaultPlan;
  readonly seed: number;
  /** Model names that are played by another profile than their own. */
  readonly cast?: Readonly<Record<string, { readonly profile: string }>>;
  /** 'simulated': virtual time, all inside the sandbox. 'wall': real time, every call answered by the page (`call`). */
  readonly host: 'simulated' | 'wall';
  /** Several runs, in place of the one that gets `input`. */
  readonly runs?: readonly RunInputs[];
  readonly interventions?: readonly InterventionInputs[];
  /** What sessions hold when the world begins. */
  readonly sessions?: Readonly<Record<string, Json>>;
  readonly replay?: ReplayInputs;
  /** An unfinished history to go on from: its events are computed again, and only later ones are reported. */
  readonly resume?: History;
}

/** A fault that struck a call which the page answered. */
export interface Strike {
  readonly fault: string;
  readonly kind: string;
  readonly firing: string;
}

/**
 * Page to sandbox. `load` and `world` numbers are the page's, ever rising. Every `load` is answered by one `loaded` or
 * `refused`; every `run` by one `ended` or `skipped`, every `sweep` by one `swept` or `skipped`, unless the sandbox ends.
 */
export type Command =
  /** Compile and load authored source; replaces what was loaded. */
  | {
      readonly type: 'load';
      readonly load: number;
      readonly files: readonly SourceFile[];
      readonly entry: string;
      /**
       * Set where the entry is a program's bundle, a CommonJS text with everything in it that knows nothing of worlds:
       * the script 'virtual:sandbox-door', which lets programs in.
       */
      readonly door?: string;
    }
  /** Supersedes an earlier `run` not yet begun. Goes before the remaining seeds of a sweep. */
  | { readonly type: 'run'; readonly world: number; readonly inputs: WorldInputs }
  /** Runs `seeds` simulated worlds one after another, from `inputs.seed` up, and reports their hashes. */
  | { readonly type: 'sweep'; readonly world: number; readonly inputs: WorldInputs; readonly seeds: number }
  /** Parts of the answer to a `call`, in order, and the faults that bit meanwhile; wall host only. */
  | {
      readonly type: 'parts';
      readonly world: number;
      readonly call: number;
      readonly parts: readonly TimedPart[];
      readonly strikes?: readonly Strike[];
    }
  /** A person does something now; wall host only. */
  | { readonly type: 'intervene'; readonly world: number; readonly kind: string; readonly value: Json }
  /** The page has taken `events` events: as many more may be sent. */
  | { readonly type: 'credit'; readonly events: number };

/** Sandbox to page. */
export type Report =
  | { readonly type: 'ready'; readonly engine: string }
  | { readonly type: 'loaded'; readonly load: number; readonly code: string; readonly name: string }
  | { readonly type: 'refused'; readonly load: number; readonly problems: readonly Problem[] }
  | { readonly type: 'events'; readonly world: number; readonly events: readonly Event[] }
  /** The history to go on from is no longer what the code does: event `seq` is the first that differs. */
  | {
      readonly type: 'diverged';
      readonly world: number;
      readonly seq: number;
      readonly recorded: Event;
      readonly computed: Event;
    }
  /** The world is over: every event was sent before this. */
  | {
      readonly type: 'ended';
      readonly world: number;
      readonly hash: string;
      readonly events: number;
      /** Wall time that computing took, ms. */
      readonly tookMs: number;
    }
  /** One hash a seed, in order; `events` over all of them. */
  | {
      readonly type: 'swept';
      readonly world: number;
      readonly hashes: readonly string[];
      readonly events: number;
      readonly tookMs: number;
    }
  /** A `run` or `sweep` that was not begun: a newer run came before it, or no source is loaded. */
  | { readonly type: 'skipped'; readonly world: number; readonly why: 'superseded' | 'not loaded' }
  /** Wall host only: asks the page to answer; `call` numbers rise from 1 in a world. */
  | {
      readonly type: 'call';
      readonly world: number;
      readonly call: number;
      readonly identity: CallIdentity;
      readonly request: Request;
      /** How many events of the world led to it: they are to be kept before the call leaves, so that it can be resumed. */
      readonly after: number;
    }
  /** Wall host only: the caller no longer wants the rest. */
  | { readonly type: 'dropped'; readonly world: number; readonly call: number }
  /** The engine itself failed, which no authored code should bring about. The page ends the sandbox. */
  | { readonly type: 'crashed'; readonly message: string }
  /** Still alive: sent between worlds and between wakes, at most every 100 ms, and once a second when idle. */
  | { readonly type: 'beat' };
