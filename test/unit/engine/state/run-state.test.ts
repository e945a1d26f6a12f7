import { describe, expect, test } from 'vitest';
import { append, best, latest, orchestration, sequence, step } from '../../../../src/authoring/index.ts';
import type { Context } from '../../../../src/engine/context.ts';
import type { Fields } from '../../../../src/engine/state/fields.ts';
import { rehearse } from '../../../support/rehearse-world.ts';

const run = (body: (context: Context) => unknown, state?: Fields) =>
  rehearse(
    orchestration({
      name: 'State',
      steps: {},
      ...(state ? { state } : {}),
      run: (_: string, _steps, context) => body(context),
    }),
  );
const conflicts = async (body: (context: Context) => unknown, state?: Fields) =>
  (await run(body, state)).events('state.conflicted').map(({ key, by, kept }) => ({ key, by, kept }));

/** Writes after a while, in a branch of its own. */
const writes =
  (value: unknown, afterMs: number, quality?: number) =>
  async (_steps: unknown, { sleep, state }: Context): Promise<void> => {
    await sleep(`${afterMs}ms`);
    state.set('reply', value, quality === undefined ? {} : { quality });
  };

describe('the state of a run', () => {
  test('gives what was written last, nothing before, and tells every version', async () => {
    const world = await run(({ state }) => {
      const before = state.get('reply') === undefined;
      state.set('reply', 'first');
      state.set('reply', 'second');
      return { before, now: state.get('reply'), versions: state.versions('reply') };
    });
    expect(world.run.finished!.value).toEqual({
      before: true,
      now: 'second',
      versions: [
        { version: 1, value: 'first', by: 'run-1', quality: null },
        { version: 2, value: 'second', by: 'run-1', quality: null },
      ],
    });
    expect(world.events('state.written')).toMatchObject([
      { key: 'state/reply', by: 'run-1', version: 1, value: 'first' },
      { key: 'state/reply', by: 'run-1', version: 2, value: 'second' },
    ]);
  });

  test('is frozen through and through: what was handed in or out cannot be changed unseen', async () => {
    const world = await run(({ state }) => {
      const mine = { tags: ['a'] };
      state.set('ticket', mine);
      mine.tags.push('b');
      const held = state.get('ticket') as typeof mine;
      expect(() => held.tags.push('c')).toThrow(TypeError);
      return state.get('ticket');
    });
    expect(world.run.finished!.value).toEqual({ tags: ['a'] });
  });

  test('refuses a field that was not declared, where some were', async () => {
    const world = await run(({ state }) => state.set('replly', 1), { reply: latest<string>() });
    expect(world.run.finished!.failure).toMatchObject({ code: 'misuse' });
    expect(world.run.finished!.failure!.message).toContain("'replly' is no field of this state");
  });

  test('refuses what cannot be stored, and a quality that is no number', async () => {
    const stored = await run(({ state }) => state.set('reply', () => 1));
    expect(stored.run.finished!.failure!.message).toContain('cannot be stored');
    const judged = await run(({ state }) => state.set('reply', 1, { quality: NaN }));
    expect(judged.run.finished!.failure!.message).toContain('the quality of');
  });

  test('is an orchestration’s own: one inside another keeps its own', async () => {
    const keeps = (name: string) =>
      orchestration({
        name,
        steps: {},
        run: (text: string, _steps, { state }) => {
          const before = state.get('seen') ?? null;
          state.set('seen', text);
          return before;
        },
      });
    const world = await rehearse(
      orchestration({
        name: 'Outer',
        steps: { one: keeps('One'), two: keeps('Two') },
        run: async (text: string, { one, two }, { state }) => {
          state.set('seen', 'outer');
          return [await one(text), await two(text), state.get('seen')];
        },
      }),
    );
    expect(world.run.finished!.value).toEqual([null, null, 'outer']);
    expect(world.events('state.written').map(({ key }) => key)).toEqual([
      'state/seen',
      'state/one/seen',
      'state/two/seen',
    ]);
  });
});

