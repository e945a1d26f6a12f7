import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rehearseProgram, type Globals } from './program-world.ts';

const told = async (body: (g: Globals) => unknown): Promise<unknown> =>
  (await rehearseProgram((g) => async () => body(g))).value;

/** Sorts in a world's realm, whose arrays are its own. */
const sortedIn = (g: Globals, values: readonly unknown[], compare?: unknown) => {
  const list = g.Array.from(values);
  list.sort(compare as never);
  return Array.from(list);
};

describe('sorting in a world', () => {
  test('by a comparison that orders is the language’s, stable, whatever the list holds', async () => {
    const by = (a: { k: number }, b: { k: number }): number => a.k - b.k;
    const item = fc.option(fc.record({ k: fc.nat(5), id: fc.nat() }), { nil: undefined });
    const lists = fc.sample(fc.array(item, { maxLength: 40 }), 200);
    const { value } = await rehearseProgram(
      (g) => () => lists.map((list) => sortedIn(g, list, by).map((one) => one ?? null)),
    );
    const expected = lists.map((list) => [...list].sort(by as never).map((one) => one ?? null));
    expect(value).toEqual(expected);
  });

  test('by chance asks the same questions in every engine', async () => {
    const asked: string[] = [];
    const order = await told((g) =>
      sortedIn(g, ['a', 'b', 'c', 'd', 'e'], (a: string, b: string) => {
        asked.push(`${a}${b}`);
        return asked.length % 2 === 0;
      }),
    );
    expect(asked).toEqual(['ab', 'cd', 'ad', 'bd', 'bc', 'ae']);
    expect(order).toEqual(['e', 'a', 'd', 'b', 'c']);
  });

  test('puts what is undefined last, and leaves holes at the end', async () => {
    const [list, length, last] = (await told((g) => {
      const holes: unknown[] = new g.Array(5);
      [holes[0], holes[2], holes[4]] = [3, undefined, 1];
      holes.sort(((a: number, b: number) => a - b) as never);
      return [[...holes.slice(0, 2)], holes.length, 3 in holes];
    })) as [unknown[], number, boolean];
    expect([list, length, last]).toEqual([[1, 3], 5, false]);
  });

  test('without a comparison, or by something else, is the platform’s', async () => {
    expect(await told((g) => sortedIn(g, [10, 9, 1]))).toEqual([1, 10, 9]);
    const { finished } = await rehearseProgram((g) => () => g.Array.from([2, 1]).sort(5 as never));
    expect(finished.outcome).toBe('failed');
  });
});
