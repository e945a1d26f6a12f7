import { describe, expect, test } from 'vitest';
import { z } from '../../../src/authoring/index.ts';
import { jsonSchemaOf } from '../../../src/authoring/json-schema-of.ts';

describe('the JSON Schema of a schema of z', () => {
  test.for([
    [
      z.string().check(z.minLength(1), z.maxLength(9), z.regex(/^a/)),
      { type: 'string', minLength: 1, maxLength: 9, pattern: '^a' },
    ],
    [z.number().check(z.gte(0), z.lte(1)), { type: 'number', minimum: 0, maximum: 1 }],
    [z.int(), { type: 'integer' }],
    [z.boolean(), { type: 'boolean' }],
    [z.literal('a'), { const: 'a' }],
    [z.literal(['a', 1]), { enum: ['a', 1] }],
    [z.enum(['a', 'b']), { type: 'string', enum: ['a', 'b'] }],
    [z.array(z.int()).check(z.minLength(1)), { type: 'array', items: { type: 'integer' }, minItems: 1 }],
    [z.record(z.string(), z.int()), { type: 'object', additionalProperties: { type: 'integer' } }],
    [z.union([z.string(), z.int()]), { anyOf: [{ type: 'string' }, { type: 'integer' }] }],
    [z.nullable(z.string()), { anyOf: [{ type: 'string' }, { type: 'null' }] }],
    [z.any(), {}],
    [z.unknown(), {}],
    [z.string().check(z.describe('a name')), { type: 'string', description: 'a name' }],
  ] as const)('%#', ([schema, expected]) => {
    expect(jsonSchemaOf(schema, 'it')).toEqual(expected);
  });

  test('asks for what an object needs, and for nothing else', () => {
    expect(jsonSchemaOf(z.object({ a: z.string(), b: z.optional(z.int()) }), 'it')).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'integer' } },
      required: ['a'],
      additionalProperties: false,
    });
  });

  test('is refused where a pattern has flags, which it cannot say', () => {
    expect(() => jsonSchemaOf(z.object({ a: z.string().check(z.regex(/a/i)) }), 'it')).toThrow(
      'it.a has the pattern /a/i',
    );
  });

  test('does not follow later changes of one that was given as it stands', () => {
    const given = { type: 'object', properties: {} as Record<string, object> };
    const read = jsonSchemaOf({ jsonSchema: given as never }, 'it');
    given.properties['late'] = {};
    expect(read).toEqual({ type: 'object', properties: {} });
  });
});
