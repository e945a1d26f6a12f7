/** A model whose replies a test writes down, turn by turn, and what a test asks of the conversation that it sees. */
import type { Cast, Content } from '../../../src/model/endpoint.ts';
import type { ChatRequest, Message, Request, ToolCall } from '../../../src/model/request.ts';
import { scriptedCast, type Script } from '../../support/scripted-cast.ts';

/** A reply that calls tools: name and arguments of each, the latter as text or as what they are. */
export function asks(...calls: readonly (readonly [string, unknown?])[]): Partial<Content> {
  const toolCalls = calls.map(([name, input], i): ToolCall => {
    const given = input === undefined ? '{}' : typeof input === 'string' ? input : JSON.stringify(input);
    return { id: `${name}-${i}`, name, arguments: given };
  });
  return { text: '', toolCalls, reason: 'tool-calls' };
}

export const says = (text: string): Partial<Content> => ({ text });

/** How many replies stand in the conversation, from which the turn follows. */
export const turnOf = ({ messages }: ChatRequest): number =>
  messages.filter(({ role }) => role === 'assistant').length + 1;

/** A cast with one model, 'm', that answers by turn; past the end it repeats the last reply. */
export function castOf(
  replies: readonly Partial<Content>[] | ((turn: number, request: ChatRequest) => Partial<Content>),
  others: Readonly<Record<string, Script>> = {},
): { readonly cast: Cast; readonly seen: ChatRequest[] } {
  const seen: ChatRequest[] = [];
  const answer = (request: Request): Partial<Content> => {
    const chat = request as ChatRequest;
    seen.push(chat);
    const turn = turnOf(chat);
    return typeof replies === 'function' ? replies(turn, chat) : (replies[turn - 1] ?? replies.at(-1)!);
  };
  return { cast: scriptedCast({ m: { replies: answer }, ...others }), seen };
}

/** What tools were said to have answered, in order. */
export const toldIn = ({ messages }: { readonly messages: readonly Message[] }): string[] =>
  messages.flatMap((message) => (message.role === 'tool' ? [message.content] : []));
