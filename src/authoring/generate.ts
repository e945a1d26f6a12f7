import type { StepDef } from '../engine/step-def.ts';
import { badFormat, modelStep, type ModelOptions } from './model-step.ts';
import { messages } from './prompt.ts';

export interface GenerateOptions extends ModelOptions<string> {
  /** What the model is told before the input. */
  readonly system: string;
  /** Output tokens at most. A reply cut short by it is a failure, `bad_format`. */
  readonly maxTokens?: number;
}

/**
 * A step that lets a model write. Input: text, or an object that is rendered as one section a key. Output: its text.
 * @example generate({ model: 'claude-3-sonnet', system: 'Answer from the articles.', retry: 2, fallback: 'gpt-4o' })
 */
export function generate<I = unknown>(options: GenerateOptions): StepDef<I, string> {
  const { system, maxTokens } = options;
  return modelStep<I, string>({
    kind: 'generate',
    options,
    request: (model, input) => ({
      kind: 'chat',
      model,
      messages: messages(system, input),
      ...(maxTokens === undefined ? {} : { maxTokens }),
    }),
    read: (received, model) => {
      if (received.end === 'length')
        return badFormat(model, `its reply was cut at the limit of ${maxTokens} tokens`);
      if (received.text.trim() === '') return badFormat(model, 'its reply is empty');
      return { ok: true, value: received.text };
    },
  });
}
