import { describe, expect, test } from 'vitest';
import { generate, orchestration, step } from '../../../../src/authoring/index.ts';
import type { Bound, Context } from '../../../../src/engine/context.ts';
import { rehearse } from '../../../support/rehearse-world.ts';
import { scriptedCast } from '../../../support/scripted-cast.ts';

const cast = scriptedCast({
  quick: { takesMs: 100, says: 'quick' },
  middling: { takesMs: 300, says: 'middling' },
  slow: { takesMs: 900, says: 'slow' },
});
const steps = {
  quick: generate<string>({ model: 'quick', system: 's' }),
  middling: generate<string>({ model: 'middling', system: 's' }),
  slow: generate<string>({ model: 'slow', system: 's' }),
  bad: step((_: string, { sleep }) => sleep('200ms').then(() => Promise.reject(new Error('bad day')))),
  worse: step((_: string, { sleep }) => sleep('400ms').then(() => Promise.reject(new Error('worse day')))),
};
type Own = Bound<typeof steps>;
type Given = Context<typeof steps>;

const run = (body: (own: Own, context: Given) => unknown) =>
  rehearse(
    orchestration({ name: 'Contest', steps, run: (_: string, bound, context) => body(bound, context) }),
    { cast },
  );

describe('race', () => {
  test('settles as the first that settles, and records the losers as cancelled', async () => {
    const world = await run(({ quick, slow }, { race }) => race({ quick: quick('x'), slow: slow('x') }));
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: 'quick' });
    expect(world.step('slow')).toMatchObject({ state: 'cancelled', finishedMs: 100 });
    expect(world.step('slow').failure!.message).toBe('slow was cancelled: quick answered first');
    expect(world.run.finishedMs).toBe(100);
  });

  test('names every winner to those that lost', async () => {
    const world = await run(({ quick, slow }, { first, sleep }) =>
      first(3, { a: sleep('3ms'), b: quick('x'), c: sleep('1ms'), d: slow('x') }),
    );
    expect(world.step('slow').failure!.message).toBe('slow was cancelled: c, a and b answered first');
  });

  test('fails with the first that fails', async () => {
    const world = await run(({ bad, slow }, { race }) => race([bad('x'), slow('x')]));
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { message: 'bad day' } });
    expect(world.step('slow')).toMatchObject({ state: 'cancelled', finishedMs: 200 });
  });

  test('against a wait is a time limit, and the wait that lost keeps no world awake', async () => {
    const world = await run(({ quick }, { race, sleep }) => race({ quick: quick('x'), late: sleep('1h') }));
    expect(world.run.finished!.value).toBe('quick');
    expect(world.history.at(-1)!.t).toBe(100);
  });

  test('cancels everything below a function that lost, its waits and its scopes too', async () => {
    const world = await run(({ quick }, { race }) =>
      race({
        quick: quick('x'),
        deep: (_steps, { scope }) =>
          scope('inner', async (own, { all, sleep }) => all({ a: own.slow('x'), b: sleep('1h') })),
      }),
    );
    expect(world.step('deep/inner/slow')).toMatchObject({ state: 'cancelled', finishedMs: 100 });
    expect(world.history.at(-1)!.t).toBe(100);
  });

  test('of nothing is an error by name', async () => {
    const world = await run((_, { race }) => race({}));
    expect(world.run.finished!.failure).toMatchObject({ code: 'misuse' });
    expect(world.run.finished!.failure!.message).toContain('race() was given no work');
  });
});

describe('any', () => {
  test('gives the first answer, however many have failed before it', async () => {
    const world = await run(({ bad, middling, slow }, { any }) =>
      any({ bad: bad('x'), middling: middling('x'), slow: slow('x') }),
    );
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: 'middling' });
    expect(world.step('slow').state).toBe('cancelled');
    expect(world.step('bad').state).toBe('failed');
  });

  test('fails when all have failed, naming each, with the code of the last', async () => {
    const world = await run(({ bad, worse }, { any }) => any({ bad: bad('x'), worse: worse('x') }));
    expect(world.run.finished!.failure).toMatchObject({
      code: 'thrown',
      message: 'none of 2 answered: bad: bad day; worse: worse day',
    });
  });

  test('of one keeps its failure as it is', async () => {
    const world = await run(({ bad }, { any }) => any([bad('x')]));
    expect(world.run.finished!.failure!.message).toBe('bad day');
  });
});

