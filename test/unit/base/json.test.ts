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
