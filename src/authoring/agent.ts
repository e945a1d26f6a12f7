/** Agents: a model that reasons, acts with tools, and answers, within limits that are declared. */
import type { Bound, Context } from '../engine/context.ts';
import type { Orchestration } from '../engine/definition.ts';
import { defineOrchestration } from '../engine/sub-orchestration.ts';
import type { AnyStep, OutputOf, Steps } from '../engine/step-def.ts';
import type { Escalation } from '../engine/surface.ts';
import type { ToolSpec } from '../model/request.ts';
import { ESCALATE, HAND_OVER, type Tools } from './agent-calls.ts';
import type { AgentInput } from './agent-conversation.ts';
import { agentLimits, onLimits, type AgentLimits, type OnLimit } from './agent-limits.ts';
import { AgentLoop } from './agent-loop.ts';
import { reasonStep, type ReasonOptions } from './agent-reason.ts';
import type { AgentResult, LimitReason } from './agent-result.ts';
import { checkNames } from './names.ts';
import { checkText } from './options.ts';
import type { Parsed, Schema } from './structured.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- agents of any answers
type AnyAgent = Orchestration<any, any>;

/** An agent that may take over, and when the model shall have it do so. */
export type TakeOver = AnyAgent | { readonly agent: AnyAgent; readonly when: string };
type AgentOf<H> = H extends { readonly agent: infer A } ? A : H;

export interface AgentOptions<
  T extends Tools = Tools,
  S extends Schema = Schema,
  H extends Readonly<Record<string, TakeOver>> = Readonly<Record<string, TakeOver>>,
> extends ReasonOptions {
  readonly name: string;
  /** What the model is told before anything else. */
  readonly system: string;
  /** By the names that the model calls them by; they are steps, and so is `reason`. */
  readonly tools?: T;
  readonly limits?: AgentLimits;
  /** What the answer must satisfy; it is told to the model, and checked. Default: any text. */
  readonly output?: S;
  /**
   * What follows when a limit is met, for all or by reason: `'last'` gives a result without an answer, `'escalate'` hands
   * the case to a person, `'fail'` fails with `limit`. Default 'escalate'.
   */
  readonly onLimit?: OnLimit | Partial<Record<LimitReason, OnLimit>>;
  /** Agents that may take over with the conversation, by name. What they come to is what this agent comes to. */
  readonly handOver?: H;
  /** Lets the model hand the case to a person, and tells it when. Default: it may not. */
  readonly escalate?: string;
}

/**
 * An agent: an orchestration that reasons in turns, each a scope `turn-1`, `turn-2` …, with the step `reason` and the steps
 * of its tools in it. It may be run by itself, stand among the steps of another orchestration, or be the work of a tool.
 * @throws {RangeError} for a name used twice, a limit that is none, or a schema that cannot be sent or checked
 * @example agent({ name: 'Support', model: 'gpt-4o', system: '…', tools: { order, refund }, limits: { toolCalls: 5 } })
 */
export function agent<
  const T extends Tools = Tools,
  S extends Schema = Schema<string>,
  const H extends Readonly<Record<string, TakeOver>> = never,
>(
  options: AgentOptions<T, S, H>,
): Orchestration<AgentInput, AgentResult<Parsed<S>> | Escalation | OutputOf<AgentOf<H[keyof H]>>>;
export function agent(options: AgentOptions): Orchestration<AgentInput> {
  const { name, system, limits, onLimit, output, escalate, tools = {}, handOver = {}, ...asking } = options;
  checkText(name, 'name of agent', 'what the graph and its steps call it');
  checkText(system, 'system of agent', 'the text that the model is told before the input');
  const agents = Object.fromEntries(Object.entries(handOver).map(([to, one]) => [to, readTakeOver(to, one)]));
  checkNames([...Object.keys(tools), ...Object.keys(agents)]);
  checkDistinct(Object.keys(tools), Object.keys(agents));
  const specs: ToolSpec[] = [
    ...Object.entries(tools).map(([tool, { tool: facts }]) => {
      const { description, parameters } = facts;
      return { name: tool, description, parameters };
    }),
    ...Object.entries(agents).map(([to, { when }]) => specOf(HAND_OVER + to, when)),
    ...(escalate === undefined ? [] : [specOf(ESCALATE, `Hands the case to a person. ${escalate}`)]),
  ];
  const reason = reasonStep(asking, specs, output ?? null);
  const takeOver = Object.keys(agents);
  const def = {
    name,
    system,
    reason,
    offered: { tools, takeOver, mayEscalate: escalate !== undefined },
    limits: agentLimits(limits),
    onLimit: onLimits(onLimit),
  };
  const steps: Record<string, AnyStep> = { reason: reason.step, ...tools };
  for (const to of takeOver) steps[to] = agents[to]!.agent;
  const acts = Object.keys(steps).filter((step) => step !== 'reason');
  return defineOrchestration<AgentInput, unknown>({
    name,
    pattern: 'agent',
    steps,
    shape: {
      reason: { after: [], conditional: false },
      ...Object.fromEntries(acts.map((step) => [step, { after: ['reason'], conditional: true }])),
    },
    run: (input: AgentInput, bound: Bound<Steps>, context: Context) =>
      new AgentLoop(def, input, bound, context).run(),
  });
}

function readTakeOver(to: string, given: TakeOver): { readonly agent: AnyAgent; readonly when: string } {
  if ('agent' in given)
    return { agent: given.agent, when: `Hands the conversation over to ${to}. ${given.when}` };
  return { agent: given, when: `Hands the conversation over to ${given.name}.` };
}

const specOf = (name: string, description: string): ToolSpec => ({
  name,
  description,
  parameters: {
    type: 'object',
    properties: { reason: { type: 'string', description: 'why, in a sentence' } },
    additionalProperties: false,
  },
});

/** Steps, tools and what the model calls them by share names. */
function checkDistinct(tools: readonly string[], takeOver: readonly string[]): void {
  const taken = new Set(['reason', ESCALATE, ...takeOver.map((to) => HAND_OVER + to)]);
  for (const name of [...tools, ...takeOver]) {
    if (taken.has(name))
      throw new RangeError(
        `an agent has two things called '${name}': its step 'reason', its tools and the agents that may take over need different names`,
      );
    taken.add(name);
  }
}
