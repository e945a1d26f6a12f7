/** Reads the body of a request to the Responses API. */
import * as z from 'zod/mini';
import type { ChatRequest } from '../../model/request.ts';
import { readBody, refuseBody, refuseUnsupported } from '../body.ts';
import type { ReadContext, Reading, Stored } from '../port.ts';
import { asSchema, schemaShape, toolsChosen, toolSpec, type Choice } from './content.ts';
import { earlierItems, itemShape, messagesOf, resolved, type Item } from './response-items.ts';

const bodyShape = z.looseObject({
  model: z.string(),
  input: z.optional(z.union([z.string(), z.array(itemShape)])),
  instructions: z.nullish(z.string()),
  previous_response_id: z.nullish(z.string()),
  conversation: z.nullish(z.unknown()),
  background: z.nullish(z.boolean()),
  stream: z.nullish(z.boolean()),
  max_output_tokens: z.nullish(z.int()),
  tools: z.nullish(
    z.array(
      z.looseObject({
        type: z.string(),
        name: z.optional(z.string()),
        description: z.nullish(z.string()),
        parameters: z.nullish(schemaShape),
      }),
    ),
  ),
  tool_choice: z.nullish(
    z.union([
      z.enum(['auto', 'required', 'none']),
      z.looseObject({
        type: z.string(),
        name: z.optional(z.string()),
        mode: z.optional(z.enum(['auto', 'required'])),
        tools: z.optional(z.array(z.looseObject({ type: z.string(), name: z.optional(z.string()) }))),
      }),
    ]),
  ),
  text: z.nullish(
    z.looseObject({
      format: z.optional(
        z.looseObject({
          type: z.enum(['text', 'json_object', 'json_schema']),
          name: z.optional(z.string()),
          schema: z.optional(schemaShape),
        }),
      ),
    }),
  ),
});
type Body = z.output<typeof bodyShape>;

export const readResponses = (body: string, { stored }: ReadContext = {}): Reading =>
  readBody(body, bodyShape, (said) => chatRequest(said, stored));

/** The conversation that a body means: what went before it, and its own input. */
export function inputItems(
  { input, previous_response_id: previous }: Pick<Body, 'input' | 'previous_response_id'>,
  stored: Stored | undefined,
): readonly Item[] {
  const before = previous ? earlierItems(previous, stored) : [];
  const now = typeof input === 'string' ? [{ role: 'user' as const, content: input }] : (input ?? []);
  return [...before, ...resolved(now, stored)];
}

function chatRequest(body: Body, stored: Stored | undefined): ChatRequest {
  if (body.background) refuseUnsupported('work in the background');
  if (body.conversation) refuseUnsupported('a conversation kept by the provider');
  const { model, instructions, max_output_tokens: maxTokens } = body;
  const messages = messagesOf(inputItems(body, stored));
  if (messages.length === 0) refuseBody("Missing required parameter: 'input'.");
  const tools = (body.tools ?? []).map(({ type, name, ...rest }, i) =>
    type === 'function' && name !== undefined
      ? toolSpec({ name, ...rest })
      : refuseUnsupported(`a tool of type '${type}' (tools[${i}])`),
  );
  return {
    kind: 'chat',
    model,
    messages: instructions ? [{ role: 'system', content: instructions }, ...messages] : messages,
    ...formatOf(body.text?.format),
    ...(typeof maxTokens === 'number' ? { maxTokens } : {}),
    ...toolsChosen(tools, choiceOf(body.tool_choice)),
    ...(typeof body.stream === 'boolean' ? { stream: body.stream } : {}),
  };
}

function choiceOf(said: Body['tool_choice']): Choice | null {
  if (said === undefined || said === null) return null;
  if (typeof said === 'string') return { mode: said, only: null };
  const nameOf = ({ type, name }: { type: string; name?: string | undefined }): string =>
    type === 'function' && name !== undefined
      ? name
      : refuseUnsupported(`a choice of type '${type}' (tool_choice)`);
  if (said.tools) return { mode: said.mode ?? 'auto', only: said.tools.map(nameOf) };
  return { mode: 'required', only: [nameOf(said)] };
}

type Format = NonNullable<NonNullable<Body['text']>['format']>;
function formatOf(said: Format | undefined): Pick<ChatRequest, 'format'> {
  switch (said?.type) {
    case 'json_schema': {
      const name = said.name ?? refuseBody("Missing required parameter: 'text.format.name'.");
      return { format: { name, schema: asSchema(said.schema ?? {}) } };
    }
    case 'json_object':
      return { format: { name: 'json_object', schema: { type: 'object' } } };
    default:
      return {};
  }
}
