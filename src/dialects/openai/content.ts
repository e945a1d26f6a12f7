/** What chat completions and responses share of a request: content, tools, the choice of a tool. */
import * as z from 'zod/mini';
import type { Json } from '../../base/json.ts';
import type { ChatRequest, JsonSchema, ToolSpec } from '../../model/request.ts';
import { refuseBody, refuseUnsupported } from '../body.ts';

export const contentShape = z.nullish(
  z.union([
    z.string(),
    z.array(
      z.looseObject({ type: z.string(), text: z.optional(z.string()), refusal: z.optional(z.string()) }),
    ),
  ]),
);

/** The text of a content. `place` names it in a refusal. */
export function textOf(content: z.output<typeof contentShape>, place: string): string {
  if (typeof content === 'string') return content;
  return (content ?? [])
    .map(
      ({ type, text, refusal }) =>
        text ?? refusal ?? refuseUnsupported(`content of type '${type}' (in ${place})`),
    )
    .join('');
}

export const schemaShape = z.record(z.string(), z.unknown());
/** It came out of JSON. */
export const asSchema = (schema: z.output<typeof schemaShape>): JsonSchema =>
  schema as { readonly [key: string]: Json };

export interface SaidTool {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly parameters?: Record<string, unknown> | null | undefined;
}

export const toolSpec = ({ name, description, parameters }: SaidTool): ToolSpec => ({
  name,
  description: description ?? '',
  parameters: asSchema(parameters ?? { type: 'object', properties: {} }),
});

/** Which of the tools may be called, and whether one must be. */
export interface Choice {
  readonly mode: 'auto' | 'required' | 'none';
  /** Null: all of them. */
  readonly only: readonly string[] | null;
}

/**
 * Tools and choice of a request. A choice of certain tools keeps only those, since a model request cannot say which: to
 * the model that is the same.
 */
export function toolsChosen(
  tools: readonly ToolSpec[],
  choice: Choice | null,
): Pick<ChatRequest, 'tools' | 'toolChoice'> {
  const only = choice?.only ?? null;
  const stranger = only?.find((name) => !tools.some((tool) => tool.name === name));
  if (stranger !== undefined) refuseBody(`Tool choice '${stranger}' not found in 'tools' parameter.`);
  const kept = only ? tools.filter(({ name }) => only.includes(name)) : tools;
  return {
    ...(kept.length > 0 ? { tools: kept } : {}),
    ...(choice ? { toolChoice: choice.mode } : {}),
  };
}
