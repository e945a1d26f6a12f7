import type { StepDef } from '../engine/step-def.ts';
import { badFormat, modelStep, readJson, type ModelOptions } from './model-step.ts';
import { messages } from './prompt.ts';

export interface ClassifyOptions<L extends string> extends ModelOptions<L> {
  /** What is asked for, in words. Default: "Classify the message. Answer with one of the labels." */
  readonly system?: string;
}

/**
 * A step that puts a text under one of the labels. Input: the text. Output: a label.
 * @throws {RangeError} when defined without labels, or with one twice.
 * @example classify(['billing', 'technical'], { model: 'gpt-4o-mini', timeout: '2s' })
 */
export function classify<const L extends readonly string[]>(
  labels: L,
  options: ClassifyOptions<NoInfer<L[number]>>,
): StepDef<string, L[number]> {
  if (labels.length === 0) throw new RangeError('classify needs at least one label');
  if (new Set(labels).size < labels.length)
    throw new RangeError(`classify has a label twice: ${labels.join(', ')}`);
  const known: readonly string[] = [...labels];
  const schema = {
    type: 'object',
    properties: { label: { type: 'string', enum: known } },
    required: ['label'],
    additionalProperties: false,
  };
  const system = options.system ?? 'Classify the message. Answer with one of the labels.';
  return modelStep<string, L[number]>({
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
      const { label } = json.value;
      if (known.includes(label as string)) return { ok: true, value: label as L[number] };
      return badFormat(model, `${JSON.stringify(label ?? null)} is none of the labels ${known.join(', ')}`);
    },
  });
}