describe('first', () => {
  test('gives the first two of three in their order of arrival', async () => {
    const world = await run(({ slow, middling, quick }, { first }) =>
      first(2, { slow: slow('x'), middling: middling('x'), quick: quick('x') }),
    );
    expect(world.run.finished!.value).toEqual([
      { name: 'quick', value: 'quick' },
      { name: 'middling', value: 'middling' },
    ]);
    expect(world.step('slow')).toMatchObject({ state: 'cancelled', finishedMs: 300 });
  });

  test('bears one failure of three when two are wanted, and not two', async () => {
    const one = await run(({ quick, middling, bad }, { first }) =>
      first(2, [quick('x'), middling('x'), bad('x')]),
    );
    expect(one.run.finished!.outcome).toBe('returned');
    const two = await run(({ slow, bad, worse }, { first }) => first(2, [slow('x'), bad('x'), worse('x')]));
    expect(two.run.finished).toMatchObject({ outcome: 'failed' });
    expect(two.run.finishedMs).toBe(400);
    expect(two.run.finished!.failure!.message).toBe('fewer than 2 of 3 answered: 1: bad day; 2: worse day');
    expect(two.step('slow').state).toBe('cancelled');
  });

  test.each([
    [0, 'ask for a whole number from 1'],
    [1.5, 'ask for a whole number from 1'],
    [3, 'asked for 3 answers of 2 pieces of work'],
  ])('of %d out of two is refused by name', async (count, message) => {
    const world = await run(({ quick, slow }, { first }) => first(count, [quick('x'), slow('x')]));
    expect(world.run.finished!.failure).toMatchObject({ code: 'misuse' });
    expect(world.run.finished!.failure!.message).toContain(message);
  });

  test('of as many as there are waits for all', async () => {
    const world = await run(({ quick, slow }, { first }) => first(2, [quick('x'), slow('x')]));
    expect(world.run.finishedMs).toBe(900);
  });
});

describe('allSettled', () => {
  test('says of each how it ended, cancels nothing and never rejects', async () => {
    const world = await run(({ bad, slow }, { allSettled }) =>
      allSettled({ bad: bad('x'), slow: slow('x') }),
    );
    expect(world.run.finished).toMatchObject({
      outcome: 'returned',
      value: {
        bad: { ok: false, failure: { code: 'thrown', message: 'bad day', step: 'bad' } },
        slow: { ok: true, value: 'slow' },
      },
    });
    expect(world.run.finishedMs).toBe(900);
  });

  test('of a list gives a list', async () => {
    const world = await run(({ quick }, { allSettled }) => allSettled([quick('x')]));
    expect(world.run.finished!.value).toEqual([{ ok: true, value: 'quick' }]);
  });
});

describe('all', () => {
  test('of a list gives a list in its order, of nothing gives nothing', async () => {
    const world = await run(async ({ slow, quick }, { all }) => [await all([slow('x'), quick('x')]), await all({}), await all([])]); // prettier-ignore
    expect(world.run.finished!.value).toEqual([['slow', 'quick'], {}, []]);
  });

  test('can be cancelled by its handle, with all that it holds', async () => {
    const world = await run(async ({ slow }, { all, sleep }) => {
      const both = all({ slow: slow('x'), wait: sleep('1h') });
      await sleep('50ms');
      both.cancel('enough');
      await both.catch(() => 'given up');
      return 'done';
    });
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: 'done' });
    expect(world.step('slow')).toMatchObject({ state: 'cancelled', finishedMs: 50 });
    expect(world.history.at(-1)!.t).toBe(50);
  });

  test('that fails and is not awaited fails the run by name', async () => {
    const world = await run(async ({ bad, slow }, { all, sleep }) => {
      void all({ bad: bad('x'), slow: slow('x') });
      await sleep('2s');
      return 'done';
    });
    expect(world.run.finished).toMatchObject({
      outcome: 'failed',
      failure: { message: 'bad failed and nobody awaited it: bad day' },
    });
  });
});
