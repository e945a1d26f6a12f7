/**
 * Items of the Responses API as messages. A conversation is a flat list there: what the assistant said and each call it
 * made are items of their own, which a chat has as one turn.
 */
import * as z from 'zod/mini';
import type { Json } from '../../base/json.ts';
import type { Message, ToolCall } from '../../model/request.ts';
import { refuseBody, refuseUnsupported } from '../body.ts';
import type { Stored } from '../port.ts';
import { calledTool, unpaired } from '../tool-pairs.ts';
import { contentShape, textOf } from './content.ts';

export const itemShape = z.looseObject({
  /** Absent: a message. */
  type: z.nullish(z.string()),
  id: z.nullish(z.string()),
  role: z.optional(z.enum(['system', 'developer', 'user', 'assistant'])),
  content: z.optional(contentShape),
  call_id: z.nullish(z.string()),
  name: z.nullish(z.string()),
  arguments: z.optional(z.string()),
  output: z.optional(contentShape),
});
export type Item = z.output<typeof itemShape>;

/** The items that are meant: a reference stands for what was stored under its id. */
export function resolved(items: readonly Item[], stored: Stored | undefined): readonly Item[] {
  return items.flatMap((item) => {
    if (item.type !== 'item_reference') return [item];
    const id = item.id ?? '';
    return (
      storedItems(stored, id) ?? refuseBody(`Item with id '${id}' not found.`, 'invalid_request_error', 404)
    );
  });
}

/** What a response said and had been asked; the conversation that `previous_response_id` goes on with. */
export function earlierItems(id: string, stored: Stored | undefined): readonly Item[] {
  return (
    storedItems(stored, id) ??
    refuseBody(`Previous response with id '${id}' not found.`, 'previous_response_not_found')
  );
}

const storedItems = (stored: Stored | undefined, id: string): readonly Item[] | undefined =>
  stored?.get(id) as readonly (Json & Item)[] | undefined;

/** The conversation of those items, checked: each call has its output. */
export function messagesOf(items: readonly Item[]): readonly Message[] {
  const messages: Message[] = [];
  for (const [i, item] of items.entries()) add(messages, item, i);
  const wrong = unpaired(messages);
  if (wrong?.what === 'orphan')
    refuseBody(`No tool call found for function call output with call_id ${wrong.id}.`);
  if (wrong) refuseBody(`No tool output found for function call ${wrong.ids[0]!}.`);
  return messages;
}

function add(messages: Message[], item: Item, i: number): void {
  switch (item.type ?? 'message') {
    case 'message': {
      const content = textOf(item.content, `input[${i}]`);
      if (item.role === 'assistant') said(messages, content, []);
      else messages.push({ role: item.role === 'user' ? 'user' : 'system', content });
      return;
    }
    case 'function_call': {
      const { call_id: id, name, arguments: given = '' } = item;
      if (!id || !name) refuseBody(`Missing parameter 'input[${i}].${id ? 'name' : 'call_id'}'.`);
      said(messages, '', [{ id, name, arguments: given }]);
      return;
    }
    case 'function_call_output': {
      const toolCallId = item.call_id ?? refuseBody(`Missing parameter 'input[${i}].call_id'.`);
      const content = textOf(item.output, `input[${i}]`);
      messages.push({ role: 'tool', content, toolCallId, name: calledTool(messages, toolCallId) });
      return;
    }
    case 'reasoning':
      return;
    default:
      refuseUnsupported(`an item of type '${item.type ?? ''}' (input[${i}])`);
  }
}

/** Adds to the assistant's turn, or begins one. */
function said(messages: Message[], content: string, calls: readonly ToolCall[]): void {
  const turn = messages.at(-1);
  if (turn?.role !== 'assistant') {
    messages.push({ role: 'assistant', content, ...(calls.length > 0 ? { toolCalls: calls } : {}) });
    return;
  }
  const toolCalls = [...(turn.toolCalls ?? []), ...calls];
  messages[messages.length - 1] = {
    ...turn,
    content: turn.content + content,
    ...(toolCalls.length > 0 ? { toolCalls } : {}),
  };
}
