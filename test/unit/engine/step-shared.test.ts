/** What policies share between the runs of a world, by model and tenant. */
import { describe, expect, test } from 'vitest';
import {
  generate,
  orchestration,
  step,
  type GenerateOptions,
  type StepContext,
} from '../../../src/authoring/index.ts';
import { playWorld, type PlayedWorld } from '../../support/policy-world.ts';
import { refuses, says, stalls, timedCast, type TimedScript } from '../../support/timed-cast.ts';

type Options = Partial<GenerateOptions<string>>;
const ask = (options: Options) =>
  orchestration({
    name: 'Ask',
    steps: { answer: generate<string>({ model: 'main', system: 's', ...options }) },
    run: (input: string, { answer }) => answer(input),
  });
const cast = (main: TimedScript) => timedCast({ main, spare: {} });
const starts = (world: PlayedWorld): unknown[] =>
  world.events('attempt.started').map(({ run, t }) => [run, t]);
const held = (world: PlayedWorld, policy: string): unknown[] =>
  [...world.cells].filter(([key]) => key.startsWith(`${policy}/`)).map(([, value]) => value);

describe('a breaker', () => {
  const breaker = { failures: 2, within: '1m' } as const;

  test('is shared by the runs of a world, and kept a tenant', async () => {
    const world = await playWorld(ask({ breaker }), {
      cast: cast({ replies: [refuses(500, 'x')] }),
      runs: ['a', 'a', 'a', 'b'].map((tenant, i) => ({ tenant, atMs: i * 100 })),
    });
    expect(world.events('policy.changed').map(({ key, because }) => [key, because])).toEqual([
      ['main of a', '2 failures within 60 s'],
    ]);
    expect(world.ends.map(([run, how]) => [run, how])).toEqual([
      ['run-1', 'server_error'],
      ['run-2', 'server_error'],
      ['run-3', 'circuit_open'],
      ['run-4', 'server_error'],
    ]);
  });

  test('is one for two steps with equal settings, and another for other settings', async () => {
    const two = (other: Options['breaker'] & object) =>
      orchestration({
        name: 'Two',
        steps: {
          a: generate<string>({ model: 'main', system: 's', breaker, fallback: { value: 'a' } }),
          b: generate<string>({ model: 'main', system: 's', breaker: other, fallback: { value: 'b' } }),
        },
        async run(input: string, { a, b }) {
          return [await a(input, { key: 1 }), await a(input, { key: 2 }), await b(input)];
        },
      });
    const play = async (other: Options['breaker'] & object) =>
      (await playWorld(two(other), { cast: cast({ replies: [refuses(500, 'x')] }) })).events(
        'attempt.started',
      );
    expect(await play(breaker)).toHaveLength(2);
    expect(await play({ failures: 3, within: '1m' })).toHaveLength(3);
  });

  test('says why it keeps a call away, and for how long', async () => {
    const world = await playWorld(ask({ breaker: { failures: 1, within: '1m', open: '10s' } }), {
      cast: cast({ replies: [refuses(500, 'x', { atMs: 1_000 })] }),
      runs: [{ atMs: 0 }, { atMs: 3_000 }],
    });
    expect(world.events('attempt.refused')[0]!.failure.message).toBe(
      'the circuit breaker keeps calls to main away for another 8 s, since it failed too often',
    );
  });

  test('does not count a wrong key or a bad format, and counts what its filter names', async () => {
    const play = (replies: TimedScript['replies'] & object, on?: readonly ['unauthorised']) =>
      playWorld(ask({ breaker: { failures: 1, within: '1m', ...(on ? { on } : {}) } }), {
        cast: cast({ replies }),
      });
    expect((await play([refuses(401, 'x')])).events('policy.changed')).toEqual([]);
    expect((await play([says(' ')])).events('policy.changed')).toEqual([]);
    expect((await play([refuses(401, 'x')], ['unauthorised'])).events('policy.changed')).toHaveLength(1);
  });

  test('lets a probe go whose step was cancelled, so that the next may try at once', async () => {
    const world = await playWorld(
      ask({ breaker: { failures: 1, within: '1m', open: '1s', lease: '1h' }, totalTimeout: '100ms' }),
      {
        cast: cast({ replies: [refuses(500, 'x'), stalls([]), says('back', 50)] }),
        runs: [{ atMs: 0 }, { atMs: 2_000 }, { atMs: 2_101 }],
      },
    );
    expect(world.ends.map(([, how]) => how)).toEqual(['server_error', 'timeout.total', 'back']);
  });

  test('stands before a function too, by the name of its step', async () => {
    const world = await playWorld(
      orchestration({
        name: 'Function',
        steps: {
          load: step(
            (): string => {
              throw new Error('down');
            },
            { breaker: { failures: 1, within: '1m' }, fallback: { value: 'kept' } },
          ),
        },
        async run(_: string, { load }) {
          await load(undefined, { key: 1 });
          return load(undefined, { key: 2 });
        },
      }),
      { cast: timedCast({}) },
    );
    expect(world.events('policy.changed')).toMatchObject([{ key: 'load.function', to: 'open' }]);
    expect(world.events('attempt.started')).toHaveLength(1);
  });
});

