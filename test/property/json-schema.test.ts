import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from '../../src/authoring/index.ts';
import { jsonSchemaContract } from '../../src/authoring/json-schema-check.ts';
import { jsonSchemaOf } from '../../src/authoring/json-schema-of.ts';
import { breaches, type Contract } from '../../src/engine/contract.ts';

/** Schemas of z that say all that they mean as JSON Schema. */
const schemas = fc.letrec<{ schema: Contract }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<Contract>(
      z.string(),
      z.string().check(z.minLength(2)),
      z.number(),
      z.number().check(z.gte(0), z.lte(5)),
      z.int(),
      z.boolean(),
      z.literal(['a', 1, null]),
      z.enum(['a', 'b']),
      z.unknown(),
    ),
    tie('schema').map((inner): Contract => z.array(inner as never)),
    tie('schema').map((inner): Contract => z.nullable(inner as never)),
    tie('schema').map((inner): Contract => z.record(z.string(), inner as never)),
    fc.tuple(tie('schema'), tie('schema')).map(([a, b]): Contract => z.union([a as never, b as never])),
    fc
      .tuple(tie('schema'), tie('schema'))
      .map(([a, b]): Contract => z.strictObject({ a: a as never, b: z.optional(b as never) })),
  ),
})).schema;

/** Values that schemas of such a kind often take. */
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<unknown>('a', 'b', 'ab', '', 0, 1, 2.5, 6, -1, true, false, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.record({ a: tie('value'), b: tie('value') }, { requiredKeys: [] }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 2 }),
  ),
})).value;

test('a value passes a schema of z exactly when it passes the JSON Schema that a model is sent for it', () => {
  fc.assert(
    fc.property(schemas, values, (schema, value) => {
      const sent = jsonSchemaContract(jsonSchemaOf(schema, 'it'), 'it');
      expect(breaches(sent, value) === null).toBe(breaches(schema, value) === null);
    }),
    { numRuns: 2_000 },
  );
});
