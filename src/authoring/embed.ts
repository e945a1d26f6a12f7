import type { StepDef } from '../engine/step-def.ts';
import { badFormat, modelStep, requireText, type ModelOptions } from './model-step.ts';

/** A unit vector for each text asked for. */
export type Vectors = readonly (readonly number[])[];

/**
 * A step that turns texts into vectors. Input: the texts. Output: one vector each, in order.
 * @example embed({ model: 'embedding-v3', timeout: '1s' })
 */
export function embed(
  options: ModelOptions<Vectors, readonly string[]>,
): StepDef<readonly string[], Vectors> {
  return modelStep<readonly string[], Vectors>({
    kind: 'embed',
    options,
    request: (model, texts) => ({ kind: 'embed', model, texts: requireTexts(texts) }),
    read: (received, model) =>
      received.vectors ? { ok: true, value: received.vectors } : badFormat(model, 'vectors were asked for'),
  });
}

const requireTexts = (texts: unknown): readonly string[] =>
  (Array.isArray(texts) ? texts : [texts]).map((text: unknown) => requireText(text, 'embed'));
