/**
 * An agent's loop: reason, carry out what was asked for, tell the model, reason again. It owns the turns, the limits and
 * the reason why it stops; what a call means is agent-calls.ts, what becomes of it agent-carry-out.ts.
 *
 * A1. Each turn is a scope, `turn-1`, `turn-2` …; the calls of one turn run at once.
 * A2. Nothing is carried out that was not understood: a call that was cut, that names no tool or whose arguments cannot be
 *     read is answered in words. So is one whose tool fails, unless its author says that this is fatal.
 * A3. A limit is checked before anything of a turn is carried out, so a turn is carried out whole or not at all.
 * A4. It stops once, and says why: `agent.stopped`. A run that ends around it says why itself.
 */
import type { Bound, Context } from '../engine/context.ts';
import { meterCosts, type CostMeter } from '../engine/cost-meter.ts';
import { inner } from '../engine/inner.ts';
import { dollars } from '../engine/policies/figures.ts';
import { repeatsOf, type Intent } from '../engine/policies/repetition.ts';
import { worstCase } from '../engine/policies/worst-case.ts';
import type { Steps } from '../engine/step-def.ts';
import { StepError, toFailure } from '../engine/step-error.ts';
import type { Escalation } from '../engine/surface.ts';
import type { AgentStopped } from '../history/events.ts';
import { failure, type Failure } from '../model/failure.ts';
import type { Message, ToolCall } from '../model/request.ts';
import { readCall, type AskedCall, type Offered } from './agent-calls.ts';
import { AROUND, carryOut } from './agent-carry-out.ts';
import { opening, saidBy, told, toldError, type AgentInput } from './agent-conversation.ts';
import type { Limits, OnLimit } from './agent-limits.ts';
import type { Reason, Thought } from './agent-reason.ts';
import type { AgentEntry, AgentResult, LimitReason } from './agent-result.ts';

/** A defined agent. */
export interface AgentDef {
  readonly name: string;
  readonly system: string;
  readonly reason: Reason;
  readonly offered: Offered;
  readonly limits: Limits;
  readonly onLimit: Readonly<Record<LimitReason, OnLimit>>;
}

/** What a turn came to: the loop goes on, or this is its end. */
type TurnEnd = { readonly end: unknown } | null;

/** Output tokens that a turn's worst case takes a reply for that `maxTokens` does not limit. */
const ASSUMED_TOKENS = 1_000;

export class AgentLoop {
  private readonly def: AgentDef;
  private readonly context: Context;
  private readonly steps: Bound<Steps>;
  private readonly messages: Message[];
  private readonly history: AgentEntry[] = [];
  private readonly intents: Intent[] = [];
  private readonly meter: CostMeter | null;
  private turns = 0;
  private toolCalls = 0;
  private mistakes = 0;
  private readonly ids = new Set<string>();

  constructor(def: AgentDef, input: AgentInput, steps: Bound<Steps>, context: Context) {
    this.def = def;
    this.context = context;
    this.steps = steps;
    this.messages = [...opening(def.system, input)];
    for (const message of this.messages)
      if (message.role === 'assistant') for (const { id } of message.toolCalls ?? []) this.ids.add(id);
    const { core, scope } = inner(context);
    this.meter = def.limits.nanoUsd === Infinity ? null : meterCosts(core, scope.path);
  }

  async run(): Promise<unknown> {
    try {
      for (;;) {
        const stop = this.mayReason();
        if (stop) return this.limited(...stop);
        const turn = ++this.turns;
        const ended = await this.context.scope(`turn-${turn}`, (steps, context) => this.turn(steps, context));
        if (ended) return ended.end;
      }
    } finally {
      this.meter?.end();
    }
  }

  private mayReason(): readonly [LimitReason, string] | null {
    const { limits, reason } = this.def;
    if (this.turns >= limits.turns)
      return [
        'step-cap',
        `it has reasoned ${this.turns === 1 ? 'once' : `${this.turns} times`}, as often as it may`,
      ];
    if (!this.meter) return null;
    const { host } = inner(this.context).core;
    const request = reason.request(this.messages);
    const next = worstCase(request, host.facts(request.model), ASSUMED_TOKENS).nanoUsd;
    const { nanoUsd: spent } = this.meter;
    if (spent + next <= limits.nanoUsd) return null;
    return [
      'budget',
      `it has spent ${dollars(spent)}, and the next turn may cost ${dollars(next)}: more than its ${dollars(limits.nanoUsd)}`,
    ];
  }

  private async turn(steps: Bound<Steps>, context: Context): Promise<TurnEnd> {
    const thought = await this.reasoned(steps);
    const toolCalls = thought.toolCalls.map((call) => this.numbered(call));
    this.messages.push(saidBy(thought.text, toolCalls));
    if (toolCalls.length === 0) return { end: this.answered(thought.answer) };
    const asked = toolCalls.map((call) => readCall(call, this.def.offered));
    const away = this.givenAway(asked);
    if (away) return away;
    const stop = this.mayCarryOut(asked);
    if (stop) return { end: this.limited(...stop) };
    return this.carriedOut(asked, context);
  }

