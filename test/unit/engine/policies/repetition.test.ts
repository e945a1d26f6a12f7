import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import { intentOf, likeness, repeatsOf, SAME_INTENT } from '../../../../src/engine/policies/repetition.ts';

const alike = (a: Json, b: Json): number => likeness(intentOf('search', a), intentOf('search', b));
const asked = (query: string): Json => ({ query });

describe('two intents', () => {
  test.for([
    ['How do I return a broken terminal?', 'return broken terminals'],
    ['Return policy for the broken terminal', 'broken terminal: how to return'],
    ['¿Cómo devuelvo la factura?', 'devuelve facturas'],
    ['端末を返品する方法', '端末を返品する'],
  ] as const)('are the same in other words: %s / %s', ([a, b]) => {
    expect(alike(asked(a), asked(b))).toBeGreaterThanOrEqual(SAME_INTENT);
  });

  test.for([
    ['reset my password', 'change my e-mail address'],
    ['return a broken terminal', 'price of a new terminal'],
    ['status of ORD-1042', 'status of ORD-1043'],
    ['invoices of ada@example.org', 'invoices of eve@example.org'],
    ['laptops of 2024', 'laptops of 2025'],
  ] as const)('differ: %s / %s', ([a, b]) => {
    expect(alike(asked(a), asked(b))).toBeLessThan(SAME_INTENT);
  });

  test('are the same from a likeness of exactly the threshold on', () => {
    expect(SAME_INTENT).toBe(0.6);
    // three stems of five on each side: 6 of 10
    const five = intentOf('search', asked('alpha bravo carbon delta echoes'));
    const three = intentOf('search', asked('alpha bravo carbon hotel india'));
    expect(likeness(five, three)).toBe(0.6);
    expect(repeatsOf(five, [three])).toBe(1);
    // five of nine: 10 of 17
    const below = intentOf('search', asked('alpha bravo carbon delta echoes foxes golfing hotel india'));
    const near = intentOf('search', asked('alpha bravo carbon delta echoes juliet kilos lima'));
    expect(likeness(below, near)).toBeCloseTo(10 / 17);
    expect(repeatsOf(below, [near])).toBe(0);
  });

  test('do not depend on how much is asked for, but on which page of it', () => {
    expect(alike({ query: 'terminals', limit: 5 }, { query: 'terminals', limit: 50 })).toBe(1);
    expect(alike({ query: 'terminals', page: 1 }, { query: 'terminals', page: 2 })).toBe(0);
  });

  test('of different tools, flags or figures are never the same', () => {
    expect(likeness(intentOf('a', asked('x')), intentOf('b', asked('x')))).toBe(0);
    expect(alike({ amount: 20 }, { amount: 30 })).toBe(0);
    expect(alike({ open: true }, { open: false })).toBe(0);
    expect(alike({}, {})).toBe(1);
  });

  test('are looked for inside lists and objects', () => {
    expect(
      alike(
        { filters: [{ field: 'status', value: 'open' }] },
        { filters: [{ value: 'opened', field: 'status' }] },
      ),
    ).toBe(1);
  });
});

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

describe('likeness', () => {
  test('lies between 0 and 1, is symmetric, and is 1 with itself', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const value = alike(a, b);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(alike(b, a)).toBe(value);
        expect(alike(a, a)).toBe(1);
      }),
    );
  });

  test('does not depend on the order of keys or on letter case', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme-ascii' })), (given) => {
        const turned = Object.fromEntries(
          Object.entries(given)
            .reverse()
            .map(([key, text]) => [key, text.toUpperCase()]),
        );
        expect(alike(given, turned)).toBe(1);
      }),
    );
  });
});
