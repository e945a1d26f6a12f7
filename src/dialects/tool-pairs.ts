/** What providers demand of the tool calls in a conversation: each is answered, once, right after it was made. */
import type { Message } from '../model/request.ts';

export type Unpaired =
  /** An answer to a call that the assistant's last turn did not make. */
  | { readonly what: 'orphan'; readonly id: string; readonly at: number }
  /** A call that the messages after it do not answer. */
  | { readonly what: 'unanswered'; readonly ids: readonly string[]; readonly at: number };

/** The first call or answer that has no other half; null if all have. `at`: the message's place in the list. */
export function unpaired(messages: readonly Message[]): Unpaired | null {
  let open = new Set<string>();
  let callsAt = 0;
  for (const [at, message] of messages.entries()) {
    if (message.role === 'tool') {
      if (!open.delete(message.toolCallId)) return { what: 'orphan', id: message.toolCallId, at };
      continue;
    }
    if (open.size > 0) break;
    if (message.role !== 'assistant') continue;
    open = new Set(message.toolCalls?.map(({ id }) => id));
    callsAt = at;
  }
  return open.size > 0 ? { what: 'unanswered', ids: [...open], at: callsAt } : null;
}

/** The name of the tool whose call has that id; '' if no message before made it. */
export function calledTool(messages: readonly Message[], id: string): string {
  for (const message of messages) {
    const call = message.role === 'assistant' && message.toolCalls?.find((made) => made.id === id);
    if (call) return call.name;
  }
  return '';
}
