import type { StepDef } from '../engine/step-def.ts';
import type { AnyInput } from '../engine/policies/fallback.ts';
import type { Received } from '../model/reply.ts';
import { badFormat, modelStep, type ChatOptions } from './model-step.ts';
import { checkText } from './options.ts';
import { messages } from './prompt.ts';
import { formatOf, type Parsed, type Schema } from './structured.ts';

export interface GenerateOptions<I = AnyInput, O = string> extends ChatOptions<O, I> {
  /** What the model is told before the input. */
  readonly system: string;
}

export interface StructuredOptions<I, S extends Schema> extends GenerateOptions<I, Parsed<NoInfer<S>>> {
  /** What the reply must be: sent to the model, and checked when it answers. */
  readonly schema: S;
}

/**
 * A step that lets a model write. Input: text, or an object that is rendered as one section a key. Output: its text, or,
 * with a `schema`, the value that it wrote; a reply that breaks the schema is sent back once with the complaint (`repair`)
 * and is then a failure, `bad_format`, as one is that `maxTokens` cut short.
 * @throws {RangeError} when defined with a schema that cannot be sent or checked, naming the part
 * @example generate({ model: 'claude-3-sonnet', system: 'Answer from the articles.', retry: 2, fallback: 'gpt-4o' })
 * @example generate({ model: 'gpt-4o', system: 'Read the order.', schema: z.object({ id: z.string(), amount: z.number() }) })
 */
export function generate<const S extends Schema, I = unknown>(
  options: StructuredOptions<I, S>,
): StepDef<I, Parsed<S>>;
export function generate<I = unknown>(options: GenerateOptions<I>): StepDef<I, string>;
export function generate<I>(
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- stands for both forms: what they promise is above
  options: GenerateOptions<I, any> & { readonly schema?: Schema },
): StepDef<I, unknown> {
  const { system, schema } = options;
  checkText(system, 'system of generate', 'the text that the model is told before the input');
  const format = schema === undefined ? null : formatOf<unknown>(schema, 'reply', 'the schema of generate');
  return modelStep<I, unknown>({
    kind: 'generate',
    options: format ? { repair: 1, ...options } : options,
    request: (model, input) => ({
      kind: 'chat',
      model,
      messages: messages(system, input),
      ...(format ? { format: format.format } : {}),
    }),
    read: (received, model) => {
      const unusable = unfinished(received, model, options.maxTokens);
      if (unusable) return unusable;
      return format ? format.read(received.text, model) : { ok: true, value: received.text };
    },
  });
}

/** A text that was cut short or never written; null for one that is whole. */
export function unfinished(
  received: Received,
  model: string,
  maxTokens: number | undefined,
): ReturnType<typeof badFormat> | null {
  if (received.end === 'length')
    return badFormat(model, `its reply was cut at the limit of ${maxTokens ?? 'its'} tokens`);
  return received.text.trim() === '' ? badFormat(model, 'its reply is empty') : null;
}
