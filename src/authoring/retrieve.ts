import type { StepDef } from '../engine/step-def.ts';
import type { PolicyOptions } from '../engine/policies/policy.ts';
import type { Document } from '../model/request.ts';
import { badFormat, modelStep, requireText } from './model-step.ts';

export interface RetrieveOptions extends PolicyOptions<readonly Document[], string> {
  /** The vector store's name in the cast. */
  readonly index: string;
  /** How many documents at most. Default 3. */
  readonly top?: number;
}

/**
 * A step that searches a vector store. Input: the query. Output: documents, best first; possibly none.
 * @example retrieve({ index: 'help-centre', top: 3, timeout: '3s' })
 */
export function retrieve(options: RetrieveOptions): StepDef<string, readonly Document[]> {
  const top = options.top ?? 3;
  if (!Number.isInteger(top) || top < 1 || top > 100)
    throw new RangeError(`retrieve.top is ${top}; it must be from 1 to 100`);
  return modelStep<string, readonly Document[]>({
    kind: 'retrieve',
    options: { ...options, model: options.index },
    request: (model, query) => ({ kind: 'retrieve', model, query: requireText(query, 'retrieve'), top }),
    read: (received, model) =>
      received.documents
        ? { ok: true, value: received.documents }
        : badFormat(model, 'documents were asked for'),
  });
}
