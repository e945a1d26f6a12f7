import { describe, expect, test } from 'vitest';
import { generate, orchestration, step } from '../../../../src/authoring/index.ts';
import type { Bound, Context } from '../../../../src/engine/context.ts';
import { LIMITS } from '../../../../src/engine/limits.ts';
import { rehearse } from '../../../support/rehearse-world.ts';
import { scriptedCast } from '../../../support/scripted-cast.ts';

const cast = scriptedCast({ model: { takesMs: 100 } });
const steps = {
  ask: generate<string>({ model: 'model', system: 's' }),
  double: step((n: number) => n * 2),
  picky: step(async (n: number, { sleep }) => {
    await sleep('100ms');
    if (n === 2) throw new Error('two is too many');
    return n;
  }),
};
type Own = Bound<typeof steps>;
type Given = Context<typeof steps>;

const run = (body: (own: Own, context: Given) => unknown) =>
  rehearse(orchestration({ name: 'Map', steps, run: (_: string, bound, context) => body(bound, context) }), {
    cast,
  });

describe('map', () => {
  test('over a step keys each use by its place, and gives the outputs in order', async () => {
    const world = await run(({ double }, { map }) => map([3, 1, 2], double));
    expect(world.run.finished!.value).toEqual([6, 2, 4]);
    expect(world.events('step.started').map((event) => event.step)).toEqual([
      'double[0]',
      'double[1]',
      'double[2]',
    ]);
  });

  test('over a function gives each item a scope of its own, under the key that was said', async () => {
    const world = await run((_, { map }) =>
      map(['a', 'b'], (letter, own) => own.ask(letter), { key: (letter) => letter, name: 'letters' }),
    );
    expect(world.events('step.started').map((event) => event.step)).toEqual([
      'letters[a]/ask',
      'letters[b]/ask',
    ]);
    expect(world.run.finishedMs).toBe(100);
  });

  test.each([
    [1, 400],
    [2, 200],
    [3, 200],
    [4, 100],
  ])('with a concurrency of %d runs four items of 100 ms in %d ms', async (concurrency, ms) => {
    const world = await run(({ ask }, { map }) => map(['a', 'b', 'c', 'd'], ask, { concurrency }));
    expect(world.run.finishedMs).toBe(ms);
  });

  test('cancels what is under way when an item fails, and starts no more', async () => {
    const world = await run(({ picky }, { map }) => map([1, 2, 3, 4, 5], picky, { concurrency: 3 }));
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { step: 'picky[1]' } });
    expect(world.events('step.started').map((event) => event.step)).toEqual([
      'picky[0]',
      'picky[1]',
      'picky[2]',
      'picky[3]',
    ]);
    expect(world.step('picky[2]').state).toBe('cancelled');
    expect(world.step('picky[3]').state).toBe('cancelled');
  });

  test('that nobody awaits fails the run by the name of the item', async () => {
    const world = await run(async ({ picky }, { map, sleep }) => {
      void map([1, 2], picky);
      await sleep('1s');
      return 'done';
    });
    expect(world.run.finished!.failure!.message).toBe(
      'picky[1] failed and nobody awaited it: two is too many',
    );
  });

  test('given up by its handle cancels its items and starts no more', async () => {
    const world = await run(async ({ ask }, { map, sleep }) => {
      const asked = map(['a', 'b', 'c'], ask, { concurrency: 1 });
      await sleep('150ms');
      asked.cancel();
      return asked.catch(() => 'given up');
    });
    expect(world.run.finished!.value).toBe('given up');
    expect(world.events('step.started').map((event) => event.step)).toEqual(['ask[0]', 'ask[1]']);
    expect(world.step('ask[1]').state).toBe('cancelled');
  });

  test('needs a name the second time in one scope', async () => {
    const twice = (names: readonly { readonly name?: string }[]) =>
      run(async (_, { map }) => {
        for (const options of names) await map([1], (n) => n, options);
        return 'mapped';
      });
    expect((await twice([{}, { name: 'second' }])).run.finished!.value).toBe('mapped');
    expect((await twice([{}, {}])).run.finished!.failure!.message).toBe(
      "'map' was used twice as a map in this run: give each a name, map(list, work, { name: 'second' })",
    );
  });

  test('of nothing gives nothing', async () => {
    expect((await run(({ double }, { map }) => map([], double))).run.finished!.value).toEqual([]);
  });

  test('refuses a key that two items share, and a concurrency that is none', async () => {
    const twice = await run(({ ask }, { map }) => map(['a', 'a'], ask, { key: (letter) => letter }));
    expect(twice.run.finished!.failure!.message).toContain("two items of a map have the key 'a'");
    for (const concurrency of [0, 1.5, NaN]) {
      const world = await run(({ ask }, { map }) => map(['a'], ask, { concurrency }));
      expect(world.run.finished!.failure!.message).toContain(`a concurrency of ${concurrency}`);
    }
  });

  test('takes a list as long as its limit and refuses a longer one by name', async () => {
    const long = await run((_, { map }) => map(new Array<number>(LIMITS.fanOut + 1).fill(1), () => 1));
    expect(long.run.finished!.failure).toMatchObject({ code: 'limit' });
    expect(long.run.finished!.failure!.message).toContain(`${LIMITS.fanOut}`);
    const just = await run(async (_, { map }) => {
      const all = await map(new Array<number>(LIMITS.fanOut).fill(1), (n) => n);
      return all.length;
    });
    expect(just.run.finished!.value).toBe(LIMITS.fanOut);
  });
});
