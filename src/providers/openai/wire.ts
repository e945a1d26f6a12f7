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

export const chunkSchema = z.looseObject({
  model: z.nullish(z.string()),
  choices: z.nullish(
    z.array(
      z.looseObject({
        delta: z.nullish(z.looseObject({ content: z.nullish(z.string()) })),
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
        message: z.looseObject({ content: z.nullish(z.string()), refusal: z.nullish(z.string()) }),
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

/** Tokens as the wire counts them; null where it does not say. An embedding has no completion. */
export function usageOf(said: z.output<typeof usage>): Usage | null {
  if (!said) return null;
  const { prompt_tokens: inputTokens, completion_tokens, total_tokens } = said;
  return {
    inputTokens,
    outputTokens: completion_tokens ?? Math.max(0, (total_tokens ?? inputTokens) - inputTokens),
  };
}

/** Reasons that no simulated model gives, such as a tool call, count as an ordinary end. */
export function finishOf(reason: string): FinishReason {
  if (reason === 'length') return 'length';
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