describe('a bulkhead', () => {
  const three = [0, 0, 0].map((atMs) => ({ atMs }));

  test('lets so many calls of all runs go, the rest in line, first come first served', async () => {
    const world = await playWorld(ask({ bulkhead: { most: 1, queue: 5 } }), {
      cast: cast({ replies: [says('ok', 100)] }),
      runs: three,
    });
    expect(starts(world)).toEqual([
      ['run-1', 0],
      ['run-2', 100],
      ['run-3', 200],
    ]);
    expect(world.events('attempt.held').map(({ run, policy }) => [run, policy])).toEqual([
      ['run-2', 'bulkhead'],
      ['run-3', 'bulkhead'],
    ]);
    expect(held(world, 'bulkhead')).toMatchObject([{ held: 0, line: [] }]);
  });

  test('refuses at once where there is no line, and when the wait is over, not a millisecond before', async () => {
    const none = await playWorld(ask({ bulkhead: 1 }), { cast: cast({}), runs: three });
    expect(none.ends.map(([, how]) => how)).toEqual(['bulkhead_full', 'bulkhead_full', 'ok']);
    const waits = (wait: '99ms' | '100ms') =>
      playWorld(ask({ bulkhead: { most: 1, queue: 1, wait } }), { cast: cast({}), runs: three.slice(1) });
    expect((await waits('99ms')).ends).toEqual([
      ['run-2', 'bulkhead_full', 99],
      ['run-1', 'ok', 100],
    ]);
    expect((await waits('100ms')).ends.map(([, how]) => how)).toEqual(['ok', 'ok']);
  });

  test('passes a place on when who waited for it is gone', async () => {
    const world = await playWorld(ask({ bulkhead: { most: 1, queue: 5 }, totalTimeout: '150ms' }), {
      cast: cast({ replies: [says('ok', 140)] }),
      runs: [{ atMs: 0 }, { atMs: 0 }, { atMs: 100 }],
    });
    expect(world.ends).toEqual([
      ['run-1', 'ok', 140],
      ['run-2', 'timeout.total', 150],
      ['run-3', 'timeout.total', 250],
    ]);
    expect(held(world, 'bulkhead')).toMatchObject([{ held: 0, line: [] }]);
  });

  test('of a function is held until its promise settles, however long ago it was given up', async () => {
    const work = async (_: string, { sleep }: StepContext): Promise<string> => {
      try {
        await sleep('10s');
      } finally {
        await sleepOn();
      }
      return 'done';
    };
    // a promise that settles some microtasks after the wait was cancelled: work that cleans up
    const sleepOn = async (): Promise<void> => {
      for (let i = 0; i < 5; i++) await Promise.resolve();
    };
    const world = await playWorld(
      orchestration({
        name: 'Cleans up',
        steps: { work: step(work, { timeout: '100ms', bulkhead: { most: 1, queue: 1 } }) },
        run: (input: string, { work: bound }) => bound(input),
      }),
      { cast: timedCast({}), runs: [{ atMs: 0 }, { atMs: 50 }] },
    );
    expect(starts(world)).toEqual([
      ['run-1', 0],
      ['run-2', 100],
    ]);
    expect(held(world, 'bulkhead')).toMatchObject([{ held: 0, line: [] }]);
  });

  test('that is timed says of a time-out how long the whole was, and how much of it went by in line', async () => {
    const timed = { timeout: '80ms', bulkhead: { most: 1, queue: 2, timed: true } } as const;
    const work = step(async (ms: number, { sleep }) => {
      await sleep(`${ms}ms`);
      return 'ok';
    }, timed);
    const ofFunctions = await playWorld(
      orchestration({ name: 'Timed', steps: { work }, run: (ms: number, own) => own.work(ms) }),
      { cast: timedCast({}), runs: [{ input: 60 }, { input: 60 }, { input: 60 }] },
    );
    const ofModels = await playWorld(ask(timed), {
      cast: cast({ replies: [says('ok', 60), stalls([])] }),
      runs: three,
    });
    for (const [world, who, of] of [
      [ofFunctions, 'function', 'work'],
      [ofModels, 'main', 'answer'],
    ] as const)
      expect(world.events('step.finished').map(({ t, failure }) => [t, failure?.message])).toEqual([
        [60, undefined],
        [80, `${who} took longer than the 80 ms that an attempt of ${of} may take, all of it in line`],
        [80, `${who} took longer than the 80 ms that an attempt of ${of} may take, 60 ms of it in line`],
      ]);
    expect(ofModels.events('policy.changed')[0]!.because).toBe('a call is under way');
  });

  test('tells when it fills and when it has room again', async () => {
    const world = await playWorld(ask({ bulkhead: 1 }), {
      cast: cast({}),
      runs: [{ atMs: 0 }, { atMs: 50 }, { atMs: 60 }, { atMs: 500 }],
    });
    expect(world.events('policy.changed').map(({ t, from, to }) => [t, from, to])).toEqual([
      [50, 'free', 'full'],
      [500, 'full', 'free'],
    ]);
  });
});

