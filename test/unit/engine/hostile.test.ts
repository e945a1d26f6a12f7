import { describe, expect, test } from 'vitest';
import { simulatedCast } from '../../../mocks/cast.ts';
import { embed, generate, orchestration, retrieve, step } from '../../../src/authoring/index.ts';
import { rehearse } from '../../support/rehearse-world.ts';
import { scriptedCast } from '../../support/scripted-cast.ts';

const cast = scriptedCast({ model: { takesMs: 100 } });
const ask = generate<string>({ model: 'model', system: 's' });
const run = (body: () => unknown) => rehearse(orchestration({ name: 'Hostile', steps: {}, run: body }));

describe('whatever authored code does, the world ends and says why', () => {
  test.each<[string, () => unknown]>([
    ['an error without a text', () => Object.assign(new Error('x'), { message: undefined })],
    ['an error whose text is an object', () => Object.assign(new Error('x'), { message: { a: 1 } })],
    ['an error with hostile getters', () => new (class extends Error { override get message(): string { throw this; } })()], // prettier-ignore
    ['a proxy', () => new Proxy({}, { getPrototypeOf: () => { throw new Error('no'); } })], // prettier-ignore
  ])('it throws %s', async (_, make) => {
    const world = await run(() => {
      throw make();
    });
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'thrown' } });
    const inStep = await rehearse(
      orchestration({
        name: 'Hostile',
        steps: {
          bad: step(() => {
            throw make();
          }),
        },
        run: (_: string, { bad }) => bad(undefined),
      }),
    );
    expect(inStep.run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'thrown' } });
  });

  test.each<[unknown, string]>([
    [{ code: 'E42', tries: 2 }, 'threw {"code":"E42","tries":2}, which is not an Error'],
    [['a', 1], 'threw ["a",1], which is not an Error'],
    [{ text: 'x'.repeat(300) }, `threw {"text":"${'x'.repeat(191)}…, which is not an Error`],
    [{ run: () => 1 }, 'threw an object, which is not an Error'],
    [new AggregateError([], 'two'), 'threw an AggregateError'],
  ])('keeps what was thrown: %#', async (thrown, message) => {
    const world = await run(() => {
      throw thrown;
    });
    expect(world.run.finished!.failure!.message).toBe(message);
  });

  test('keeps native text out of the hash, whatever the error is renamed to', async () => {
    const world = await run(() => {
      try {
        return (null as unknown as { x: number }).x;
      } catch (error) {
        (error as Error).name = 'ParseError';
        throw error;
      }
    });
    expect(world.run.finished!.failure!.message).toBe('threw a TypeError');
  });

  test('a wait of nothing, for ever, meets the limit of wakes', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Spins politely',
        steps: {},
        async run(_: string, __, { sleep }) {
          for (;;) await sleep('0ms');
        },
      }),
      {
        fence: (next) =>
          queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => queueMicrotask(next)))),
      },
    );
    expect(world.run.finished).toMatchObject({ outcome: 'failed', failure: { code: 'limit' } });
  }, 60_000);

  test('a list with holes, or with a map of its own, is stored by what it holds', async () => {
    const holes: unknown[] = [];
    holes[2] = 1;
    expect((await run(() => holes)).run.finished!.value).toEqual([null, null, 1]);
    const own = Object.assign([1, 2], { map: () => holes });
    expect((await run(() => own)).run.finished!.value).toEqual([1, 2]);
  });

  test('nested lists that double at each level meet the payload limit', async () => {
    let list: unknown[] = [];
    for (let i = 0; i < 40; i++) list = [list, list];
    expect((await run(() => list)).run.finished!.failure).toMatchObject({ code: 'not_storable' });
  });

  test('texts that are none become text: warn, skip and escalate', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Untyped',
        steps: { ask },
        run(_: string, { ask }, { warn, escalate }) {
          warn(new Error('a warning') as unknown as string);
          ask.skip({} as string);
          return escalate(undefined as unknown as string);
        },
      }),
      { cast },
    );
    expect(world.run.warnings[0]!.message).toBe('a warning');
    expect(world.step('ask').skipReason).toBe('{}');
    expect(world.run.finished!.reason).toBe('undefined');
  });

  test('a handle of a scope that was cancelled and is not awaited fails nothing', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Cancels',
        steps: {},
        async run(_: string, __, { scope, sleep }) {
          const handle = scope('x', (_steps, inner) => inner.sleep('1s'));
          handle.cancel();
          await sleep('2s');
          return 'ok';
        },
      }),
    );
    expect(world.run.finished).toMatchObject({ outcome: 'returned', value: 'ok' });
  });

  test('names that would make two identities one are refused', async () => {
    for (const name of ['a/b', 'a[1]'])
      expect(
        (
          await rehearse(
            orchestration({
              name: 'Names',
              steps: {},
              run: (_: string, __, { scope }) => scope(name, () => 1),
            }),
          )
        ).run.finished!.failure,
      ).toMatchObject({ code: 'misuse' });
  });

  test('a failure that was caught cannot be rewritten in the history', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Rewrites',
        steps: { bad: step((): string => { throw new Error('the truth'); }) }, // prettier-ignore
        async run(_: string, { bad }) {
          try {
            return await bad(undefined);
          } catch (error) {
            const { failure } = error as { failure: { message: string } };
            expect(() => (failure.message = 'a lie')).toThrow(TypeError);
            return 'tried';
          }
        },
      }),
    );
    expect(world.step('bad').failure!.message).toBe('the truth');
  });

  test('what a cast remembers is not what authored code is given', async () => {
    const search = orchestration({
      name: 'Sorts',
      steps: { search: retrieve({ index: 'help-centre' }), vectors: embed({ model: 'embedding-v3' }) },
      async run(text: string, { search, vectors }) {
        const found = (await search(text)) as unknown as { title: string }[];
        const seen = found.map(({ title }) => title);
        found.reverse();
        for (const document of found) document.title = 'mine';
        const [vector] = (await vectors([text])) as unknown as number[][];
        const first = vector![0]!;
        vector![0] = 42;
        return { seen, first };
      },
    });
    const options = { cast: simulatedCast, input: 'How do I get a refund of a double charge?' };
    const [one, two] = [await rehearse(search, options), await rehearse(search, options)];
    expect(two.hash).toBe(one.hash);
    expect(two.run.finished!.value).toEqual(one.run.finished!.value);
  });

  test('a request that is no text fails before any attempt, by name', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Untyped',
        steps: { search: retrieve({ index: 'help-centre' }) },
        run: (_: string, { search }) => search(5 as unknown as string),
      }),
      { cast: simulatedCast },
    );
    expect(world.step('search')).toMatchObject({ state: 'failed', attempts: [] });
    expect(world.step('search').failure).toMatchObject({
      code: 'bad_request',
      message: 'retrieve asks with text, and was given number',
    });
  });

  test('a total time-out under a fault says that the fault caused it', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Total',
        steps: { ask: generate<string>({ model: 'model', system: 's', totalTimeout: '1s' }) },
        run: (text: string, { ask }) => ask(text),
      }),
      { cast, faults: [{ id: 'b', kind: 'blackhole' }] },
    );
    expect(world.run.finished!.failure).toMatchObject({ code: 'timeout.total', injected: true });
  });

  test('all() names what cannot be awaited', async () => {
    const world = await rehearse(
      orchestration({
        name: 'Nothing there',
        steps: { ask },
        run: (text: string, { ask }, { all }) =>
          all({ a: ask(text), b: undefined as unknown as Promise<void> }),
      }),
      { cast },
    );
    expect(world.run.finished!.failure).toMatchObject({
      code: 'misuse',
      message: expect.stringContaining("under 'b'") as string,
    });
  });
});
