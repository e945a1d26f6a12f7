/**
 * Which JSON Schema a schema stands for: what a model is sent. Three kinds are read: one that says it itself (Standard
 * JSON Schema), one given as it is, and zod's, by the definitions that zod publishes for other libraries.
 */
import { globalRegistry } from 'zod/mini';
import { captureJson, type Json } from '../base/json.ts';
import type { Contract } from '../engine/contract.ts';
import type { JsonSchema } from '../model/request.ts';

/** A JSON Schema as it stands; values that pass it are taken to be a `T`. */
export interface GivenJsonSchema<T = Json> {
  readonly jsonSchema: JsonSchema;
  readonly '~type'?: T;
}

/** The part of Standard JSON Schema v1 that is used: https://standardschema.dev/json-schema */
interface SelfDescribing {
  readonly '~standard': {
    readonly jsonSchema: { readonly input: (options: { readonly target: string }) => unknown };
  };
}

/**
 * The JSON Schema of what a schema accepts.
 * @throws {RangeError} naming the part that has none, with its path from `what`
 */
export function jsonSchemaOf(schema: Contract | GivenJsonSchema<unknown>, what: string): JsonSchema {
  if ('jsonSchema' in schema) return captureJson(schema.jsonSchema, what) as JsonSchema;
  if ('jsonSchema' in schema['~standard'])
    return (schema as unknown as SelfDescribing)['~standard'].jsonSchema.input({
      target: 'draft-2020-12',
    }) as JsonSchema;
  if (!defOf(schema))
    throw new RangeError(
      `${what} is a schema of '${schema['~standard'].vendor}', which does not say its JSON Schema: give { jsonSchema: … } or a schema of z`,
    );
  return read(schema, what);
}

/** A zod definition, as far as it is read here. */
interface Def {
  readonly type: string;
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: CheckDef } }[];
  readonly innerType?: unknown;
  readonly element?: unknown;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly catchall?: unknown;
  readonly valueType?: unknown;
  readonly options?: readonly unknown[];
  readonly values?: readonly Json[];
  readonly entries?: Readonly<Record<string, Json>>;
}
interface CheckDef {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly format?: string;
  readonly pattern?: RegExp;
}

const defOf = (schema: unknown): Def | undefined => (schema as { _zod?: { def: Def } })._zod?.def;

function read(schema: unknown, path: string): JsonSchema {
  const def = defOf(schema);
  if (!def) throw new RangeError(`${path} is no schema`);
  const found = { ...shapeOf(def, path), ...boundsOf(def, path) };
  const description = globalRegistry.get(schema as never)?.description;
  return description === undefined ? found : { ...found, description };
}

function shapeOf(def: Def, path: string): JsonSchema {
  switch (def.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return { type: def.type };
    case 'number':
      return { type: def.format === 'safeint' || def.format === 'int32' ? 'integer' : 'number' };
    case 'any':
    case 'unknown':
      return {};
    case 'literal':
      return def.values!.length === 1 ? { const: def.values![0]! } : { enum: def.values! };
    case 'enum':
      return { type: 'string', enum: Object.values(def.entries!) };
    case 'array':
      return { type: 'array', items: read(def.element, `${path}[]`) };
    case 'record':
      return { type: 'object', additionalProperties: read(def.valueType, `${path}.*`) };
    case 'nullable':
      return { anyOf: [read(def.innerType, path), { type: 'null' }] };
    case 'optional':
    case 'readonly':
      return read(def.innerType, path);
    case 'union':
      return { anyOf: def.options!.map((option) => read(option, path)) };
    case 'object':
      return objectOf(def, path);
    default:
      throw new RangeError(
        `${path} is a z.${def.type}, which has no JSON Schema: give the whole as { jsonSchema: … }, or use another type`,
      );
  }
}

function objectOf({ shape = {}, catchall }: Def, path: string): JsonSchema {
  const names = Object.keys(shape);
  const rest = catchall === undefined ? undefined : defOf(catchall)?.type;
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, read(shape[name], `${path}.${name}`)])),
    required: names.filter((name) => defOf(shape[name])?.type !== 'optional'),
    // a plain object drops what it does not know, so a model is told to leave it out
    ...(rest === 'unknown' || rest === 'any' ? {} : { additionalProperties: false }),
  };
}

/** Lengths, patterns and ranges. What only code can check is checked by the schema alone: no model can be told of it. */
function boundsOf({ type, checks = [] }: Def, path: string): JsonSchema {
  const bounds: Record<string, Json> = {};
  for (const { _zod } of checks) {
    const { check, minimum, maximum, value, inclusive, format, pattern } = _zod.def;
    const of = type === 'array' ? 'Items' : 'Length';
    if (check === 'min_length') bounds[`min${of}`] = minimum!;
    else if (check === 'max_length') bounds[`max${of}`] = maximum!;
    else if (check === 'greater_than') bounds[inclusive ? 'minimum' : 'exclusiveMinimum'] = value!;
    else if (check === 'less_than') bounds[inclusive ? 'maximum' : 'exclusiveMaximum'] = value!;
    else if (check === 'string_format' && format === 'regex') bounds['pattern'] = plainSource(pattern!, path);
  }
  return bounds;
}

/** @throws {RangeError} for a pattern whose flags change what it means: JSON Schema knows none */
function plainSource({ source, flags }: RegExp, path: string): string {
  if (/[imsy]/.test(flags))
    throw new RangeError(
      `${path} has the pattern /${source}/${flags}, and JSON Schema knows no flags: write it without`,
    );
  return source;
}
