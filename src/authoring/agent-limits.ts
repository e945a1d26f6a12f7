/** How far an agent may go, checked when it is defined. */
import { nanoUsd } from '../engine/policies/figures.ts';
import type { LimitReason } from './agent-result.ts';

/** As an author writes it. `Infinity` switches a limit off; the world's own limits stay. */
export interface AgentLimits {
  /** How often it may reason, ≥ 1. The calls of the last turn are still carried out. Default 10. */
  readonly turns?: number;
  /** Calls that may be carried out, ≥ 0. A turn that asks for more than are left has none of them. Default 20. */
  readonly toolCalls?: number;
  /** How often one tool may be asked again with the same intent, ≥ 0, in whatever words. Default 2. */
  readonly repeats?: number;
  /** Calls that name no tool or cannot be read, ≥ 0; each is answered, and one more fails the agent. Default 3. */
  readonly mistakes?: number;
  /**
   * Dollars, above 0, of everything that it does, sub-agents included. Checked before each turn: one whose worst case does
   * not fit is not begun; a reply without `maxTokens` is taken for 1,000 tokens. Default: no limit.
   */
  readonly costUsd?: number;
}

export interface Limits {
  readonly turns: number;
  readonly toolCalls: number;
  readonly repeats: number;
  readonly mistakes: number;
  /** Infinity: no limit. */
  readonly nanoUsd: number;
}

/** What follows when a limit is met: a result with what there is, a person, a failure. */
export type OnLimit = 'last' | 'escalate' | 'fail';

const NAMES = ['turns', 'toolCalls', 'repeats', 'mistakes', 'costUsd'];
const REASONS: readonly LimitReason[] = ['step-cap', 'tool-cap', 'repetition', 'budget'];

/** @throws {RangeError} naming the limit and the value */
export function agentLimits(given: AgentLimits = {}): Limits {
  for (const name of Object.keys(given))
    if (!NAMES.includes(name))
      throw new RangeError(`limits names '${name}', which is no limit; they are ${NAMES.join(', ')}`);
  const { costUsd } = given;
  return {
    turns: count(given.turns ?? 10, 'limits.turns', 1),
    toolCalls: count(given.toolCalls ?? 20, 'limits.toolCalls', 0),
    repeats: count(given.repeats ?? 2, 'limits.repeats', 0),
    mistakes: count(given.mistakes ?? 3, 'limits.mistakes', 0),
    nanoUsd: costUsd === undefined ? Infinity : nanoUsd(costUsd, 'limits.costUsd'),
  };
}

function count(value: number, name: string, least: number): number {
  if (value === Infinity || (Number.isInteger(value) && value >= least)) return value;
  throw new RangeError(`${name} is ${value}; it must be a whole number from ${least}, or Infinity`);
}

/** @throws {RangeError} naming what is no reason, or no way to go on */
export function onLimits(
  given: OnLimit | Partial<Record<LimitReason, OnLimit>> = 'escalate',
): Readonly<Record<LimitReason, OnLimit>> {
  const by = typeof given === 'string' ? {} : given;
  for (const reason of Object.keys(by))
    if (!REASONS.includes(reason as LimitReason))
      throw new RangeError(`onLimit names '${reason}'; the reasons are ${REASONS.join(', ')}`);
  const otherwise = typeof given === 'string' ? given : 'escalate';
  return Object.fromEntries(
    REASONS.map((reason) => {
      const then = by[reason] ?? otherwise;
      if (!['last', 'escalate', 'fail'].includes(then))
        throw new RangeError(`onLimit is '${then}'; it is 'last', 'escalate' or 'fail'`);
      return [reason, then];
    }),
  ) as Record<LimitReason, OnLimit>;
}
