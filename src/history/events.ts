/**
 * The closed union of events. A world appends these to one ordered history; every picture is a projection of it.
 *
 * 1. `seq` counts from 0 without gaps; `t` never decreases; every event carries its run's id ('' for the world's own).
 * 2. Every `*.started` of a run has exactly one `*.finished`; nothing of a run follows its `run.finished`.
 * 3. Text made by a JavaScript engine (stacks, messages of native errors) stands only under `$unhashed`.
 *
 * Whoever changes this union raises SCHEMA_VERSION, adds an upgrade in upgrade.ts and a fixture in test/fixtures.
 */
import type { Json } from '../base/json.ts';
import type { RunId, VirtualMs } from '../base/units.ts';
import type { Failure } from '../model/failure.ts';
import type { FinishReason, Usage } from '../model/reply.ts';
import type { Request } from '../model/request.ts';

export const SCHEMA_VERSION = 1;

/** A step's policy as configured: what the inspector shows and the graph reserves room for. */
export interface PolicyShown {
  /** Per attempt, whole ms. */
  readonly timeoutMs?: number;
  /** Over all attempts, backoffs and fallbacks, whole ms. */
  readonly totalTimeoutMs?: number;
  /** Further tries on the same target after the first. */
  readonly retries?: number;
  readonly backoff?: { readonly baseMs: number; readonly capMs: number };
}

/** A declared step, known before anything runs. */
export interface StepDeclared {
  readonly name: string;
  readonly kind: 'classify' | 'extract' | 'retrieve' | 'embed' | 'generate' | 'judge' | 'function';
  /** Models or function names tried in order: the first, then its fallbacks. Empty for a plain function. */
  readonly targets: readonly string[];
  readonly policy: PolicyShown;
  /** Dependencies of a DAG node or the step before it in a sequence; absent where plain code decides. */
  readonly after?: readonly string[];
  /** Whether a condition decides if it runs. */
  readonly conditional?: boolean;
}

export type WorldStarted = {
  readonly type: 'world.started';
  readonly schema: number;
  /** Digest of the engine's bundle, or 'source' when it runs unbundled. Not hashed: the rest of the promise is. */
  readonly $unhashed?: { readonly engine: string };
  readonly seed: number;
  readonly scenario: string;
  /** Digest of the authored source: sorted paths and LF text. */
  readonly code: string;
  readonly host: 'simulated' | 'wall' | 'manual';
  /** Why two worlds from the same inputs may differ; empty when the history is deterministic. */
  readonly nondeterministic: readonly string[];
};
export type WorldEnded = {
  readonly type: 'world.ended';
  /** 'quiet': no wakes were left. */
  readonly reason: 'quiet' | 'limit' | 'stopped' | 'hung';
  readonly message?: string;
};
export type RunStarted = {
  readonly type: 'run.started';
  readonly orchestration: string;
  readonly pattern: 'code' | 'dag' | 'sequence';
  readonly input: Json;
  readonly steps: readonly StepDeclared[];
};
export type RunFinished = {
  readonly type: 'run.finished';
  readonly outcome: 'returned' | 'escalated' | 'failed' | 'cancelled' | 'stalled';
  readonly value?: Json;
  /** Why it was handed to a person; with outcome 'escalated'. */
  readonly reason?: string;
  readonly failure?: Failure;
};
export type StepStarted = {
  readonly type: 'step.started';
  /** Scope path and name, unique in its run: 'answer', 'turn[2]/search', 'label[b]'. */
  readonly step: string;
  /** The declared step's name. */
  readonly name: string;
  readonly input: Json;
};
export type StepFinished = {
  readonly type: 'step.finished';
  readonly step: string;
  readonly outcome: 'ok' | 'failed' | 'cancelled' | 'abandoned';
  readonly value?: Json;
  readonly failure?: Failure;
};
export type StepSkipped = {
  readonly type: 'step.skipped';
  readonly step: string;
  readonly name: string;
  readonly reason: string;
};
export type AttemptStarted = {
  readonly type: 'attempt.started';
  readonly step: string;
  /** From 1, over all targets of the step. */
  readonly attempt: number;
  /** The model or function tried. */
  readonly target: string;
  /** Which try on this target, from 1. */
  readonly tryOnTarget: number;
  /** Absent for a function. */
  readonly request?: Request;
};
export type AttemptFinished = {
  readonly type: 'attempt.finished';
  readonly step: string;
  readonly attempt: number;
  readonly target: string;
  readonly outcome: 'ok' | 'failed' | 'cancelled';
  readonly failure?: Failure;
  /** What was received, even of an attempt that failed. Absent for a function. */
  readonly reply?: {
    readonly version: string | null;
    readonly text: string;
    readonly documents?: readonly { readonly id: string; readonly title: string; readonly score: number }[];
    readonly end: FinishReason | null;
    /** Whole ms from the request to the first content. */
    readonly firstPartMs: number | null;
    /** Whole ms that the call waited for capacity at the endpoint. */
    readonly queuedMs: number;
  };
  /** As billed: what an unfinished reply had consumed is charged. */
  readonly usage?: Usage;
  readonly costNanoUsd?: number;
};
export type BackoffStarted = {
  readonly type: 'backoff.started';
  readonly step: string;
  /** The attempt that failed. */
  readonly after: number;
  readonly delayMs: number;
};
export type FallbackChosen = {
  readonly type: 'fallback.chosen';
  readonly step: string;
  readonly from: string;
  readonly to: string;
};
export type FaultStruck = {
  readonly type: 'fault.struck';
  readonly fault: string;
  readonly kind: string;
  /** One cause: the call's identity, or the window on one endpoint. */
  readonly firing: string;
  readonly step: string;
  readonly attempt: number;
  readonly target: string;
};
/** A fault of the plan that met nothing. On the world. */
export type FaultUnmet = { readonly type: 'fault.unmet'; readonly fault: string; readonly kind: string };
export type WarningRaised = {
  readonly type: 'warning.raised';
  readonly step?: string;
  readonly message: string;
};
/** `console.*` of authored code. */
export type LogWritten = {
  readonly type: 'log.written';
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
};
/** What a person did, at virtual time t. */
export type InterventionApplied = {
  readonly type: 'intervention.applied';
  readonly kind: string;
  readonly value: Json;
};

export type EventBody =
  | WorldStarted
  | WorldEnded
  | RunStarted
  | RunFinished
  | StepStarted
  | StepFinished
  | StepSkipped
  | AttemptStarted
  | AttemptFinished
  | BackoffStarted
  | FallbackChosen
  | FaultStruck
  | FaultUnmet
  | WarningRaised
  | LogWritten
  | InterventionApplied;

export type EventType = EventBody['type'];

export type Event = EventBody & {
  readonly seq: number;
  readonly t: VirtualMs;
  /** '' for the world's own events. */
  readonly run: RunId;
};

/** Events of one type. */
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;

/** One world's events, in order. */
export type History = readonly Event[];