describe('a rate limit', () => {
  test('spaces the calls of all runs, and refuses what would wait too long', async () => {
    const world = await playWorld(ask({ rate: { requests: 1, per: '1s', wait: '1s' } }), {
      cast: cast({}),
      runs: [0, 0, 0].map((atMs) => ({ atMs })),
    });
    expect(starts(world)).toEqual([
      ['run-1', 0],
      ['run-2', 1_000],
    ]);
    const [refused] = world.events('attempt.refused');
    expect(refused!.failure).toMatchObject({ code: 'over_rate', retryAfterMs: 2_000 });
  });

  test('by tokens is settled with what a call used', async () => {
    const options: Options = { maxTokens: 90, rate: { tokens: 100, per: '1m' } };
    const world = await playWorld(ask(options), {
      cast: cast({ usage: { inputTokens: 4, outputTokens: 2 } }),
      runs: [{ atMs: 0 }, { atMs: 0 }, { atMs: 200 }],
    });
    expect(world.ends.map(([run, how]) => [run, how])).toEqual([
      ['run-2', 'over_rate'],
      ['run-1', 'ok'],
      ['run-3', 'ok'],
    ]);
  });

  test('gives back what a call reserved that was cancelled in its wait', async () => {
    const options: Options = { rate: { requests: 1, per: '1s', wait: '1s' } };
    const gives = orchestration({
      name: 'Gives up',
      steps: { answer: generate<string>({ model: 'main', system: 's', ...options }) },
      async run(input: string, { answer }, { sleep }) {
        const handle = answer(input);
        if (input === 'hello') return handle;
        await sleep('500ms');
        handle.cancel();
        return handle.catch(() => 'gave up');
      },
    });
    const world = await playWorld(gives, {
      cast: cast({}),
      runs: [{ atMs: 0 }, { atMs: 10, input: 'cancels' }, { atMs: 600 }],
    });
    expect(world.ends).toEqual([
      ['run-1', 'ok', 100],
      ['run-2', 'gave up', 510],
      ['run-3', 'ok', 1_100],
    ]);
  });
});

