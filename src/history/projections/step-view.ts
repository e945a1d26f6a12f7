/** A step and its attempts as the pictures see them. What has not happened yet is absent: null, or not in its list. */
import type { Json } from '../../base/json.ts';
import type { VirtualMs } from '../../base/units.ts';
import type { Failure } from '../../model/failure.ts';
import type { Usage } from '../../model/reply.ts';
import type { Request } from '../../model/request.ts';
import type {
  AgentStopped,
  AttemptFinished,
  AttemptHeld,
  AttemptRefused,
  RetryDenied,
  StepDeclared,
} from '../events.ts';

export interface Strike {
  readonly fault: string;
  readonly kind: string;
  readonly firing: string;
  readonly atMs: VirtualMs;
}

/** What a quality gate said of an attempt's output. */
export interface Score {
  readonly score: number;
  readonly threshold: number;
  readonly passed: boolean;
  readonly atMs: VirtualMs;
}

export interface AttemptView {
  readonly attempt: number;
  readonly target: string;
  readonly tryOnTarget: number;
  readonly startedMs: VirtualMs;
  finishedMs: VirtualMs | null;
  outcome: AttemptFinished['outcome'] | null;
  failure: Failure | null;
  request: Request | null;
  reply: AttemptFinished['reply'] | null;
  usage: Usage | null;
  costNanoUsd: number;
  readonly strikes: Strike[];
  /** Sent while an earlier attempt was still under way. */
  readonly hedge: boolean;
  score: Score | null;
  /** What came after nobody waited for it any more, beyond `usage` and `costNanoUsd`; null if nothing did. */
  late: { readonly usage: Usage; readonly costNanoUsd: number; readonly atMs: VirtualMs } | null;
  /** Parts that the step saw as they came; empty where it asked for the whole. */
  readonly parts: { readonly atMs: VirtualMs; readonly text: string }[];
  /** The seq of attempt.started, to link pictures to the history. */
  readonly seq: number;
}

export type StepState =
  /** Declared, not started (yet). */
  | 'waiting'
  | 'running'
  | 'ok'
  /** Ended well after at least one failed attempt. */
  | 'recovered'
  | 'failed'
  | 'skipped'
  | 'cancelled'
  | 'abandoned'
  /** The run ended without starting it. */
  | 'not reached';

/** A policy made an attempt wait before it might start. */
export interface Hold {
  readonly target: string;
  readonly policy: AttemptHeld['policy'];
  readonly fromMs: VirtualMs;
  /** Null while it waits. */
  toMs: VirtualMs | null;
}

/** A policy kept an attempt from starting. */
export interface Refusal {
  readonly target: string;
  readonly policy: AttemptRefused['policy'];
  readonly failure: Failure;
  readonly atMs: VirtualMs;
}

/** A person was waited for. */
export interface PersonWait {
  readonly step: string;
  readonly signal: string;
  readonly who: string;
  readonly question: Json;
  readonly timeoutMs: number | null;
  readonly sinceMs: VirtualMs;
  /** When the answer came; null if none did. */
  answeredMs: VirtualMs | null;
  value: Json;
  /** When waiting ended, with an answer or without one; null while it goes on, or did when its run ended. */
  endedMs: VirtualMs | null;
}

export interface StepView {
  /** Scope path and name; equals `name` for a declared step that was never keyed. */
  readonly step: string;
  readonly name: string;
  /** Null where the history names a step that was not declared (a forged or foreign history). */
  readonly declared: StepDeclared | null;
  /** The step under which it ran: of a sub-orchestration or an agent. Null for one of the run itself. */
  readonly parent: string | null;
  state: StepState;
  startedMs: VirtualMs | null;
  finishedMs: VirtualMs | null;
  /** The seqs of the events that began and ended it: what tells the order of steps at one instant. */
  startedSeq: number | null;
  finishedSeq: number | null;
  input: Json;
  value: Json;
  failure: Failure | null;
  skipReason: string | null;
  /** The step whose effect it undoes. */
  compensates: string | null;
  readonly attempts: AttemptView[];
  readonly backoffs: { readonly after: number; readonly fromMs: VirtualMs; readonly delayMs: number }[];
  readonly fallbacks: { readonly from: string; readonly to: string; readonly atMs: VirtualMs }[];
  readonly holds: Hold[];
  readonly refusals: Refusal[];
  /** Failures that could have been tried again, and were not. */
  readonly denials: {
    readonly after: number;
    readonly reason: RetryDenied['reason'];
    readonly atMs: VirtualMs;
  }[];
  readonly waits: PersonWait[];
  /** How the agent that it is came to its end. */
  agent: AgentStopped | null;
}

/** Whether a step never began its work, since it does not accept what it was handed. */
export const refusedInput = (step: StepView): boolean =>
  step.state === 'failed' && step.failure?.code === 'contract' && step.attempts.length === 0;

/** Whether a quality gate did not let an attempt's output pass. */
export const isTooLow = ({ score, failure }: AttemptView): boolean =>
  score?.passed === false || failure?.code === 'low_quality';

/** Whether an attempt did not give what its step could use. */
export const isFailed = (attempt: AttemptView): boolean => attempt.outcome === 'failed' || isTooLow(attempt);

/** Whether an attempt's cost bought nothing: it failed, scored too low or was cancelled. */
export const isWasted = (attempt: AttemptView): boolean =>
  isFailed(attempt) || attempt.outcome === 'cancelled';

/** Whether a policy that kept an endpoint away did so because something went wrong: a rule about regions is no trouble. */
export const isTrouble = ({ policy }: Refusal): boolean => policy !== 'region';

/** The person that a step waits for; null while it waits for none. */
export const waitingFor = (step: StepView): PersonWait | null =>
  step.waits.find(({ endedMs }) => endedMs === null) ?? null;

/** The policy that holds the step's next attempt back; null while none does. */
export const heldBy = (step: StepView): Hold | null => step.holds.find(({ toMs }) => toMs === null) ?? null;
