/** Runs and their world as the pictures see them. */
import type { Json } from '../../base/json.ts';
import type { RunId, VirtualMs } from '../../base/units.ts';
import type { Failure } from '../../model/failure.ts';
import type { Usage } from '../../model/reply.ts';
import type {
  AgentStopped,
  DriftAlarmed,
  EventOf,
  LetterSettled,
  OrchestratorResumed,
  PolicyChanged,
  RunFinished,
  RunStarted,
} from '../events.ts';
import type { PersonWait, StepView } from './step-view.ts';

export interface StateWrite {
  readonly key: string;
  readonly by: string;
  /** From 1, of this key. */
  readonly version: number;
  readonly value: Json;
  readonly atMs: VirtualMs;
}

export interface RunView {
  readonly run: RunId;
  readonly started: RunStarted;
  readonly startedMs: VirtualMs;
  finished: RunFinished | null;
  finishedMs: VirtualMs | null;
  /**
   * Declared steps first, in declared order; then further executions (keyed, scoped, nested) in order of start. A declared
   * step stands for itself until it runs in a scope or under a key.
   */
  readonly steps: StepView[];
  /** People that were waited for, in order. */
  readonly waits: PersonWait[];
  readonly writes: StateWrite[];
  readonly conflicts: {
    readonly key: string;
    readonly by: readonly string[];
    readonly kept: string;
    readonly atMs: VirtualMs;
  }[];
  /** State that was asked for by someone who does not own it. */
  readonly stateRefusals: {
    readonly key: string;
    readonly owner: string;
    readonly by: string;
    readonly atMs: VirtualMs;
  }[];
  readonly drifts: (Omit<DriftAlarmed, 'type'> & { readonly atMs: VirtualMs })[];
  /** How the run that is an agent came to its end. */
  agent: AgentStopped | null;
  /** The signals and letters that the run was waiting for when nothing but people could move it, at its end. */
  readonly leftTo: string[];
  /** What calls cost that nobody waited for any more and whose attempt is not known. */
  readonly late: { readonly usage: Usage; readonly costNanoUsd: number }[];
  readonly warnings: { readonly atMs: VirtualMs; readonly step: string | null; readonly message: string }[];
  readonly logs: {
    readonly atMs: VirtualMs;
    readonly level: string;
    readonly text: string;
    readonly seq: number;
  }[];
}

/** Shared policy state of one key, and how it went from one state to the next. */
export interface PolicyTrack {
  readonly policy: PolicyChanged['policy'];
  /** 'gpt-4o', or 'gpt-4o of tenant-a'. */
  readonly key: string;
  readonly changes: {
    readonly atMs: VirtualMs;
    readonly from: string;
    readonly to: string;
    readonly because: string;
    readonly run: RunId;
  }[];
}

/** A case that nobody could finish. */
export interface Letter {
  readonly letter: string;
  readonly run: RunId;
  readonly step: string;
  readonly queue: string;
  readonly input: Json;
  readonly attempts: number;
  readonly failure: Failure;
  readonly addedMs: VirtualMs;
  /** What a person did with it; null while it lies there. */
  settled: { readonly how: LetterSettled['how']; readonly value: Json; readonly atMs: VirtualMs } | null;
}

/** What a tool did outside. */
export interface Effect {
  readonly target: string;
  /** Run and step. */
  readonly caller: string;
  readonly key: string;
  /** How often the work of this key was done by then; above 1 it was done again. */
  readonly times: number;
  readonly atMs: VirtualMs;
}

/** The orchestrator died, and its memory with it. */
export interface Crash {
  readonly fault: string;
  readonly atMs: VirtualMs;
  /** Null while it is down. */
  upMs: VirtualMs | null;
  mode: OrchestratorResumed['mode'] | null;
}

/** What a person did. */
export interface Done {
  readonly kind: string;
  readonly value: Json;
  readonly atMs: VirtualMs;
}

export interface WorldView {
  readonly seed: number | null;
  readonly scenario: string;
  /** The time of the last event folded. */
  endMs: VirtualMs;
  ended: EventOf<'world.ended'> | null;
  readonly runs: RunView[];
  readonly unmet: { readonly fault: string; readonly kind: string }[];
  readonly policies: PolicyTrack[];
  readonly letters: Letter[];
  readonly effects: Effect[];
  readonly crashes: Crash[];
  readonly interventions: Done[];
  readonly eventCount: number;
}
