/**
 * Checks values against a JSON Schema that an author gave as it stands: the keywords that providers accept for
 * structured output and tools, and no more. A keyword that is not checked here is refused when it is given, by name, so
 * that none is ignored in silence. Source: JSON Schema, draft 2020-12.
 */
import type { Json } from '../base/json.ts';
import type { Contract } from '../engine/contract.ts';
import type { JsonSchema } from '../model/request.ts';

interface Issue {
  readonly message: string;
  readonly path: readonly (string | number)[];
  /** What a value of another type ought to have been. */
  readonly expected?: string;
}

const KEYWORDS = new Set([
  ...[
    'type',
    'enum',
    'const',
    'properties',
    'required',
    'additionalProperties',
    'items',
    'minItems',
    'maxItems',
  ],
  ...['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['anyOf', 'oneOf', 'allOf', '$ref', '$defs'],
]);
/** They say something to readers and models, and constrain nothing. */
const ANNOTATIONS = new Set([
  ...['title', 'description', 'default', 'examples', '$schema', '$id', '$comment', 'format', 'deprecated'],
]);
const TYPES = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];
/** References followed below one value: more can only be a circle. */
const DEPTH_LIMIT = 100;

type Value = unknown;

/**
 * A contract that checks by a JSON Schema.
 * @throws {RangeError} naming a keyword, type or reference that cannot be checked, with its path from `what`
 */
export function jsonSchemaContract<T = Json>(schema: JsonSchema, what: string): Contract<T> {
  checkSchema(schema, schema, what);
  return {
    '~standard': {
      version: 1,
      vendor: 'json-schema',
      validate: (value) => {
        const issues = [...issuesOf(schema, value, { root: schema, path: [], depth: 0 })];
        return issues.length === 0 ? { value: value as T } : { issues };
      },
    },
  };
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The schemas inside a schema, with where they stand. */
function* parts(schema: JsonSchema): Generator<readonly [string, unknown]> {
  for (const key of ['properties', '$defs'])
    if (isSchema(schema[key]))
      for (const [name, inner] of Object.entries(schema[key])) yield [`${key}.${name}`, inner];
  for (const key of ['anyOf', 'oneOf', 'allOf'])
    for (const [i, inner] of listOf(schema[key]).entries()) yield [`${key}[${i}]`, inner];
  for (const key of ['items', 'additionalProperties'])
    if (schema[key] !== undefined && typeof schema[key] !== 'boolean') yield [key, schema[key]];
}

function checkSchema(schema: unknown, root: JsonSchema, path: string): void {
  if (!isSchema(schema)) throw new RangeError(`${path} is no JSON Schema: it must be an object`);
  for (const key of Object.keys(schema))
    if (!KEYWORDS.has(key) && !ANNOTATIONS.has(key))
      throw new RangeError(
        `${path} uses '${key}', which is not checked here; the keywords are ${[...KEYWORDS].join(', ')}`,
      );
  for (const type of typesOf(schema))
    if (!TYPES.includes(type))
      throw new RangeError(`${path} has the type '${type}'; the types are ${TYPES.join(', ')}`);
  if (typeof schema['$ref'] === 'string' && !resolve(schema['$ref'], root))
    throw new RangeError(`${path} refers to '${schema['$ref']}', which is not there; write '#/$defs/name'`);
  for (const [at, inner] of parts(schema)) checkSchema(inner, root, `${path}.${at}`);
}

const typesOf = ({ type }: JsonSchema): readonly string[] =>
  typeof type === 'string' ? [type] : listOf(type).filter((one) => typeof one === 'string');

function resolve(ref: string, root: JsonSchema): JsonSchema | null {
  if (ref === '#') return root;
  const name = ref.startsWith('#/$defs/') ? ref.slice('#/$defs/'.length) : '';
  const defs = root['$defs'];
  const found = isSchema(defs) && Object.hasOwn(defs, name) ? defs[name] : null;
  return isSchema(found) ? found : null;
}

interface At {
  readonly root: JsonSchema;
  readonly path: readonly (string | number)[];
  readonly depth: number;
}

function* issuesOf(schema: JsonSchema, value: Value, at: At): Generator<Issue> {
  const issue = (message: string): Issue => ({ message, path: at.path });
  if (at.depth > DEPTH_LIMIT) {
    yield issue('is nested too deeply');
    return;
  }
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => isOf(type, value))) {
    const expected = types.join(' or ');
    yield { message: `expected ${expected}`, path: at.path, expected };
    return;
  }
  const { enum: values, const: only } = schema;
  if (Array.isArray(values) && !values.some((one) => same(one as Json, value)))
    yield issue(`must be one of ${JSON.stringify(values)}`);
  if (only !== undefined && !same(only, value)) yield issue(`must be ${JSON.stringify(only)}`);
  if (typeof value === 'string') yield* textIssues(schema, value, issue);
  if (typeof value === 'number') yield* numberIssues(schema, value, issue);
  if (Array.isArray(value)) yield* listIssues(schema, value, at, issue);
  else if (typeof value === 'object' && value !== null) yield* objectIssues(schema, value, at);
  yield* combinedIssues(schema, value, at, issue);
}

