import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { captureJson } from '../../../src/base/json.ts';

/** JSON without the keys that a history keeps for itself. */
const storable = fc.jsonValue().filter((value) => !/"(?:__proto__|\$unhashed)":/.test(JSON.stringify(value)));

describe('captureJson', () => {
  test('copies what JSON can say, so that later mutation changes nothing', () => {
    fc.assert(
      fc.property(storable, (value) => {
        const copied = captureJson(value);
        expect(JSON.stringify(copied)).toBe(JSON.stringify(value));
        if (typeof value === 'object' && value !== null) expect(copied).not.toBe(value);
      }),
    );
  });

  test('leaves out undefined, as JSON does, and gives dates their text', () => {
    expect(captureJson({ a: undefined, at: { toJSON: () => 'then' } })).toEqual({ at: 'then' });
    expect(captureJson(undefined)).toBeNull();
    expect(Object.is(captureJson({ n: -0 }), null)).toBe(false);
    expect(JSON.stringify(captureJson([-0]))).toBe('[0]');
  });

  test('refuses by name and path what keeps its content where no field shows it, and says what to do', () => {
    const held: readonly (readonly [unknown, string])[] = [
      [new Map([['a', 1]]), 'it is a Map; return plain data instead, such as Object.fromEntries(map)'],
      [new Set([1]), 'it is a Set; return plain data instead, such as [...set]'],
      [/x/, 'it is a RegExp; return plain data instead, such as its source'],
      [Promise.resolve(1), 'it is a promise; await it first'],
      [new Uint8Array(3), 'it is a Uint8Array; return plain data instead, such as Array.from(it)'],
      [new Float32Array(1), 'it is a Float32Array; return plain data instead, such as Array.from(it)'],
      [new ArrayBuffer(1), 'it is an ArrayBuffer; return plain data instead'],
      [new WeakMap(), 'it is a WeakMap; return plain data instead'],
      [[1].values(), 'it is an Array Iterator; return plain data instead'],
    ];
    for (const [value, why] of held)
      expect(() => captureJson({ list: [value] }, 'result')).toThrow(
        `result.list[0] cannot be stored: ${why}`,
      );
    class Index extends Map<string, number> {
      readonly size2 = 2;
    }
    expect(() => captureJson(new Index(), 'result')).toThrow('result cannot be stored: it is a Map');
    class Handle {
      then(): void {
        throw new Error('never asked');
      }
    }
    expect(() => captureJson({ a: new Handle() }, 'result')).toThrow(
      'result.a cannot be stored: it is a promise',
    );
  });

  test('keeps the fields of an instance of a class, and of an object of any realm', () => {
    class Money {
      readonly amount: number;
      constructor(amount: number) {
        this.amount = amount;
      }
      twice(): number {
        return 2 * this.amount;
      }
    }
    const bare = Object.assign(Object.create(null) as object, { a: 1 });
    const otherRealm = Object.create(Object.create(null) as object) as { a?: number };
    otherRealm.a = 1;
    expect(captureJson([new Money(3), bare, otherRealm, new Date(0)])).toEqual([
      { amount: 3 },
      { a: 1 },
      { a: 1 },
      '1970-01-01T00:00:00.000Z',
    ]);
  });

  test('keeps an error by name and message, and of one that a JavaScript engine words the name alone', () => {
    class Declined extends Error {
      override readonly name = 'Declined';
      readonly code = 7;
    }
    expect(captureJson([new Error('no stock'), new Declined('card'), new TypeError('x is not y')])).toEqual([
      { name: 'Error', message: 'no stock' },
      { name: 'Declined', message: 'card' },
      { name: 'TypeError' },
    ]);
  });

  test('what is nested too deep is refused by both ends of its path', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 300; i++) deep = { a: deep };
    expect(() => captureJson(deep, 'result')).toThrow(
      /^result\.a\.a\.a\.a\.a … \.a\.a\.a\.a\.a .*nested deeper than 200 levels/,
    );
  });

  test('names the path of what cannot be stored', () => {
    const cycle: Record<string, unknown> = { list: [] };
    (cycle['list'] as unknown[]).push(cycle);
    expect(() => captureJson(cycle, 'result')).toThrow(
      'result.list[0] cannot be stored: it refers back to itself',
    );
    expect(() => captureJson({ f: [() => 1] }, 'result')).toThrow(
      'result.f[0] cannot be stored: it is a function',
    );
    expect(() => captureJson({ n: NaN }, 'result')).toThrow('result.n');
    expect(() => captureJson({ n: 1n }, 'result')).toThrow('bigint');
    expect(() => captureJson('x'.repeat(11), 'result', 10)).toThrow('payload limit of 10');
    expect(() => captureJson(JSON.parse('{"__proto__":1}'), 'result')).toThrow('reserved');
    let deep: unknown = 1;
    for (let i = 0; i < 300; i++) deep = [deep];
    expect(() => captureJson(deep)).toThrow('nested deeper');
  });
});
