/** The conversation that an agent carries on: how it opens, and in which words a model is told what came of its calls. */
import { captureJson, type Json } from '../base/json.ts';
import { StepError } from '../engine/step-error.ts';
import { failure } from '../model/failure.ts';
import type { Message, ToolCall } from '../model/request.ts';
import { isAgentResult } from './agent-result.ts';
import { messages } from './prompt.ts';

/** A conversation that goes on: what a session kept, what another agent hands over. It may be empty. */
export interface AgentConversation {
  readonly messages: readonly Message[];
}

/** What an agent is given: a goal in words, a conversation, or an object that is rendered as one section a key. */
export type AgentInput = string | AgentConversation | Readonly<Record<string, unknown>>;

/** A result longer than this is told in part. */
const TOLD_CHARS = 20_000;

const isConversation = (input: AgentInput): input is AgentConversation =>
  typeof input === 'object' && Array.isArray((input as { messages?: unknown }).messages);

/**
 * The messages that an agent begins with. A system message of another agent is left out: its own stands in its place.
 * @throws {StepError} `bad_request` for what is no message
 */
export function opening(system: string, input: AgentInput): readonly Message[] {
  if (!isConversation(input)) return messages(system, input);
  const given = captureJson(input.messages, 'the conversation') as unknown as readonly Message[];
  given.forEach((message, i) => {
    if (!ROLES.includes((message as Message | null)?.role ?? '') || typeof message.content !== 'string')
      throw new StepError(
        failure('bad_request', `messages[${i}] of the conversation needs a role and a content that is text`),
      );
  });
  return [{ role: 'system', content: system }, ...given.filter(({ role }) => role !== 'system')];
}

const ROLES: readonly string[] = ['system', 'user', 'assistant', 'tool'] satisfies Message['role'][];

/** What was said by the model, calls and all. */
export const saidBy = (text: string, calls: readonly ToolCall[]): Message =>
  calls.length === 0
    ? { role: 'assistant', content: text }
    : { role: 'assistant', content: text, toolCalls: calls };

/** A call's result, as the model is told of it. */
export function told(call: ToolCall, value: unknown): Message {
  const text = textOf(value);
  const content =
    text.length <= TOLD_CHARS
      ? text
      : `${text.slice(0, TOLD_CHARS)}… (${text.length - TOLD_CHARS} more characters)`;
  return { role: 'tool', toolCallId: call.id, name: call.name, content };
}

/** A call that came to nothing, and why. */
export const toldError = (call: ToolCall, error: string): Message => told(call, { error });

function textOf(value: unknown): string {
  const plain = isAgentResult(value)
    ? value.stopped === 'answered'
      ? value.answer
      : { error: `${value.agent} stopped without an answer: ${value.detail}` }
    : value;
  if (typeof plain === 'string') return plain;
  const stored: Json = captureJson(plain, 'what the model is told');
  return JSON.stringify(stored);
}
