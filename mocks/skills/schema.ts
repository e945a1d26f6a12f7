/** Reads the JSON Schema of a request: which fields are wanted and which skill that asks for. */
import type { Json } from '../../src/base/json.ts';
import type { JsonSchema } from '../../src/model/request.ts';

export interface Field {
  readonly name: string;
  readonly type: 'string' | 'number' | 'boolean' | 'array' | 'object';
  /** The values allowed, where the schema lists strings. */
  readonly labels: readonly string[] | null;
  /** Whether the value must be whole. */
  readonly whole: boolean;
  readonly minimum: number;
  /** The largest number allowed; 1 where the schema does not say. */
  readonly maximum: number;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly description: string;
  /** Of an object: its fields. Of an array: one field, its items. */
  readonly inner: readonly Field[];
}

const DEPTH_LIMIT = 5;
const FIELD_LIMIT = 100;

const objectOf = (value: Json | undefined): JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : {};

const stringsOf = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** The fields of an object schema, in its order; empty if it describes no object. */
export function fieldsOf(schema: JsonSchema, depth = 0): Field[] {
  const required = new Set(stringsOf(schema['required']));
  if (depth > DEPTH_LIMIT) return [];
  return Object.entries(objectOf(schema['properties']))
    .slice(0, FIELD_LIMIT)
    .map(([name, inner]) => fieldOf(name, objectOf(inner), required.has(name), depth + 1));
}

function fieldOf(name: string, given: JsonSchema, required: boolean, depth: number): Field {
  const branches = [given['anyOf'], given['oneOf']].flatMap((list) =>
    Array.isArray(list) ? list.map(objectOf) : [],
  );
  const schema: JsonSchema = branches.find((branch) => branch['type'] !== 'null') ?? given;
  const types = [...stringsOf([schema['type'] ?? '']), ...stringsOf(schema['type'])];
  const labels = stringsOf(typeof schema['const'] === 'string' ? [schema['const']] : schema['enum']);
  const type = (['object', 'array', 'boolean', 'string'] as const).find((one) => types.includes(one));
  const whole = types.includes('integer');
  const number = (key: string, otherwise: number) => {
    const value = schema[key];
    return typeof value === 'number' ? value : otherwise;
  };
  return {
    name,
    type: type ?? (whole || types.includes('number') ? 'number' : 'string'),
    labels: labels.length > 0 ? labels : null,
    whole,
    minimum: number('minimum', 0),
    maximum: number('maximum', 1),
    required,
    nullable: types.includes('null') || branches.some((branch) => branch['type'] === 'null'),
    description: typeof given['description'] === 'string' ? given['description'] : '',
    inner:
      type === 'array'
        ? [fieldOf(name, objectOf(schema['items']), true, depth + 1)]
        : type === 'object' && depth < DEPTH_LIMIT
          ? fieldsOf(schema, depth)
          : [],
  };
}

const CONFIDENCE = /confiden|probab|certain|likel/i;
const REASON = /reason|explanation|rationale|why|comment|notes?$|feedback|summary/i;
const SCORE = /score|ground|quality|rating|faithful|grade|support/i;

export type Wanted =
  /** One field with a list of values, perhaps with a confidence and a reason. */
  | { readonly skill: 'classify'; readonly label: Field; readonly fields: readonly Field[] }
  /** A number that rates something, perhaps with a reason and a verdict. */
  | { readonly skill: 'judge'; readonly score: Field; readonly fields: readonly Field[] }
  /** One string: a text wrapped in JSON. */
  | { readonly skill: 'answer'; readonly text: Field }
  | { readonly skill: 'extract'; readonly fields: readonly Field[] };

/**
 * Which skill a schema asks for.
 * @param judging whether the message holds a reply to be judged, so that a number beside a label is a rating
 */
export function wantedBy(schema: JsonSchema, judging: boolean): Wanted {
  const fields = fieldsOf(schema);
  const labelled = fields.filter((field) => field.labels !== null && field.type === 'string');
  const others = fields.filter((field) => !labelled.includes(field));
  const score = fields.find((field) => field.type === 'number' && SCORE.test(field.name));
  const spare = (field: Field) => isConfidence(field) || isReason(field);
  if (
    score &&
    (judging || labelled.length === 0) &&
    others.every((field) => field === score || spare(field) || field.type === 'boolean')
  )
    return { skill: 'judge', score, fields };
  if (labelled.length === 1 && others.every((field) => spare(field) || field === score))
    return { skill: 'classify', label: labelled[0]!, fields };
  if (fields.length === 1 && fields[0]!.type === 'string' && isProse(fields[0]!))
    return { skill: 'answer', text: fields[0]! };
  return { skill: 'extract', fields };
}

export const isConfidence = (field: Field): boolean => field.type === 'number' && CONFIDENCE.test(field.name);
export const isReason = (field: Field): boolean =>
  field.type === 'string' && field.labels === null && REASON.test(field.name);

/** A single string is a text to write, unless it may be null or names a fact ('email', 'invoiceNumber') to be found. */
const isProse = (field: Field): boolean =>
  !field.nullable &&
  !/e-?mail|order|invoice|number|amount|price|date|version|error|code|product|plan|phone|url|name|id$/i.test(
    field.name,
  );
