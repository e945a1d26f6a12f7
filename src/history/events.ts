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
import type { FinishReason, ReplyPart, Usage } from '../model/reply.ts';
import type { Document, Request, ToolCall } from '../model/request.ts';

export const SCHEMA_VERSION = 2;

/** A step's policy as configured: what the inspector shows and the graph reserves room for. */
export interface PolicyShown {
  /** Per attempt, whole ms. */
  readonly timeoutMs?: number;
  /** Over all attempts, backoffs and fallbacks, whole ms. */
  readonly totalTimeoutMs?: number;
  /** From the request to the first content, whole ms. */
  readonly firstTokenMs?: number;
  /** Between two parts with content, whole ms. */
  readonly idleMs?: number;
  /** Further tries on the same target after the first. */
  readonly retries?: number;
  readonly backoff?: { readonly baseMs: number; readonly capMs: number };
  /** The layers around an attempt, outermost first, each with its figures in words: ['deadline 10 s', 'retry 2', …]. */
  readonly layers?: readonly string[];
}

/** A declared step, known before anything runs. */
export interface StepDeclared {
  readonly name: string;
  readonly kind:
    | 'classify'
    | 'extract'
    | 'retrieve'
    | 'embed'
    | 'generate'
    | 'judge'
    | 'function'
    | 'tool'
    | 'agent'
    | 'approval'
    | 'orchestration';
  /** Models or function names tried in order: the first, then its fallbacks. Empty for a plain function. */
  readonly targets: readonly string[];
  readonly policy: PolicyShown;
  /** Dependencies of a DAG node or the step before it in a sequence; absent where plain code decides. */
  readonly after?: readonly string[];
  /** Whether a condition decides if it runs. */
  readonly conditional?: boolean;
  /** The declared steps of a sub-orchestration. */
  readonly steps?: readonly StepDeclared[];
}

