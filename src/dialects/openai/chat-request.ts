/** Reads the body of a chat completion. What only tunes sampling (temperature, seed, stop, …) is let through unread. */
import * as z from 'zod/mini';
import type { ChatRequest, Message } from '../../model/request.ts';
import { readBody, refuseBody, refuseUnsupported } from '../body.ts';
import type { Reading } from '../port.ts';
import { calledTool, unpaired } from '../tool-pairs.ts';
import {
  asSchema,
  contentShape,
  schemaShape,
  textOf,
  toolsChosen,
  toolSpec,
  type Choice,
} from './content.ts';

const functionShape = z.looseObject({
  name: z.string(),
  description: z.nullish(z.string()),
  parameters: z.nullish(schemaShape),
});
const namedTool = z.looseObject({
  type: z.string(),
  function: z.optional(z.looseObject({ name: z.string() })),
});

const messageShape = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: contentShape,
  refusal: z.nullish(z.string()),
  tool_calls: z.nullish(
    z.array(
      z.looseObject({
        id: z.string(),
        type: z.optional(z.string()),
        function: z.looseObject({ name: z.string(), arguments: z.string() }),
      }),
    ),
  ),
  tool_call_id: z.optional(z.string()),
});

const bodyShape = z.looseObject({
  model: z.string(),
  messages: z.array(messageShape).check(z.minLength(1)),
  stream: z.nullish(z.boolean()),
  max_tokens: z.nullish(z.int()),
  max_completion_tokens: z.nullish(z.int()),
  n: z.nullish(z.int()),
  logprobs: z.nullish(z.boolean()),
  modalities: z.nullish(z.array(z.string())),
  tools: z.nullish(z.array(z.looseObject({ type: z.string(), function: z.optional(functionShape) }))),
  tool_choice: z.nullish(
    z.union([
      z.enum(['auto', 'required', 'none']),
      z.looseObject({
        type: z.string(),
        function: z.optional(z.looseObject({ name: z.string() })),
        allowed_tools: z.optional(
          z.looseObject({ mode: z.enum(['auto', 'required']), tools: z.array(namedTool) }),
        ),
      }),
    ]),
  ),
  response_format: z.nullish(
    z.looseObject({
      type: z.enum(['text', 'json_object', 'json_schema']),
      json_schema: z.optional(z.looseObject({ name: z.string(), schema: z.optional(schemaShape) })),
    }),
  ),
});
type Body = z.output<typeof bodyShape>;
type Said = Body['messages'][number];

export const readChat = (body: string): Reading => readBody(body, bodyShape, chatRequest);

function chatRequest(body: Body): ChatRequest {
  if ((body.n ?? 1) > 1) refuseUnsupported(`more than one choice (n: ${String(body.n)})`);
  if (body.logprobs) refuseUnsupported('logprobs');
  if (body.modalities?.includes('audio')) refuseUnsupported('audio');
  const maxTokens = body.max_completion_tokens ?? body.max_tokens;
  const tools = (body.tools ?? []).map((tool, i) =>
    toolSpec(tool.function ?? refuseUnsupported(`a tool of type '${tool.type}' (tools[${i}])`)),
  );
  return {
    kind: 'chat',
    model: body.model,
    messages: messagesOf(body.messages),
    ...formatOf(body.response_format),
    ...(typeof maxTokens === 'number' ? { maxTokens } : {}),
    ...toolsChosen(tools, choiceOf(body.tool_choice)),
    ...(typeof body.stream === 'boolean' ? { stream: body.stream } : {}),
  };
}

function messagesOf(said: readonly Said[]): readonly Message[] {
  const messages: Message[] = [];
  for (const [i, message] of said.entries()) messages.push(messageOf(message, i, messages));
  const wrong = unpaired(messages);
  if (wrong?.what === 'orphan')
    refuseBody(
      `Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls' (messages[${wrong.at}]).`,
    );
  if (wrong)
    refuseBody(
      `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. ` +
        `The following tool_call_ids did not have response messages: ${wrong.ids.join(', ')}`,
    );
  return messages;
}

function messageOf(said: Said, i: number, before: readonly Message[]): Message {
  const content = textOf(said.content, `messages[${i}]`);
  switch (said.role) {
    case 'system':
    case 'developer':
      return { role: 'system', content };
    case 'user':
      return { role: 'user', content };
    case 'assistant': {
      const toolCalls = (said.tool_calls ?? []).map(({ id, function: { name, arguments: given } }) => ({
        id,
        name,
        arguments: given,
      }));
      return {
        role: 'assistant',
        content: content === '' ? (said.refusal ?? '') : content,
        ...(toolCalls.length > 0 ? { toolCalls } : {}),
      };
    }
    case 'tool': {
      const toolCallId = said.tool_call_id ?? refuseBody(`Missing parameter 'messages[${i}].tool_call_id'.`);
      return { role: 'tool', content, toolCallId, name: calledTool(before, toolCallId) };
    }
  }
}

function choiceOf(said: Body['tool_choice']): Choice | null {
  if (said === undefined || said === null) return null;
  if (typeof said === 'string') return { mode: said, only: null };
  const allowed = said.allowed_tools;
  if (allowed)
    return { mode: allowed.mode, only: allowed.tools.map((tool) => nameOf(tool.function, tool.type)) };
  return { mode: 'required', only: [nameOf(said.function, said.type)] };
}

const nameOf = (named: { readonly name: string } | undefined, type: string): string =>
  named?.name ?? refuseUnsupported(`a choice of type '${type}' (tool_choice)`);

function formatOf(said: Body['response_format']): Pick<ChatRequest, 'format'> {
  switch (said?.type) {
    case 'json_schema': {
      const { name, schema } =
        said.json_schema ?? refuseBody("Missing parameter 'response_format.json_schema'.");
      return { format: { name, schema: asSchema(schema ?? {}) } };
    }
    case 'json_object':
      return { format: { name: 'json_object', schema: { type: 'object' } } };
    default:
      return {};
  }
}
