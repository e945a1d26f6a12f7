/**
 * Carrying out what a turn asked for: all calls at once, each as the step of its tool in the turn's scope. It owns what the
 * model is told of each; whether they are carried out at all is agent-loop.ts.
 *
 * 1. A call that was not understood starts nothing; arguments that break the contract stand at its edge as they are.
 * 2. A failure is told to the model, unless its author says that it is fatal: then what runs beside it is given up.
 */
import { captureJson } from '../base/json.ts';
import { startStep } from '../engine/bind.ts';
import type { Context } from '../engine/context.ts';
import { escalations } from '../engine/escalations.ts';
import type { Handle } from '../engine/handle.ts';
import { inner } from '../engine/inner.ts';
import { toFailure } from '../engine/step-error.ts';
import type { Escalation } from '../engine/surface.ts';
import type { Failure } from '../model/failure.ts';
import type { Message, ToolCall } from '../model/request.ts';
import { argumentsOf, type AskedCall } from './agent-calls.ts';
import { told, toldError } from './agent-conversation.ts';
import type { AgentEntry } from './agent-result.ts';

/** What became of one call. */
export interface CarriedOut {
  readonly message: Message;
  /** What the agent did; null: nothing. */
  readonly entry: AgentEntry | null;
  /** The tool's work was handed to a person. */
  readonly escalation: Escalation | null;
}

/** What happened to the run around an agent, and is no tool's failure. */
export const AROUND: ReadonlySet<Failure['code']> = new Set<Failure['code']>(['cancelled', 'misuse']);

type Runnable = Extract<AskedCall, { type: 'run' | 'invalid' }>;

/**
 * Carries out a turn's calls, in their order.
 * @param context the turn's own
 * @throws what a fatal failure of a tool was, or why the run around it ended
 */
export function carryOut(asked: readonly AskedCall[], turn: number, context: Context): Promise<CarriedOut[]> {
  const used = new Map<string, number>();
  const running: Handle<unknown>[] = [];
  return Promise.all(
    asked.map(async (one) => {
      if (one.type !== 'run' && one.type !== 'invalid') return refused(one, context);
      const { call, tool } = one;
      const times = (used.get(call.name) ?? 0) + 1;
      used.set(call.name, times);
      const handle = start(one, context, times === 1 ? undefined : times);
      running.push(handle);
      try {
        return answered(one, turn, await handle, context);
      } catch (error) {
        const why = toFailure(error, inner(context).core.locate);
        if (!AROUND.has(why.code) && !tool.tool.isFatal(why)) {
          const entry = { ...entryOf(call, turn), error: why.message };
          return { message: toldError(call, why.message), entry, escalation: null };
        }
        for (const other of running) if (other !== handle) other.cancel(`${call.name} failed beside it`);
        throw error;
      }
    }),
  );
}

function start(
  { type, call, tool, input }: Runnable,
  context: Context,
  key: number | undefined,
): Handle<unknown> {
  const { core, scope } = inner(context);
  const producer = `${scope.path}reason`;
  const valid = type === 'run';
  const def = valid ? tool : { ...tool, input: tool.tool.contract };
  const given: unknown = valid ? tool.tool.inputOf(input) : input;
  return startStep<unknown, unknown>(core, scope, def, call.name, given, key, { producer });
}

function refused(one: Exclude<AskedCall, Runnable>, context: Context): CarriedOut {
  const why = one.type === 'refused' ? one.why : 'nothing was called';
  const { scope, ...at } = inner(context);
  at.emit({ type: 'warning.raised', step: `${scope.path}reason`, message: `${why}; the model was told` });
  return { message: toldError(one.call, why), entry: null, escalation: null };
}

function answered({ call, tool }: Runnable, turn: number, value: unknown, context: Context): CarriedOut {
  const { core } = inner(context);
  const escalation = core.partIfMade(escalations)?.has(value) ? (value as Escalation) : null;
  const { tell } = tool.tool;
  const shown = escalation
    ? { error: `handed to a person: ${escalation.reason}` }
    : tell
      ? tell(value)
      : value;
  const result = captureJson(value, `the result of ${call.name}`);
  return { message: told(call, shown), entry: { ...entryOf(call, turn), result }, escalation };
}

/** The arguments are read anew: a tool may have changed those that it was given. */
const entryOf = (call: ToolCall, turn: number): Pick<AgentEntry, 'step' | 'tool' | 'input'> => ({
  step: turn,
  tool: call.name,
  input: argumentsOf(call) ?? {},
});
