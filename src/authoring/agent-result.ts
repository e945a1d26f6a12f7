/** What an agent comes to: an answer, or the reason why it stopped without one. */
import type { Json } from '../base/json.ts';
import type { AgentStopped } from '../history/events.ts';

/** One tool call that an agent made, and what came of it. */
export interface AgentEntry {
  /** The turn, from 1. */
  readonly step: number;
  readonly tool: string;
  readonly input: Json;
  readonly result?: Json;
  /** What the model was told in place of a result. */
  readonly error?: string;
}

interface AgentWork {
  /** Who ended it: after a hand-over, the agent that took over. */
  readonly agent: string;
  /** Everything that it did, in order. */
  readonly history: readonly AgentEntry[];
  readonly turns: number;
  /** Calls that were carried out. */
  readonly toolCalls: number;
}

export interface AgentAnswer<O = string> extends AgentWork {
  readonly stopped: 'answered';
  readonly answer: O;
}

/** A limit stopped it, and `onLimit` says that what there is shall do. */
export interface AgentUnanswered extends AgentWork {
  readonly stopped: LimitReason;
  readonly detail: string;
  readonly answer: null;
  /** The last thing that it did; null if it did nothing. */
  readonly last: AgentEntry | null;
}

/** Why an agent stopped that was not done. */
export type LimitReason = Extract<AgentStopped['reason'], 'step-cap' | 'tool-cap' | 'repetition' | 'budget'>;

/** `stopped` tells the two apart. */
export type AgentResult<O = string> = AgentAnswer<O> | AgentUnanswered;

/** Whether a value is what an agent came to: a sub-agent's answer is told to a model without the rest. */
export const isAgentResult = (value: unknown): value is AgentResult<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  'stopped' in value &&
  'answer' in value &&
  Array.isArray((value as { history?: unknown }).history);
