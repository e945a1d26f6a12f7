import { describe, expect, test } from 'vitest';
import { generate, orchestration, step, type GenerateOptions } from '../../../src/authoring/index.ts';
import { playWorld, type PlayedWorld } from '../../support/policy-world.ts';
import { refuses, says, stalls, timedCast, type Reply } from '../../support/timed-cast.ts';

const ask = (options: Partial<GenerateOptions<string>> = {}) =>
  orchestration({
    name: 'Ask',
    steps: {
      answer: generate<string>({
        model: 'main',
        system: 's',
        hedge: { after: '100ms', most: 3 },
        ...options,
      }),
    },
    run: (input: string, { answer }) => answer(input),
  });
const play = (replies: readonly Reply[], options: Partial<GenerateOptions<string>> = {}) =>
  playWorld(ask(options), { cast: timedCast({ main: { replies }, spare: {} }) });
const starts = (world: PlayedWorld): unknown[] =>
  world.events('attempt.started').map(({ t, attempt, hedge }) => [t, attempt, hedge ?? false]);
const ends = (world: PlayedWorld): unknown[] =>
  world.events('attempt.finished').map(({ t, attempt, outcome }) => [t, attempt, outcome]);

describe('a hedged step', () => {
  test('sends one call where the first answers in time', async () => {
    const world = await play([says('quick', 100)]);
    expect(starts(world)).toEqual([[0, 1, false]]);
    expect(world.endedMs).toBe(100);
  });

  test('sends no other for an answer of the very moment, a function no more than a model', async () => {
    const work = step(
      async (_: string, { sleep }) => {
        await sleep('100ms');
        return 'just in time';
      },
      { hedge: { after: '100ms' } },
    );
    const world = await playWorld(
      orchestration({ name: 'Exact', steps: { work }, run: (input: string, own) => own.work(input) }),
      { cast: timedCast({}) },
    );
    expect(starts(world)).toEqual([[0, 1, false]]);
    expect(world.ends).toEqual([['run-1', 'just in time', 100]]);
  });

  test('sends the next when the first is late, takes the first success, and cancels the rest', async () => {
    const world = await play([says('slow', 400), says('second', 50)]);
    expect(starts(world)).toEqual([
      [0, 1, false],
      [100, 2, true],
    ]);
    expect(ends(world)).toEqual([
      [150, 2, 'ok'],
      [150, 1, 'cancelled'],
    ]);
    expect(world.ends).toEqual([['run-1', 'second', 150]]);
    expect(world.endedMs).toBe(150);
  });

  test('sends the next now after a failure that is worth another try', async () => {
    const world = await play([
      refuses(500, 'x', { atMs: 10 }),
      refuses(503, 'x', { atMs: 10 }),
      says('third', 10),
    ]);
    expect(starts(world)).toEqual([
      [0, 1, false],
      [10, 2, false],
      [20, 3, false],
    ]);
    expect(world.ends).toEqual([['run-1', 'third', 30]]);
  });

  test('fails with the last failure when all it may send have failed', async () => {
    const world = await play([refuses(500, 'x'), refuses(500, 'x'), refuses(529, 'overloaded_error')]);
    expect(starts(world)).toHaveLength(3);
    expect(world.ends[0]![1]).toBe('overloaded');
  });

  test('ends at once with a failure that no try can mend', async () => {
    const world = await play([stalls([]), refuses(401, 'invalid_api_key', { atMs: 50 })]);
    expect(world.ends).toEqual([['run-1', 'unauthorised', 150]]);
    expect(ends(world)).toEqual([
      [150, 2, 'failed'],
      [150, 1, 'cancelled'],
    ]);
  });

  test('sends no more once the endpoint pushes back, and still takes what is under way', async () => {
    const pushback = refuses(429, 'rate_limit_exceeded', { atMs: 10, retryAfterMs: 5_000 });
    const world = await play([says('slow', 400), pushback, says('never')]);
    expect(starts(world)).toHaveLength(2);
    expect(world.ends).toEqual([['run-1', 'slow', 400]]);
  });

  test('passes the wait that the endpoint asked for to the retry', async () => {
    const pushback = refuses(429, 'rate_limit_exceeded', { atMs: 10, retryAfterMs: 5_000 });
    const world = await play([pushback, says('later')], {
      retry: { times: 1, budget: { tokens: 10 } },
    });
    expect(world.ends).toEqual([['run-1', 'later', 5_110]]);
  });

  test('is not sent where its breaker, rate, bulkhead or budget refuses it, and the first goes on', async () => {
    for (const options of [
      { bulkhead: 1 },
      { rate: { requests: 1, per: '1h' } },
      { budget: { calls: 1 } },
    ] as const) {
      const world = await play([says('alone', 400)], options);
      expect(world.ends).toEqual([['run-1', 'alone', 400]]);
      expect(starts(world)).toHaveLength(1);
      expect(world.events('attempt.refused')).toHaveLength(1);
    }
  });

  test('is not sent where the retry budget denies it', async () => {
    const world = await playWorld(ask({ retry: { times: 0, budget: { ratio: 0.5, least: 1 } } }), {
      cast: timedCast({ main: { replies: [says('slow', 350)] } }),
    });
    expect(starts(world)).toHaveLength(2);
    expect(world.events('policy.changed')).toMatchObject([{ policy: 'retry-budget', to: 'denies' }]);
  });

  test('is closed with all its calls by the deadline', async () => {
    const world = await play([stalls([])], { totalTimeout: '250ms' });
    expect(ends(world)).toEqual([
      [250, 1, 'failed'],
      [250, 2, 'failed'],
      [250, 3, 'failed'],
    ]);
    expect(world.endedMs).toBe(250);
  });

  test('falls back when the whole race is lost', async () => {
    const world = await play([refuses(500, 'x')], { fallback: 'spare' });
    expect(world.events('attempt.started').map(({ target }) => target)).toEqual([
      'main',
      'main',
      'main',
      'spare',
    ]);
  });

  test('races functions as well, and leaves nothing of the loser', async () => {
    const waits = [500, 20];
    const world = await playWorld(
      orchestration({
        name: 'Race',
        steps: {
          work: step(
            async (_: string, { attempt, sleep }) => {
              await sleep(`${waits[attempt - 1]!}ms`);
              return attempt;
            },
            { hedge: { after: '100ms' } },
          ),
        },
        run: (input: string, { work }) => work(input),
      }),
      { cast: timedCast({}) },
    );
    expect(world.ends).toEqual([['run-1', 2, 120]]);
    expect(world.endedMs).toBe(120);
  });
});
