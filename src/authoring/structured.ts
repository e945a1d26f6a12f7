/** Structured output: what a schema has a model told, and how what the model writes is read by it. */
import type { Json } from '../base/json.ts';
import { checked, type Contract } from '../engine/contract.ts';
import type { Reading } from '../engine/step-def.ts';
import type { JsonSchema } from '../model/request.ts';
import { jsonSchemaContract } from './json-schema-check.ts';
import { jsonSchemaOf, type GivenJsonSchema } from './json-schema-of.ts';
import { badFormat } from './model-step.ts';

/**
 * A schema of `z`, of any library that has Standard Schema and Standard JSON Schema, or a JSON Schema as it stands:
 * `{ jsonSchema: { type: 'object', … } }`.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- `any` lets inference see through the parameter
export type Schema<T = any> = Contract<T> | GivenJsonSchema<T>;

/** What a value that passed the schema is; of a JSON Schema without a type of its own, any JSON. */
export type Parsed<S> =
  S extends GivenJsonSchema<infer T>
    ? unknown extends T
      ? Json
      : T
    : S extends Contract<infer T>
      ? T
      : never;

/** A schema, made ready. */
export interface Structured<T> {
  readonly schema: JsonSchema;
  readonly contract: Contract<T>;
}

/** @throws {RangeError} naming `what` and the part of the schema that cannot be sent or checked */
export function structured<T>(schema: Schema<T>, what: string): Structured<T> {
  const sent = jsonSchemaOf(schema, what);
  const contract = 'jsonSchema' in schema ? jsonSchemaContract<T>(sent, what) : schema;
  return { schema: sent, contract };
}

/** Providers take objects alone as the root: anything else travels in one, under this name. */
const WRAPPED = 'value';

/** What a model is asked to write, and how its text is read. */
export interface Format<T> {
  readonly format: { readonly name: string; readonly schema: JsonSchema };
  /** A text that is no JSON or breaks the schema is a bad format that says where. */
  read(text: string, model: string): Reading<T>;
}

/** A schema as the format of a reply. @throws {RangeError} as `structured` does */
export function formatOf<T>(given: Schema<T>, name: string, what: string): Format<T> {
  const { schema, contract } = structured(given, what);
  const plain = schema['type'] === 'object';
  const sent: JsonSchema = plain
    ? schema
    : {
        type: 'object',
        properties: { [WRAPPED]: schema },
        required: [WRAPPED],
        additionalProperties: false,
      };
  return {
    format: { name, schema: sent },
    read(text, model) {
      const json = parseJson(text);
      if (json === undefined)
        return badFormat(model, `JSON was asked for, and it answered '${excerpt(text)}'`);
      const value = plain ? json : unwrapped(json);
      if (value === undefined)
        return badFormat(
          model,
          `an object with '${WRAPPED}' was asked for, and it answered '${excerpt(text)}'`,
        );
      const found = checked(contract, value);
      return 'breaches' in found
        ? badFormat(model, found.breaches.join('; '))
        : { ok: true, value: found.value };
    },
  };
}

const unwrapped = (json: Json): Json | undefined =>
  typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as { readonly [key: string]: Json })[WRAPPED]
    : undefined;

const EXCERPT_CHARS = 80;
const excerpt = (text: string): string => text.slice(0, EXCERPT_CHARS);

/** Undefined where the text is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined; // an engine's own words differ
  }
}
