/**
 * What a model's calls come to before any of them is carried out: the tool that is meant, its arguments read and checked.
 * A name that no tool has, and arguments that cannot be read, are answered in words; nothing is guessed.
 */
import type { Json } from '../base/json.ts';
import { breaches } from '../engine/contract.ts';
import { intentOf, type Intent } from '../engine/policies/repetition.ts';
import type { ToolCall } from '../model/request.ts';
import { parseJson } from './structured.ts';
import type { ToolDef } from './tool.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tools of any types
export type AnyTool = ToolDef<any, any>;
export type Tools = Readonly<Record<string, AnyTool>>;

export type AskedCall =
  /** To be carried out. */
  | {
      readonly type: 'run';
      readonly call: ToolCall;
      readonly tool: AnyTool;
      readonly input: Json;
      readonly intent: Intent;
    }
  /** Its arguments break the tool's contract: its step fails at that edge. */
  | { readonly type: 'invalid'; readonly call: ToolCall; readonly tool: AnyTool; readonly input: Json }
  /** There is nothing that could be tried. */
  | { readonly type: 'refused'; readonly call: ToolCall; readonly why: string }
  | { readonly type: 'hand-over'; readonly call: ToolCall; readonly to: string }
  | { readonly type: 'escalate'; readonly call: ToolCall; readonly reason: string };

/** What an agent offers besides its tools. */
export const HAND_OVER = 'hand_over_to_';
export const ESCALATE = 'escalate';

export interface Offered {
  readonly tools: Tools;
  /** Agents that may take over, by name. */
  readonly takeOver: readonly string[];
  /** Whether the model may hand the case to a person. */
  readonly mayEscalate: boolean;
}

const EXCERPT_CHARS = 80;

/** What was given, as JSON; no text at all is no argument. Undefined where it cannot be read. */
export const argumentsOf = (call: ToolCall): Json | undefined =>
  call.arguments.trim() === '' ? {} : parseJson(call.arguments);

/** Reads one call. */
export function readCall(call: ToolCall, offered: Offered): AskedCall {
  const { name } = call;
  const input = argumentsOf(call);
  if (offered.mayEscalate && name === ESCALATE)
    return { type: 'escalate', call, reason: textAt(input, 'reason') ?? 'it gave no reason' };
  const to = offered.takeOver.find((one) => name === HAND_OVER + one);
  if (to !== undefined) return { type: 'hand-over', call, to };
  if (!Object.hasOwn(offered.tools, name)) return { type: 'refused', call, why: unknownTool(name, offered) };
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return { type: 'refused', call, why: unreadable(name, call.arguments) };
  const tool = offered.tools[name]!;
  if (breaches(tool.tool.contract, input)) return { type: 'invalid', call, tool, input };
  const { intent } = tool.tool;
  return { type: 'run', call, tool, input, intent: intentOf(name, intent ? intent(input) : input) };
}

function unknownTool(name: string, { tools, takeOver, mayEscalate }: Offered): string {
  const known = [
    ...Object.keys(tools),
    ...takeOver.map((one) => HAND_OVER + one),
    ...(mayEscalate ? [ESCALATE] : []),
  ];
  return `there is no tool '${name}'; ${known.length === 0 ? 'there are none' : `the tools are ${known.join(', ')}`}`;
}

const unreadable = (name: string, text: string): string =>
  `the arguments of ${name} are no JSON object: '${text.slice(0, EXCERPT_CHARS)}'; nothing was called`;

function textAt(input: Json | undefined, key: string): string | null {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return null;
  const value = (input as { readonly [key: string]: Json })[key];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
