import type { JsonSchema } from '../model/request.ts';
import type { StepDef } from '../engine/step-def.ts';
import { badFormat, modelStep, readJson, type ChatOptions } from './model-step.ts';
import { messages } from './prompt.ts';

/** What to look for: a description a field. */
export type Fields = Readonly<Record<string, string>>;
/** What was found: null where the text says nothing of it. */
export type Extracted<F extends Fields> = { readonly [K in keyof F]: string | null };

/**
 * A step that reads named fields out of a text. Input: the text. Output: one string or null a field.
 * @example extract({ invoice: 'the invoice number', amount: 'the amount charged' }, { model: 'gpt-4o-mini' })
 */
export function extract<const F extends Fields>(
  fields: F,
  options: ChatOptions<Extracted<NoInfer<F>>, string> & { readonly system?: string },
): StepDef<string, Extracted<F>> {
  const names = Object.keys(fields);
  if (names.length === 0) throw new RangeError('extract needs at least one field');
  const schema: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(
      names.map((name) => [name, { type: ['string', 'null'], description: fields[name]! }]),
    ),
    required: names,
    additionalProperties: false,
  };
  const system = options.system ?? 'Extract the fields from the message. Use null for what it does not say.';
  return modelStep<string, Extracted<F>>({
    kind: 'extract',
    options,
    request: (model, input) => ({
      kind: 'chat',
      model,
      messages: messages(system, input),
      format: { name: 'fields', schema },
    }),
    read: (received, model) => {
      const json = readJson(received, model);
      if (!json.ok) return json;
      const out: Record<string, string | null> = {};
      for (const name of names) {
        const value = json.value[name];
        if (typeof value !== 'string' && value !== null)
          return badFormat(
            model,
            `the field '${name}' is ${value === undefined ? 'missing' : `a ${typeof value}`}`,
          );
        out[name] = value;
      }
      return { ok: true, value: out as Extracted<F> };
    },
  });
}