export type WorldStarted = {
  readonly type: 'world.started';
  readonly schema: number;
  /** Digest of the engine's bundle, or 'source' when it runs unbundled. Not hashed: the rest of the promise is. */
  readonly $unhashed?: {
    readonly engine: string;
    /** The history that this one replays or was forked from. */
    readonly parent?: {
      readonly hash: string;
      readonly mode: 'recorded' | 're-execute' | 'what-if';
      /** The first event that may differ. */
      readonly fromSeq: number;
    };
  };
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
  readonly pattern: 'code' | 'dag' | 'sequence' | 'agent';
  readonly input: Json;
  /** Whose run it is: breakers, buckets and budgets are kept a tenant. */
  readonly tenant?: string;
  /** The session that it goes on with. */
  readonly session?: string;
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
  /** The step whose effect this one undoes. */
  readonly compensates?: string;
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
  /** Sent while an earlier attempt was still under way. */
  readonly hedge?: boolean;
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
    readonly toolCalls?: readonly ToolCall[];
    readonly documents?: readonly Document[];
    readonly vectors?: readonly (readonly number[])[];
    readonly refused?: Omit<Extract<ReplyPart, { type: 'refused' }>, 'type'>;
    readonly error?: Omit<Extract<ReplyPart, { type: 'error' }>, 'type'>;
    readonly broken?: 'refused' | 'reset' | 'eof';
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
/** A part of a reply that its step asked to see as it comes. */
export type PartReceived = {
  readonly type: 'part.received';
  readonly step: string;
  readonly attempt: number;
  readonly text: string;
};
/** A policy makes an attempt wait before it may start. */
export type AttemptHeld = {
  readonly type: 'attempt.held';
  readonly step: string;
  readonly target: string;
  readonly policy: 'bulkhead' | 'rate';
};
/** A policy keeps an attempt from starting; nothing was sent. */
export type AttemptRefused = {
  readonly type: 'attempt.refused';
  readonly step: string;
  readonly target: string;
  readonly policy: 'breaker' | 'bulkhead' | 'rate' | 'budget' | 'region';
  readonly failure: Failure;
};
/** Why a failure that could be tried again is not. */
export type RetryDenied = {
  readonly type: 'retry.denied';
  readonly step: string;
  /** The attempt that failed. */
  readonly after: number;
  readonly reason: 'budget' | 'deadline' | 'retry-after';
};
/** Shared policy state changed: a breaker opened, a budget ran out. */
export type PolicyChanged = {
  readonly type: 'policy.changed';
  readonly policy: 'breaker' | 'bulkhead' | 'rate' | 'budget' | 'retry-budget';
  /** Whose state: 'gpt-4o', or 'gpt-4o of tenant-a'. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly because: string;
};
/** A quality gate gave its score. */
export type GateScored = {
  readonly type: 'gate.scored';
  readonly step: string;
  readonly attempt: number;
  readonly target: string;
  readonly score: number;
  readonly threshold: number;
  readonly passed: boolean;
};
/** A step's output moved away from its baseline. `step` is the declared name. */
export type DriftAlarmed = {
  readonly type: 'drift.alarmed';
  readonly step: string;
  readonly metric: string;
  readonly baseline: number;
  readonly observed: number;
  readonly tolerance: number;
};
export type AgentStopped = {
  readonly type: 'agent.stopped';
  /** The agent's step; '' when the run is the agent. */
  readonly step: string;
  readonly reason:
    'answered' | 'step-cap' | 'tool-cap' | 'repetition' | 'budget' | 'escalated' | 'handed-over' | 'failed';
  readonly turns: number;
  readonly toolCalls: number;
  readonly detail: string;
};
export type StateWritten = {
  readonly type: 'state.written';
  readonly key: string;
  /** The scope or step that wrote it. */
  readonly by: string;
  /** From 1, of this key. */
  readonly version: number;
  readonly value: Json;
  /** As its writer judged it. */
  readonly quality?: number;
};
/** Two writers wrote one field, neither having seen the other's value. */
export type StateConflicted = {
  readonly type: 'state.conflicted';
  readonly key: string;
  readonly by: readonly string[];
  readonly kept: string;
};
/** State was asked for by someone who does not own it. */
export type StateRefused = {
  readonly type: 'state.refused';
  readonly key: string;
  readonly owner: string;
  readonly by: string;
};
/** The run waits for a person. */
export type SignalAwaited = {
  readonly type: 'signal.awaited';
  readonly step: string;
  /** Unique in the world: run and step. */
  readonly signal: string;
  /** Who is waited for: 'a supervisor'. */
  readonly who: string;
  readonly question: Json;
  readonly timeoutMs?: number;
};
export type SignalReceived = {
  readonly type: 'signal.received';
  readonly step: string;
  readonly signal: string;
  readonly value: Json;
};
/** A case that nobody could finish, kept with what is needed to do it by hand or again. */
export type LetterAdded = {
  readonly type: 'letter.added';
  readonly letter: string;
  readonly step: string;
  readonly queue: string;
  readonly input: Json;
  readonly attempts: number;
  readonly failure: Failure;
};
export type LetterSettled = {
  readonly type: 'letter.settled';
  readonly letter: string;
  readonly how: 'answered' | 'redriven' | 'discarded';
  readonly value: Json;
};
/** A tool outside did its work. On the world: it happens whether or not anybody still listens. */
export type EffectExecuted = {
  readonly type: 'effect.executed';
  readonly target: string;
  readonly caller: string;
  readonly key: string;
  /** How often the work of this key was done, this time included. */
  readonly times: number;
};
/** A call that nobody waited for any more came to its end; what it cost beyond what its attempt said. On the world. */
export type CallSettled = {
  readonly type: 'call.settled';
  readonly caller: string;
  readonly target: string;
  /** How often earlier lives had asked it before. Default: 0. */
  readonly asked?: number;
  readonly usage: Usage;
  readonly costNanoUsd: number;
};
/** The orchestrator itself died, and its memory with it. */
export type OrchestratorCrashed = { readonly type: 'orchestrator.crashed'; readonly fault: string };
export type OrchestratorResumed = {
  readonly type: 'orchestrator.resumed';
  /** 'resume': from the history; 'restart': from nothing. */
  readonly mode: 'resume' | 'restart';
  /** Digest of the authored source from here on, where it is another than before. */
  readonly code?: string;
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
  | PartReceived
  | AttemptHeld
  | AttemptRefused
  | RetryDenied
  | PolicyChanged
  | GateScored
  | DriftAlarmed
  | AgentStopped
  | StateWritten
  | StateConflicted
  | StateRefused
  | SignalAwaited
  | SignalReceived
  | LetterAdded
  | LetterSettled
  | EffectExecuted
  | CallSettled
  | OrchestratorCrashed
  | OrchestratorResumed
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