function isOf(type: string, value: Value): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** Equal as JSON, whatever the order of keys. */
function same(a: Json, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same((a as never)[key], (b as never)[key]))
  );
}

type MakeIssue = (message: string) => Issue;

function* textIssues(schema: JsonSchema, value: string, issue: MakeIssue): Generator<Issue> {
  const { minLength, maxLength, pattern } = schema;
  if (typeof minLength === 'number' || typeof maxLength === 'number') {
    const { length } = Array.from(value); // characters, not UTF-16 units
    if (typeof minLength === 'number' && length < minLength)
      yield issue(`must have at least ${minLength} characters, and has ${length}`);
    if (typeof maxLength === 'number' && length > maxLength)
      yield issue(`must have at most ${maxLength} characters, and has ${length}`);
  }
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value))
    yield issue(`must match ${pattern}`);
}

function* numberIssues(schema: JsonSchema, value: number, issue: MakeIssue): Generator<Issue> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (typeof minimum === 'number' && value < minimum) yield issue(`must be at least ${minimum}`);
  if (typeof maximum === 'number' && value > maximum) yield issue(`must be at most ${maximum}`);
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum)
    yield issue(`must be more than ${exclusiveMinimum}`);
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum)
    yield issue(`must be less than ${exclusiveMaximum}`);
}

function* listIssues(
  schema: JsonSchema,
  value: readonly unknown[],
  at: At,
  issue: MakeIssue,
): Generator<Issue> {
  const { minItems, maxItems, items } = schema;
  if (typeof minItems === 'number' && value.length < minItems)
    yield issue(`must have at least ${minItems} items, and has ${value.length}`);
  if (typeof maxItems === 'number' && value.length > maxItems)
    yield issue(`must have at most ${maxItems} items, and has ${value.length}`);
  if (items === false && value.length > 0) yield issue('must be empty');
  if (isSchema(items)) for (const [i, item] of value.entries()) yield* issuesOf(items, item, below(at, i));
}

function* objectIssues(schema: JsonSchema, value: object, at: At): Generator<Issue> {
  const { properties = {}, required, additionalProperties } = schema;
  const known = properties as Readonly<Record<string, JsonSchema>>;
  for (const name of listOf(required) as readonly string[])
    if (!Object.hasOwn(value, name)) yield { message: 'is missing', path: [...at.path, name] };
  for (const [name, inner] of Object.entries(value)) {
    if (Object.hasOwn(known, name)) yield* issuesOf(known[name]!, inner, below(at, name));
    else if (additionalProperties === false) yield { message: 'is not asked for', path: [...at.path, name] };
    else if (isSchema(additionalProperties)) yield* issuesOf(additionalProperties, inner, below(at, name));
  }
}

function* combinedIssues(schema: JsonSchema, value: Value, at: At, issue: MakeIssue): Generator<Issue> {
  const passes = (one: unknown): boolean =>
    issuesOf(one as JsonSchema, value, { ...at, depth: at.depth + 1 }).next().done === true;
  for (const one of listOf(schema['allOf'])) yield* issuesOf(one as JsonSchema, value, at);
  const { anyOf, oneOf, $ref } = schema;
  if (Array.isArray(anyOf) && !anyOf.some(passes))
    yield anyOf.length === 1
      ? [...issuesOf(anyOf[0] as JsonSchema, value, at)][0]!
      : issue('fits none of the forms that are allowed');
  if (Array.isArray(oneOf)) {
    const fitting = oneOf.filter(passes).length;
    if (fitting !== 1) yield issue(`must fit exactly one of the forms that are allowed, and fits ${fitting}`);
  }
  if (typeof $ref === 'string')
    yield* issuesOf(resolve($ref, at.root)!, value, { ...at, depth: at.depth + 1 });
}

const below = (at: At, key: string | number): At => ({
  ...at,
  path: [...at.path, key],
  depth: at.depth + 1,
});
