/**
 * Reads the body of a request to the Messages API. What only tunes sampling or caching is let through unread.
 *
 * 1. The results of tools come in the user's turn, before whatever else the user says there.
 * 2. Thinking that is sent back is left out: no simulated endpoint thinks aloud.
 */
import * as z from 'zod/mini';
import type { Json } from '../../base/json.ts';
import type { ChatRequest, JsonSchema, Message, ToolSpec } from '../../model/request.ts';
import { readBody, refuseBody, refuseUnsupported } from '../body.ts';
import type { Reading } from '../port.ts';
import { calledTool, unpaired } from '../tool-pairs.ts';

const textsShape = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.string(), text: z.optional(z.string()) })),
]);
const blockShape = z.looseObject({
  type: z.string(),
  text: z.optional(z.string()),
  id: z.optional(z.string()),
  name: z.optional(z.string()),
  input: z.optional(z.unknown()),
  tool_use_id: z.optional(z.string()),
  content: z.optional(z.unknown()),
});
type Block = z.output<typeof blockShape>;

const schemaShape = z.record(z.string(), z.unknown());
const toolShape = z.looseObject({
  type: z.nullish(z.string()),
  name: z.string(),
  description: z.optional(z.string()),
  input_schema: z.optional(schemaShape),
});

const bodyShape = z.looseObject({
  model: z.string(),
  max_tokens: z.int().check(z.gte(1)),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['user', 'assistant', 'system']),
        content: z.union([z.string(), z.array(blockShape)]),
      }),
    )
    .check(z.minLength(1)),
  system: z.optional(textsShape),
  stream: z.optional(z.boolean()),
  tools: z.optional(z.array(toolShape)),
  tool_choice: z.optional(
    z.looseObject({ type: z.enum(['auto', 'any', 'tool', 'none']), name: z.optional(z.string()) }),
  ),
  output_config: z.nullish(
    z.looseObject({
      format: z.nullish(z.looseObject({ type: z.string(), schema: z.optional(schemaShape) })),
    }),
  ),
});
type Body = z.output<typeof bodyShape>;
type Turn = Body['messages'][number];

export const readMessages = (body: string): Reading => readBody(body, bodyShape, chatRequest);

function chatRequest(body: Body): ChatRequest {
  const { model, max_tokens: maxTokens, system } = body;
  const messages: Message[] = [];
  if (system !== undefined && system.length > 0)
    messages.push({ role: 'system', content: joined(system, 'system') });
  for (const [i, turn] of body.messages.entries()) addTurn(messages, turn, `messages.${i}.content`);
  checkPairs(messages);
  const schema = body.output_config?.format?.schema;
  return {
    kind: 'chat',
    model,
    messages,
    ...(schema ? { format: { name: 'output', schema: asSchema(schema) } } : {}),
    maxTokens,
    ...toolsOf(body),
    ...(typeof body.stream === 'boolean' ? { stream: body.stream } : {}),
  };
}

function addTurn(messages: Message[], { role, content }: Turn, place: string): void {
  const blocks: readonly Block[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  if (role === 'assistant') {
    messages.push(assistantTurn(blocks, place));
    return;
  }
  const said: string[] = [];
  for (const [i, block] of blocks.entries()) {
    if (block.type === 'tool_result') messages.push(toolResult(block, messages, `${place}.${i}`));
    else said.push(textOf(block, `${place}.${i}`));
  }
  if (said.length > 0) messages.push({ role, content: said.join('\n') });
}

function assistantTurn(blocks: readonly Block[], place: string): Message {
  const said: string[] = [];
  const toolCalls = [];
  for (const [i, block] of blocks.entries()) {
    if (block.type === 'thinking' || block.type === 'redacted_thinking') continue;
    if (block.type !== 'tool_use') said.push(textOf(block, `${place}.${i}`));
    else if (block.id === undefined || block.name === undefined)
      refuseBody(`${place}.${i}.tool_use.${block.id === undefined ? 'id' : 'name'}: Field required`);
    else toolCalls.push({ id: block.id, name: block.name, arguments: JSON.stringify(block.input ?? {}) });
  }
  return {
    role: 'assistant',
    content: said.join(''),
    ...(toolCalls.length > 0 ? { toolCalls } : {}),
  };
}

function toolResult(block: Block, before: readonly Message[], place: string): Message {
  const toolCallId = block.tool_use_id ?? refuseBody(`${place}.tool_result.tool_use_id: Field required`);
  const { success, data } = textsShape.safeParse(block.content ?? '');
  if (!success) refuseBody(`${place}.tool_result.content: Input should be a string or a list of blocks`);
  return {
    role: 'tool',
    content: joined(data, `${place}.tool_result`),
    toolCallId,
    name: calledTool(before, toolCallId),
  };
}

const joined = (said: z.output<typeof textsShape>, place: string): string =>
  typeof said === 'string' ? said : said.map((block, i) => textOf(block, `${place}.${i}`)).join('\n');

const textOf = (
  block: { readonly type: string; readonly text?: string | undefined },
  place: string,
): string =>
  block.type === 'text' && block.text !== undefined
    ? block.text
    : refuseUnsupported(`content of type '${block.type}' (${place})`);

function checkPairs(messages: readonly Message[]): void {
  const wrong = unpaired(messages);
  if (wrong?.what === 'orphan')
    refuseBody(
      `unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${wrong.id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
    );
  if (wrong)
    refuseBody(
      `\`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${wrong.ids.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
    );
}

const MODES = { auto: 'auto', any: 'required', tool: 'required', none: 'none' } as const;

/** A choice of one tool keeps only that one: to the model it is the same. */
function toolsOf({ tools = [], tool_choice: choice }: Body): Pick<ChatRequest, 'tools' | 'toolChoice'> {
  const specs = tools.map(toolSpec);
  const only =
    choice?.type === 'tool' ? (choice.name ?? refuseBody('tool_choice.tool.name: Field required')) : null;
  const kept = only === null ? specs : specs.filter(({ name }) => name === only);
  if (only !== null && kept.length === 0) refuseBody(`Tool '${only}' not found in provided tools`);
  return {
    ...(kept.length > 0 ? { tools: kept } : {}),
    ...(choice ? { toolChoice: MODES[choice.type] } : {}),
  };
}

function toolSpec(tool: z.output<typeof toolShape>, i: number): ToolSpec {
  const { type, name, description = '', input_schema: parameters } = tool;
  if ((type ?? 'custom') !== 'custom') refuseUnsupported(`a tool of type '${type ?? ''}' (tools.${i})`);
  return { name, description, parameters: asSchema(parameters ?? { type: 'object', properties: {} }) };
}

/** It came out of JSON. */
const asSchema = (schema: Record<string, unknown>): JsonSchema => schema as { readonly [key: string]: Json };
