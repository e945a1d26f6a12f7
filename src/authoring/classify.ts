import type { StepDef } from '../engine/step-def.ts';
import { badFormat, modelStep, readJson, type ChatOptions } from './model-step.ts';
import { messages } from './prompt.ts';

export interface ClassifyOptions<L extends string, O = L> extends ChatOptions<O, string> {
  /** What is asked for, in words. Default: "Classify the message. Answer with one of the labels." */
  readonly system?: string;
}

/** A label, and how sure of it the model says it is. */
export interface Confident<L extends string> {
  readonly label: L;
  /** 0–1. */
  readonly confidence: number;
}

/**
 * A step that puts a text under one of the labels. Input: the text. Output: a label; with `confidence: true`, the label and
 * how sure the model is of it.
 * @throws {RangeError} when defined without labels, or with one twice.
 * @example classify(['billing', 'technical'], { model: 'gpt-4o-mini', timeout: '2s' })
 */
export function classify<const L extends readonly string[]>(
  labels: L,
  options: ClassifyOptions<NoInfer<L[number]>, Confident<NoInfer<L[number]>>> & {
    readonly confidence: true;
  },
): StepDef<string, Confident<L[number]>>;
export function classify<const L extends readonly string[]>(
  labels: L,
  options: ClassifyOptions<NoInfer<L[number]>> & { readonly confidence?: false },
): StepDef<string, L[number]>;
export function classify(
  labels: readonly string[],
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- stands for both forms: what they promise is above
  options: ClassifyOptions<string, any> & { readonly confidence?: boolean },
): StepDef<string, unknown> {
  if (labels.length === 0) throw new RangeError('classify needs at least one label');
  if (new Set(labels).size < labels.length)
    throw new RangeError(`classify has a label twice: ${labels.join(', ')}`);
  const known: readonly string[] = [...labels];
  const { confidence: sure = false } = options;
  const schema = {
    type: 'object',
    properties: {
      label: { type: 'string', enum: known },
      ...(sure ? { confidence: { type: 'number', minimum: 0, maximum: 1 } } : {}),
    },
    required: sure ? ['label', 'confidence'] : ['label'],
    additionalProperties: false,
  };
  const system = options.system ?? 'Classify the message. Answer with one of the labels.';
  return modelStep<string, unknown>({
    kind: 'classify',
    options,
    request: (model, input) => ({
      kind: 'chat',
      model,
      messages: messages(system, input),
      format: { name: 'label', schema },
    }),
    read: (received, model) => {
      const json = readJson(received, model);
      if (!json.ok) return json;
      const { label, confidence } = json.value;
      if (!known.includes(label as string))
        return badFormat(model, `${JSON.stringify(label ?? null)} is none of the labels ${known.join(', ')}`);
      if (!sure) return { ok: true, value: label };
      if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1))
        return badFormat(
          model,
          `a confidence from 0 to 1 was asked for, and it gave ${JSON.stringify(confidence ?? null)}`,
        );
      return { ok: true, value: { label, confidence } };
    },
  });
}