describe('a budget', () => {
  test('is checked before the call, with its worst case', async () => {
    const play = (costUsd: number) =>
      playWorld(ask({ maxTokens: 100, budget: { costUsd } }), { cast: cast({}) });
    // ten nano-dollars for each of three tokens of the prompt, a hundred for each of a hundred tokens of the reply
    const worst = await play(0.00001003);
    expect(worst.ends[0]![1]).toBe('ok');
    const short = await play(0.000010029);
    expect(short.ends[0]![1]).toBe('over_budget');
    expect(short.events('attempt.started')).toEqual([]);
    expect(short.events('attempt.refused')[0]!.failure.message).toBe(
      'main is not asked: the call may cost $0.00001003, and $0.000010029 of the $0.000010029 of the run is left; a lower maxTokens would reserve less',
    );
  });

  test('goes on to a cheaper model of the chain', async () => {
    const world = await playWorld(ask({ maxTokens: 100, budget: { costUsd: 0.000002 }, fallback: 'spare' }), {
      cast: timedCast({
        main: {},
        spare: { replies: [says('cheap')], profile: { price: { inputNanoUsd: 1, outputNanoUsd: 1 } } },
      }),
    });
    expect(world.ends[0]![1]).toBe('cheap');
  });

  test('of a run, of a use of the step and of a tenant are three accounts', async () => {
    const twice = (per: 'run' | 'step' | 'tenant') =>
      orchestration({
        name: 'Twice',
        steps: {
          answer: generate<string>({
            model: 'main',
            system: 's',
            budget: { calls: 1, per },
            fallback: { value: 'none' },
          }),
        },
        async run(input: string, { answer }) {
          return [await answer(input, { key: 1 }), await answer(input, { key: 2 })].join();
        },
      });
    const play = async (per: 'run' | 'step' | 'tenant') =>
      (
        await playWorld(twice(per), {
          cast: cast({}),
          runs: [
            { atMs: 0, tenant: 'a' },
            { atMs: 1_000, tenant: 'a' },
            { atMs: 2_000, tenant: 'b' },
          ],
        })
      ).ends.map(([, how]) => how);
    expect(await play('step')).toEqual(['ok,ok', 'ok,ok', 'ok,ok']);
    expect(await play('run')).toEqual(['ok,none', 'ok,none', 'ok,none']);
    expect(await play('tenant')).toEqual(['ok,none', 'none,none', 'ok,none']);
  });

  test('is charged for a reply that was cut', async () => {
    const world = await playWorld(ask({ budget: { costUsd: 1 }, timeout: '1s' }), {
      cast: cast({ replies: [stalls([[10, 'half a reply']])] }),
    });
    const [account] = held(world, 'budget') as {
      spent: { nanoUsd: number };
      reserved: { nanoUsd: number };
    }[];
    expect(account!.spent.nanoUsd).toBeGreaterThan(100);
    expect(account!.reserved.nanoUsd).toBe(0);
  });

  test('tells when it first refuses, and when something smaller fits again', async () => {
    const sized = orchestration({
      name: 'Sized',
      steps: {
        big: generate<string>({
          model: 'main',
          system: 's',
          maxTokens: 900,
          budget: { tokens: 200 },
          fallback: { value: '' },
        }),
        small: generate<string>({ model: 'main', system: 's', maxTokens: 9, budget: { tokens: 200 } }),
      },
      async run(input: string, { big, small }) {
        await big(input, { key: 1 });
        await big(input, { key: 2 });
        return small(input);
      },
    });
    const world = await playWorld(sized, { cast: cast({}) });
    expect(
      world.events('policy.changed').map(({ policy, key, from, to }) => [policy, key, from, to]),
    ).toEqual([
      ['budget', 'run-1', 'within', 'refuses'],
      ['budget', 'run-1', 'refuses', 'within'],
    ]);
  });
});