describe('a conflict', () => {
  test('is two branches writing one field, neither having seen the other’s value', async () => {
    expect(await conflicts(({ all }) => all({ a: writes('A', 10), b: writes('B', 20) }))).toEqual([
      { key: 'state/reply', by: ['a', 'b'], kept: 'b' },
    ]);
  });

  test('is none where the second has read the first’s value, or is the same branch', async () => {
    expect(
      await conflicts(({ all }) =>
        all({
          a: writes('A', 10),
          b: async (_steps, { sleep, state }) => {
            await sleep('20ms');
            state.set('reply', `${String(state.get('reply'))}+B`);
            state.set('reply', 'B again');
          },
        }),
      ),
    ).toEqual([]);
  });

  test('is none where one comes after the other, whichever scopes they are in', async () => {
    expect(
      await conflicts(async ({ all, scope, state }) => {
        state.set('reply', 'before');
        await scope('first', writes('A', 10));
        await all({ second: writes('B', 10) });
        state.set('reply', 'after');
      }),
    ).toEqual([]);
  });

  test('is seen where a branch began before another ended, and looks only afterwards at nothing', async () => {
    expect(
      await conflicts(({ all }) =>
        all({
          quick: (_steps, { scope }) => scope('inner', writes('A', 10)),
          slow: (_steps, { scope }) => scope('inner', writes('B', 50)),
        }),
      ),
    ).toEqual([{ key: 'state/reply', by: ['quick/inner', 'slow/inner'], kept: 'slow/inner' }]);
  });

  test('between scopes that follow one another in one branch is none', async () => {
    expect(
      await conflicts(({ all }) =>
        all({
          a: async (_steps, { scope }) => {
            await scope('one', writes('A', 10));
            await scope('two', writes('B', 10));
          },
          b: async (_steps, { sleep }) => sleep('1s'),
        }),
      ),
    ).toEqual([]);
  });

  test('cannot be where a reducer merges what is written', async () => {
    const world = await run(
      async ({ all, state }) => {
        await all({ a: writes('A', 10), b: writes('B', 20) });
        return state.get('reply');
      },
      { reply: append<string>() },
    );
    expect(world.events('state.conflicted')).toEqual([]);
    expect(world.run.finished!.value).toEqual(['A', 'B']);
  });
});

describe('a field that keeps the best', () => {
  test.each([
    [0.9, 0.5, 'reply', 'answer'],
    [0.5, 0.9, 'corrected', 'correct'],
    [0.9, 0.9, 'reply', 'answer'],
  ])('of %d and then %d keeps the better, the earlier of equals', async (first, second, value, kept) => {
    const world = await run(
      async ({ all, state }) => {
        await all({ answer: writes('reply', 10, first), correct: writes('corrected', 20, second) });
        return {
          value: state.get('reply'),
          qualities: state.versions('reply').map(({ quality }) => quality),
        };
      },
      { reply: best<string>() },
    );
    expect(world.run.finished!.value).toEqual({ value, qualities: [first, second] });
    expect(world.events('state.conflicted')).toMatchObject([{ by: ['answer', 'correct'], kept }]);
    expect(world.events('state.written').map(({ quality }) => quality)).toEqual([first, second]);
  });

  test('holds against a later correction that has seen it and is worse, which is no conflict', async () => {
    const world = await run(
      ({ state }) => {
        state.set('reply', 'good', { quality: 0.9 });
        state.get('reply');
        state.set('reply', 'corrected', { quality: 0.4 });
        return state.get('reply');
      },
      { reply: best<string>() },
    );
    expect(world.run.finished!.value).toBe('good');
    expect(world.events('state.conflicted')).toEqual([]);
  });

  test('without any quality keeps the latest', async () => {
    const world = await run(
      ({ state }) => {
        state.set('reply', 'one');
        state.set('reply', 'two');
        return state.get('reply');
      },
      { reply: best<string>() },
    );
    expect(world.run.finished!.value).toBe('two');
  });
});

describe('the state of another run', () => {
  test('is refused in the name of whoever asks, and the asker alone fails', async () => {
    const leaked: { state?: Context['state'] } = {};
    const world = await rehearse(
      orchestration({
        name: 'Leaks',
        steps: {},
        async run(who: string, _steps, { state, sleep }) {
          if (who === 'A') {
            leaked.state = state;
            state.set('secret', 'of A');
            await sleep('1s');
            return 'kept';
          }
          await sleep('500ms');
          return leaked.state!.get('secret');
        },
      }),
      { runs: [{ input: 'A' }, { input: 'B' }] },
    );
    expect(world.events('state.refused')).toMatchObject([
      { run: 'run-2', key: 'state/secret', owner: 'run-1', by: 'run-2' },
    ]);
    expect(world.runs[0]!.finished).toMatchObject({ outcome: 'returned', value: 'kept' });
    expect(world.runs[1]!.finished).toMatchObject({ outcome: 'failed', failure: { code: 'not_owner' } });
  });
});

describe('an orchestration that keeps no state', () => {
  test('writes nothing of it', async () => {
    const world = await rehearse(sequence([step((text: string) => text).as('echo')]));
    expect(world.events('state.written')).toEqual([]);
  });
});
