/**
 * How to break a JSON text so that its schema refuses it, as models do: a number in quotes, a key forgotten.
 *
 * Owns the choice of place and of the wrong value. It reads only as much of JSON Schema as it needs to be sure.
 *
 * 1. Where there is a schema, the result violates it for certain; what cannot be made certain is left alone.
 * 2. Where there is none, any object loses a key or a type.
 */
import type { Json } from '../base/json.ts';
import type { JsonSchema } from '../model/request.ts';

type JsonObject = { readonly [key: string]: Json };

/**
 * @param where a number in [0, 1): which of the possible places
 * @returns the broken text, or null if this one cannot be broken so
 */
export function violate(
  text: string,
  schema: JsonSchema | null,
  how: 'type' | 'missing_key',
  where: number,
): string | null {
  const value = parsed(text);
  if (value === undefined) return null;
  if (!isObject(value)) {
    if (how === 'missing_key' || schema === null) return null;
    const wrong = mistyped(value);
    return refuses(schema, wrong) ? JSON.stringify(wrong) : null;
  }
  const entries = Object.entries(value);
  const places = entries.filter(([key, inner]) => {
    if (schema === null) return true;
    if (how === 'missing_key') return requiredBy(schema).includes(key);
    return refuses(propertyOf(schema, key), mistyped(inner));
  });
  const place = places[Math.floor(where * places.length)]?.[0];
  if (place === undefined) return null;
  const broken = entries.flatMap(([key, inner]): [string, Json][] =>
    key !== place ? [[key, inner]] : how === 'missing_key' ? [] : [[key, mistyped(inner)]],
  );
  return JSON.stringify(Object.fromEntries(broken));
}

/** The same thing as a careless model would write it: in quotes, or as a list of one. */
function mistyped(value: Json): Json {
  return typeof value === 'string' ? [value] : JSON.stringify(value);
}

/** Whether a schema refuses this string or list for its type alone. False where that is not certain. */
function refuses(schema: JsonSchema, value: Json): boolean {
  const { type, enum: values, anyOf, oneOf } = schema;
  const wanted = typeof value === 'string' ? 'string' : 'array';
  if (typeof type === 'string') return type !== wanted;
  if (isList(type)) return !type.includes(wanted);
  if (isList(values)) return values.every((allowed) => typeof allowed !== 'object' && allowed !== value);
  if ('const' in schema) return typeof schema['const'] !== 'object' && schema['const'] !== value;
  const branches = anyOf ?? oneOf;
  return isList(branches) && branches.every((branch) => isObject(branch) && refuses(branch, value));
}

function propertyOf(schema: JsonSchema, key: string): JsonSchema {
  const properties = schema['properties'];
  const property = isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
  return isObject(property) ? property : {};
}

function requiredBy(schema: JsonSchema): readonly Json[] {
  const required = schema['required'];
  return isList(required) ? required : [];
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
