import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/base/json.ts';
import { jsonSchemaContract } from '../../../src/authoring/json-schema-check.ts';
import { breaches } from '../../../src/engine/contract.ts';
import type { JsonSchema } from '../../../src/model/request.ts';

const check = (schema: JsonSchema, value: Json): readonly string[] =>
  breaches(jsonSchemaContract(schema, 'it'), value) ?? [];

describe('a JSON Schema', () => {
  test.for([
    ['string', 'x', 1],
    ['number', 1.5, '1'],
    ['integer', 2, 2.5],
    ['boolean', false, 0],
    ['null', null, false],
    ['array', [], {}],
    ['object', {}, []],
  ] as const)('of type %s takes what is one, and names what is not', ([type, good, bad]) => {
    expect(check({ type }, good)).toEqual([]);
    expect(check({ type }, bad as Json)[0]).toMatch(new RegExp(`^expected ${type}, got `));
  });

  test.for([
    [{ minLength: 2 }, 'ab', 'a', 'must have at least 2 characters, and has 1'],
    [{ maxLength: 2 }, '😀😀', '😀😀😀', 'must have at most 2 characters, and has 3'],
    [{ pattern: '^a+$' }, 'aa', 'ab', 'must match ^a+$'],
    [{ minimum: 1 }, 1, 0.9, 'must be at least 1'],
    [{ maximum: 1 }, 1, 1.1, 'must be at most 1'],
    [{ exclusiveMinimum: 1 }, 1.1, 1, 'must be more than 1'],
    [{ exclusiveMaximum: 1 }, 0.9, 1, 'must be less than 1'],
    [{ minItems: 1 }, [1], [], 'must have at least 1 items, and has 0'],
    [{ maxItems: 1 }, [1], [1, 2], 'must have at most 1 items, and has 2'],
    [{ items: false }, [], [1], 'must be empty'],
    [{ enum: ['a', 1] }, 1, 2, 'must be one of ["a",1]'],
    [{ const: { a: 1, b: [2] } }, { b: [2], a: 1 }, { a: 1 }, 'must be {"a":1,"b":[2]}'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, null, 1, 'fits none of the forms that are allowed'],
    [{ anyOf: [{ type: 'string' }] }, 'a', 1, 'expected string, got a number'],
    [
      { oneOf: [{ minimum: 1 }, { maximum: 3 }] },
      4,
      2,
      'must fit exactly one of the forms that are allowed, and fits 2',
    ],
    [{ allOf: [{ minimum: 1 }, { maximum: 3 }] }, 2, 4, 'must be at most 3'],
    [{ type: ['string', 'null'] }, null, 1, 'expected string or null, got a number'],
  ] as const)('%j', ([schema, good, bad, message]) => {
    expect(check(schema as unknown as JsonSchema, good as unknown as Json)).toEqual([]);
    expect(check(schema as unknown as JsonSchema, bad as unknown as Json)).toEqual([message]);
  });

  test('says where in an object or a list it is broken', () => {
    const schema = {
      type: 'object',
      properties: {
        lines: {
          type: 'array',
          items: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] },
        },
      },
      required: ['lines'],
      additionalProperties: { type: 'string' },
    };
    expect(check(schema, { lines: [{ n: 1 }, { n: 'x' }, {}], more: 1 })).toEqual([
      'lines.1.n: expected integer, got a string',
      'lines.2.n: is missing',
      'more: expected string, got a number',
    ]);
  });

  test('may refer to parts of itself, and to all of itself', () => {
    const schema = {
      $defs: { leaf: { type: 'integer' } },
      type: 'object',
      properties: { value: { $ref: '#/$defs/leaf' }, next: { $ref: '#' } },
      additionalProperties: false,
    };
    expect(check(schema, { value: 1, next: { value: 2, next: {} } })).toEqual([]);
    expect(check(schema, { next: { next: { value: 'x' } } })).toEqual([
      'next.next.value: expected integer, got a string',
    ]);
  });

  test('that refers to nothing but itself ends all the same', () => {
    expect(check({ $ref: '#' }, 1)).toEqual(['is nested too deeply']);
  });

  test('takes names that objects have by nature for what they are', () => {
    const schema = {
      type: 'object',
      properties: { toString: { type: 'string' } },
      required: ['toString'],
      additionalProperties: false,
    };
    expect(check(schema, {})).toEqual(['toString: is missing']);
    expect(check(schema, { constructor: 'x', toString: 'y' })).toEqual(['constructor: is not asked for']);
  });
});
