/** What is read of OpenAI's JSON, and no more: whatever else a provider adds is let through. */
import * as z from 'zod/mini';
import type { FinishReason, Usage } from '../../model/reply.ts';

const usage = z.nullish(
  z.looseObject({
    prompt_tokens: z.int(),
    completion_tokens: z.nullish(z.int()),
    total_tokens: z.nullish(z.int()),
  }),
);
const finishReason = z.nullish(z.string());

/** A piece of a call: the first names it, the others go on with its arguments. */
const callDelta = z.looseObject({
  index: z.nullish(z.int()),
  id: z.nullish(z.string()),
  function: z.nullish(z.looseObject({ name: z.nullish(z.string()), arguments: z.nullish(z.string()) })),
});
const call = z.looseObject({
  id: z.string(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

export const chunkSchema = z.looseObject({
  model: z.nullish(z.string()),
  choices: z.nullish(
    z.array(
      z.looseObject({
        delta: z.nullish(
          z.looseObject({ content: z.nullish(z.string()), tool_calls: z.nullish(z.array(callDelta)) }),
        ),
        finish_reason: finishReason,
      }),
    ),
  ),
  usage,
});

export const completionSchema = z.looseObject({
  model: z.nullish(z.string()),
  choices: z
    .array(
      z.looseObject({
        message: z.looseObject({
          content: z.nullish(z.string()),
          refusal: z.nullish(z.string()),
          tool_calls: z.nullish(z.array(call)),
        }),
        finish_reason: finishReason,
      }),
    )
    .check(z.minLength(1)),
  usage,
});

export const embeddingsSchema = z.looseObject({
  model: z.nullish(z.string()),
  data: z.array(z.looseObject({ index: z.int(), embedding: z.array(z.number()) })),
  usage,
});

export const searchSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      file_id: z.string(),
      filename: z.string(),
      score: z.number(),
      attributes: z.nullish(z.looseObject({ title: z.optional(z.unknown()) })),
      content: z.array(z.looseObject({ type: z.string(), text: z.string() })),
    }),
  ),
  usage,
});

/** What a service outside answers, as the mock host has it. */
export const toolSchema = z.looseObject({ output: z.string(), usage });

export type CallDelta = z.output<typeof callDelta>;

/** Tokens as the wire counts them; null where it does not say. An embedding has no completion. */
export function usageOf(said: z.output<typeof usage>): Usage | null {
  if (!said) return null;
  const { prompt_tokens: inputTokens, completion_tokens, total_tokens } = said;
  return {
    inputTokens,
    outputTokens: completion_tokens ?? Math.max(0, (total_tokens ?? inputTokens) - inputTokens),
  };
}

/** Reasons that nobody has heard of count as an ordinary end. */
export function finishOf(reason: string): FinishReason {
  if (reason === 'length') return 'length';
  if (reason === 'tool_calls' || reason === 'function_call') return 'tool-calls';
  return reason === 'content_filter' ? 'refusal' : 'stop';
}

/** JSON, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
