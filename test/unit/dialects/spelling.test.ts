import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64, packedFloats } from '../../../src/dialects/base64.ts';
import { rfc3339 } from '../../../src/dialects/rfc3339.ts';
import { wireId } from '../../../src/dialects/wire-id.ts';

describe('a date on the wire', () => {
  test.for([
    [0, '1970-01-01T00:00:00Z'],
    [951_782_399, '2000-02-28T23:59:59Z'],
    [951_782_400, '2000-02-29T00:00:00Z'],
    [1_795_305_600, '2026-11-22T00:00:00Z'],
    [4_107_542_400, '2100-03-01T00:00:00Z'],
  ] as const)('%i is %s', ([epochS, text]) => {
    expect(rfc3339(epochS)).toBe(text);
  });

  test('is that of the calendar for two thousand years', () => {
    fc.assert(
      fc.property(fc.nat(63_000_000_000), (epochS) => {
        expect(rfc3339(epochS)).toBe(new Date(epochS * 1000).toISOString().replace('.000', ''));
      }),
    );
  });
});

describe('base64', () => {
  test('is everyone’s, whatever the bytes and however many', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      }),
    );
  });

  test('packs floats so that they come out again, rounded to 32 bits', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1, max: 1 })), (numbers) => {
        const bytes = Buffer.from(packedFloats(numbers), 'base64');
        expect(numbers.map((_, i) => bytes.readFloatLE(i * 4))).toEqual(numbers.map((x) => Math.fround(x)));
      }),
    );
  });
});

describe('an id on the wire', () => {
  test('has only letters, digits, dashes and underscores', () => {
    expect(wireId('run-1/gpt-4o[2]')).toBe('run-1_2f_gpt-4o_5b_2_5d_');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => /^[\w-]*$/.test(wireId(text))));
  });

  test('tells any two texts apart', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '_', '/', '2', 'f', '5') });
    fc.assert(fc.property(text, text, (a, b) => (a === b) === (wireId(a) === wireId(b))));
  });
});