  private async reasoned(steps: Bound<Steps>): Promise<Thought> {
    try {
      return (await steps['reason']!({ messages: [...this.messages] })) as Thought;
    } catch (error) {
      return this.failed(error);
    }
  }

  /** Ids tell results apart: one that is missing or was used before is replaced. */
  private numbered(call: ToolCall): ToolCall {
    const { ids } = this;
    const fresh = call.id !== '' && !ids.has(call.id);
    const id = fresh ? call.id : `call-${this.turns}-${ids.size + 1}`;
    ids.add(id);
    return fresh ? call : { ...call, id };
  }

  /** A person or another agent takes over: what else the turn asked for is left to them. */
  private givenAway(asked: readonly AskedCall[]): TurnEnd {
    for (const one of asked) {
      if (one.type === 'escalate') return { end: this.escalated(one.reason, one.reason) };
      if (one.type === 'hand-over') return { end: this.handedOver(asked, one.call, one.to) };
    }
    return null;
  }

  private handedOver(asked: readonly AskedCall[], call: ToolCall, to: string): PromiseLike<unknown> {
    for (const one of asked)
      this.messages.push(
        one.call === call
          ? told(call, { handedOverTo: to })
          : toldError(one.call, `nothing was called: ${to} takes over`),
      );
    this.stop('handed-over', `${to} takes over`);
    return this.steps[to]!({ messages: this.messages.filter(({ role }) => role !== 'system') });
  }

  /** A3. */
  private mayCarryOut(asked: readonly AskedCall[]): readonly [LimitReason, string] | null {
    const { limits } = this.def;
    const intents: Intent[] = [];
    for (const one of asked) {
      if (one.type !== 'run') continue;
      const repeats = repeatsOf(one.intent, [...this.intents, ...intents]);
      if (repeats > limits.repeats)
        return [
          'repetition',
          `${one.call.name} was asked for the same thing ${repeats + 1} times, the last time with ${one.call.arguments.slice(0, 200)}`,
        ];
      intents.push(one.intent);
    }
    if (this.toolCalls + intents.length > limits.toolCalls)
      return [
        'tool-cap',
        `it asked for ${intents.length} more ${intents.length === 1 ? 'call' : 'calls'} after ${this.toolCalls} of the ${limits.toolCalls} that it may make`,
      ];
    this.intents.push(...intents);
    return null;
  }

  private async carriedOut(asked: readonly AskedCall[], context: Context): Promise<TurnEnd> {
    const bad = asked.filter(({ type }) => type !== 'run').length;
    this.mistakes += bad;
    if (this.mistakes > this.def.limits.mistakes)
      return this.failed(new StepError(this.tooManyMistakes(asked)));
    this.toolCalls += asked.length - bad;
    const done = await carryOut(asked, this.turns, context).catch((error: unknown) => this.failed(error));
    for (const { message, entry } of done) {
      this.messages.push(message);
      if (entry) this.history.push(entry);
    }
    const away = done.find(({ escalation }) => escalation !== null)?.escalation;
    if (!away) return null;
    this.stop('escalated', away.reason);
    return { end: away };
  }

  private tooManyMistakes(asked: readonly AskedCall[]): Failure {
    const last = asked.findLast(({ type }) => type !== 'run')!;
    const why =
      last.type === 'refused' ? last.why : `${last.call.name} was given arguments that it does not accept`;
    return failure(
      'bad_format',
      `${this.def.name} made ${this.mistakes} calls that could not be carried out, more than the ${this.def.limits.mistakes} it may; the last: ${why}`,
      { retryable: false },
    );
  }

  private answered(answer: unknown): AgentResult<unknown> {
    this.stop('answered', 'it answered');
    return { ...this.work(), stopped: 'answered', answer };
  }

  private escalated(reason: string, detail: string): Escalation {
    this.stop('escalated', detail);
    return this.context.escalate(reason, this.work());
  }

  private limited(reason: LimitReason, detail: string): AgentResult<unknown> | Escalation {
    this.stop(reason, detail);
    const { name, onLimit } = this.def;
    const result: AgentResult<unknown> = {
      ...this.work(),
      stopped: reason,
      detail,
      answer: null,
      last: this.history.at(-1) ?? null,
    };
    switch (onLimit[reason]) {
      case 'last':
        return result;
      case 'escalate':
        return this.context.escalate(`${name}: ${detail}`, result);
      case 'fail':
        throw new StepError(failure('limit', `${name} stopped: ${detail}`, { retryable: false }));
    }
  }

  /** Ends the agent with a failure. What was cancelled around it is no stop of its own (A4). */
  private failed(error: unknown): never {
    const why = toFailure(error, inner(this.context).core.locate);
    if (!AROUND.has(why.code)) this.stop('failed', why.message);
    throw error;
  }

  private stop(reason: AgentStopped['reason'], detail: string): void {
    const at = inner(this.context);
    const { turns, toolCalls } = this;
    at.emit({ type: 'agent.stopped', step: at.scope.label, reason, turns, toolCalls, detail });
  }

  private work() {
    const { turns, toolCalls, history } = this;
    return { agent: this.def.name, history, turns, toolCalls };
  }
}
