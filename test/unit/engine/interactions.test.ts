/** How policies meet each other: twenty cases that real libraries get wrong, each by name. */
import { describe, expect, test } from 'vitest';
import { generate, orchestration, type GenerateOptions } from '../../../src/authoring/index.ts';
import type { Orchestration } from '../../../src/authoring/index.ts';
import { playWorld, type PlayedWorld } from '../../support/policy-world.ts';
import {
  breaksOff,
  refuses,
  says,
  stalls,
  streams,
  timedCast,
  wants,
  type TimedScript,
} from '../../support/timed-cast.ts';
import type { SomeFault } from '../../support/rehearse-world.ts';

type Options = Partial<GenerateOptions<string>>;

/** One step that asks 'main', which is down unless a script says otherwise. */
const ask = (options: Options): Orchestration<string, string> =>
  orchestration({
    name: 'Ask',
    steps: { answer: generate<string>({ model: 'main', system: 's', ...options }) },
    run: (input: string, { answer }) => answer(input),
  });

const down: TimedScript = { replies: [refuses(500, 'server_error')] };
const cast = (main: TimedScript = down, spare: TimedScript = { replies: [says('spare', 50)] }) =>
  timedCast({ main, spare });
const targets = (world: PlayedWorld): string[] => world.events('attempt.started').map(({ target }) => target);
const codes = (world: PlayedWorld): unknown[] =>
  world.events('attempt.finished').map(({ failure }) => failure?.code ?? 'ok');
const changes = (world: PlayedWorld): string[] =>
  world.events('policy.changed').map(({ policy, from, to, t }) => `${policy} ${from} → ${to} at ${t}`);
const apart = (count: number, everyMs: number) =>
  Array.from({ length: count }, (_, i) => ({ atMs: i * everyMs }));

describe('policies that meet', () => {
  test('case 1: with an attempt timeout inside the retry, the total is attempts and backoffs', async () => {
    const options: Options = { timeout: '1s', retry: { times: 2, base: '1s' } };
    const world = await playWorld(ask(options), { cast: cast({ replies: [says('late', 5_000)] }) });
    const backoffs = world.events('backoff.started').map(({ delayMs }) => delayMs);
    expect(codes(world)).toEqual(['timeout.attempt', 'timeout.attempt', 'timeout.attempt']);
    expect(world.ends).toEqual([['run-1', 'timeout.attempt', 3_000 + backoffs[0]! + backoffs[1]!]]);
  });

  test('case 2: a total timeout in the middle of a backoff begins no further attempt', async () => {
    const options: Options = { totalTimeout: '150ms', retry: { times: 5, base: '8s' } };
    const world = await playWorld(ask(options), { cast: cast(), seed: 3 });
    expect(world.events('backoff.started')[0]!.delayMs).toBeGreaterThan(140);
    expect(targets(world)).toEqual(['main']);
    expect(world.ends).toEqual([['run-1', 'timeout.total', 150]]);
    expect(world.endedMs).toBe(150);
  });

  test('case 3: a retry outside the breaker gives it three samples, a breaker outside the retry sees one', async () => {
    const trips = async (around: 'attempt' | 'retry', failures: number): Promise<string[]> =>
      changes(
        await playWorld(
          ask({
            retry: { times: 2, base: '1ms', cap: '1ms' },
            breaker: { failures, within: '1m', around },
          }),
          { cast: cast() },
        ),
      );
    expect(await trips('attempt', 3)).toEqual(['breaker closed → open at 30']);
    expect(await trips('retry', 1)).toEqual(['breaker closed → open at 30']);
    expect(await trips('retry', 2)).toEqual([]);
    expect(await trips('attempt', 4)).toEqual([]);
  });

  test('case 4: what the breaker keeps away is neither tried again nor counted', async () => {
    const options: Options = { retry: { times: 3, base: '1s' }, breaker: { failures: 1, within: '1m' } };
    const world = await playWorld(ask(options), { cast: cast(), runs: apart(3, 100) });
    expect(targets(world)).toEqual(['main']);
    expect(world.events('attempt.refused').map(({ policy, failure }) => [policy, failure.code])).toEqual([
      ['breaker', 'circuit_open'],
      ['breaker', 'circuit_open'],
      ['breaker', 'circuit_open'],
    ]);
    expect(changes(world)).toEqual(['breaker closed → open at 10']);
    expect(world.ends.map(([, how]) => how)).toEqual(['circuit_open', 'circuit_open', 'circuit_open']);
  });

  test('case 5: the fallback stands outside the retry, so every retry is made before it', async () => {
    const world = await playWorld(ask({ retry: 2, fallback: 'spare' }), { cast: cast() });
    expect(targets(world)).toEqual(['main', 'main', 'main', 'spare']);
    expect(world.ends[0]![1]).toBe('spare');
  });

  test('case 6: a probe that hangs loses its lease, and another is let out', async () => {
    const options: Options = { breaker: { failures: 1, within: '1m', open: '1s', lease: '500ms' } };
    const world = await playWorld(ask({ ...options, fallback: { value: 'none' } }), {
      cast: cast({ replies: [refuses(500, 'server_error'), stalls([]), says('back')] }),
      runs: [{ atMs: 0 }, { atMs: 1_010 }, { atMs: 1_509 }, { atMs: 1_510 }],
    });
    expect(changes(world)).toEqual([
      'breaker closed → open at 10',
      'breaker open → half-open at 1010',
      'breaker half-open → half-open at 1510',
      'breaker half-open → closed at 1610',
    ]);
    expect(world.ends).toContainEqual(['run-3', 'none', 1_509]);
    expect(world.ends).toContainEqual(['run-4', 'back', 1_610]);
  });

  test('case 7: a straggler from before the trip that lands in half-open is ignored', async () => {
    const options: Options = { breaker: { failures: 1, within: '1m', open: '1s' } };
    const world = await playWorld(ask(options), {
      cast: cast({
        replies: [refuses(500, 'server_error', { atMs: 1_200 }), refuses(500, 'x'), says('probe', 500)],
      }),
      runs: [{ atMs: 0 }, { atMs: 0 }, { atMs: 1_010 }],
    });
    expect(changes(world)).toEqual([
      'breaker closed → open at 10',
      'breaker open → half-open at 1010',
      'breaker half-open → closed at 1510',
    ]);
  });

  test('case 8: failures of one moment make one change and leave no timer', async () => {
    const options: Options = { breaker: { failures: 2, within: '1m', open: '30s' } };
    const world = await playWorld(ask(options), { cast: cast(), runs: apart(6, 0) });
    expect(changes(world)).toEqual(['breaker closed → open at 10']);
    expect(world.endedMs).toBe(10);
  });

  test('case 9: four failures, ten idle minutes and one failure leave it closed', async () => {
    const runs = [0, 1, 2, 3, 600_000].map((atMs) => ({ atMs }));
    const world = await playWorld(ask({ breaker: { failures: 5, within: '1m' } }), { cast: cast(), runs });
    expect(changes(world)).toEqual([]);
    expect(targets(world)).toHaveLength(5);
  });

  test('case 10: a failure exactly 60,000 ms old is out, one of 59,999 ms counts, exactly the ratio trips', async () => {
    const options: Options = { breaker: { failures: 2, within: '1m' } };
    const two = async (gapMs: number): Promise<string[]> =>
      changes(await playWorld(ask(options), { cast: cast(), runs: apart(2, gapMs) }));
    expect(await two(60_000)).toEqual([]);
    expect(await two(59_999)).toEqual(['breaker closed → open at 60009']);
    const byRatio = async (replies: TimedScript['replies'] & object): Promise<string[]> =>
      changes(
        await playWorld(ask({ breaker: { ratio: 0.5, of: 4, within: '1m' } }), {
          cast: cast({ replies }),
          runs: apart(4, 1_000),
        }),
      );
    const no = refuses(500, 'server_error');
    expect(await byRatio([says('a'), no, says('b'), no])).toEqual(['breaker closed → open at 3010']);
    expect(await byRatio([says('a'), no, says('b'), says('c')])).toEqual([]);
  });

  test('case 11: a Retry-After beyond the deadline fails now', async () => {
    const limited = (retryAfterMs: number) =>
      playWorld(ask({ retry: 1, totalTimeout: '10s' }), {
        cast: cast({ replies: [refuses(429, 'rate_limit_exceeded', { retryAfterMs }), says('ok')] }),
      });
    const beyond = await limited(9_990);
    expect(beyond.ends).toEqual([['run-1', 'rate_limited', 10]]);
    expect(beyond.events('retry.denied')).toMatchObject([{ after: 1, reason: 'deadline' }]);
    expect((await limited(9_889)).ends).toEqual([['run-1', 'ok', 9_999]]);
  });

  test('case 12: a Retry-After of 61 s is never undercut', async () => {
    const asked = (retryAfter: 'honour' | { cap: '60s' } | { cap: '61s' }) =>
      playWorld(ask({ retry: { times: 1, retryAfter } }), {
        cast: cast({ replies: [refuses(429, 'rate_limit_exceeded', { retryAfterMs: 61_000 }), says('ok')] }),
      });
    expect((await asked('honour')).ends).toEqual([['run-1', 'ok', 61_110]]);
    expect((await asked({ cap: '61s' })).ends).toEqual([['run-1', 'ok', 61_110]]);
    const given = await asked({ cap: '60s' });
    expect(given.ends).toEqual([['run-1', 'rate_limited', 10]]);
    expect(given.events('retry.denied')).toMatchObject([{ reason: 'retry-after' }]);
  });

  describe('case 13: three tries of an app over three of a client and two models are eighteen calls', () => {
    const app = (options: Options): Orchestration<string, string> =>
      orchestration({
        name: 'App',
        steps: {
          answer: generate<string>({
            model: 'main',
            system: 's',
            fallback: 'spare',
            ...options,
          }),
        },
        async run(input: string, { answer }) {
          for (let n = 1; ; n++)
            try {
              return await answer(input, { key: n });
            } catch (error) {
              if (n === 3) throw error;
            }
        },
      });
    const both = () => cast(down, down);

    test('all of them are made where nothing caps them', async () => {
      expect(targets(await playWorld(app({ retry: 2 }), { cast: both() }))).toHaveLength(18);
    });

    test('a budget of calls caps them', async () => {
      const world = await playWorld(app({ retry: 2, budget: { calls: 7, per: 'run' } }), { cast: both() });
      expect(targets(world)).toHaveLength(7);
      expect(world.ends[0]![1]).toBe('over_budget');
    });

    test('a retry budget stops the tries of each model at half its tokens', async () => {
      const retry = { times: 2, budget: { tokens: 4 } } as const;
      const world = await playWorld(app({ retry }), { cast: both() });
      expect(targets(world)).toHaveLength(8);
      expect(world.events('retry.denied').every(({ reason }) => reason === 'budget')).toBe(true);
      expect(changes(world).map((change) => change.replace(/ at .*/, ''))).toEqual([
        'retry-budget allows → denies',
        'retry-budget allows → denies',
      ]);
    });
  });

  test('case 14: three tries with a hedge each are six calls that rate, cost and budget all see', async () => {
    const slow: TimedScript = { replies: [refuses(500, 'server_error', { atMs: 300 })] };
    const options: Options = {
      hedge: { after: '100ms', most: 2 },
      retry: { times: 2, base: '1ms', cap: '1ms', budget: { tokens: 100 } },
      rate: { requests: 6, per: '1h' },
      budget: { calls: 6 },
    };
    const world = await playWorld(ask(options), { cast: cast(slow) });
    expect(world.events('attempt.started').map(({ hedge = false }) => hedge)).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
    ]);
    const short = await playWorld(ask({ ...options, budget: { calls: 5 } }), { cast: cast(slow) });
    expect(targets(short)).toHaveLength(5);
    const narrow = await playWorld(ask({ ...options, rate: { requests: 4, per: '1h' } }), {
      cast: cast(slow),
    });
    expect(targets(narrow)).toHaveLength(4);
  });

  test('case 14: the losers of a hedge are cancelled and charged', async () => {
    const options: Options = { hedge: { after: '100ms' }, budget: { calls: 2, costUsd: 1 } };
    const slow: TimedScript = {
      replies: [stalls([[10, 'slowly']]), says('quick', 150)],
      profile: { concurrency: 10 },
    };
    const world = await playWorld(ask(options), { cast: cast(slow) });
    expect(world.ends).toEqual([['run-1', 'quick', 250]]);
    expect(
      world
        .events('attempt.finished')
        .map(({ attempt, outcome, costNanoUsd }) => [attempt, outcome, costNanoUsd! > 0]),
    ).toEqual([
      [2, 'ok', true],
      [1, 'cancelled', true],
    ]);
    expect(world.endedMs).toBe(250);
  });

  test('case 15: a quota that is used up is not tried again', async () => {
    for (const kind of ['insufficient_quota', 'enforced_spend_limit_reached']) {
      const world = await playWorld(ask({ retry: 2, fallback: 'spare' }), {
        cast: cast({ replies: [refuses(429, kind, { retryAfterMs: 1_000 })] }),
      });
      expect(targets(world)).toEqual(['main', 'spare']);
      expect(codes(world)).toEqual(['quota_exhausted', 'ok']);
    }
    const limited = await playWorld(ask({ retry: 2 }), {
      cast: cast({ replies: [refuses(429, 'rate_limit_exceeded')] }),
    });
    expect(targets(limited)).toHaveLength(3);
  });

  describe('case 16: an error event in a stream', () => {
    const reads = (options: Options): Orchestration<string, string> =>
      orchestration({
        name: 'Reads along',
        steps: { answer: generate<string>({ model: 'main', system: 's', stream: true, ...options }) },
        async run(input: string, { answer }) {
          const handle = answer(input);
          let read = '';
          try {
            for await (const text of handle.parts()) read += text;
          } catch {
            return `broke off after '${read}'`;
          }
          return read;
        },
      });
    const options: Options = { retry: 2, fallback: ['spare', { value: 'none' }] };

    test('before the first delta is tried again', async () => {
      const world = await playWorld(reads(options), {
        cast: cast({ replies: [breaksOff([], 20), says('whole')] }),
      });
      expect(codes(world)).toEqual(['overloaded', 'ok']);
      expect(world.ends[0]![1]).toBe('whole');
    });

    test('after it never replays output to who reads along', async () => {
      const world = await playWorld(reads(options), {
        cast: cast({ replies: [breaksOff([[10, 'half ']], 20), says('whole')] }),
      });
      expect(targets(world)).toEqual(['main']);
      expect(codes(world)).toEqual(['overloaded']);
      expect(world.ends[0]![1]).toBe("broke off after 'half '");
      expect(world.events('part.received').map(({ text }) => text)).toEqual(['half ']);
    });

    test('after it is tried again where nobody reads along', async () => {
      const world = await playWorld(ask(options), {
        cast: cast({ replies: [breaksOff([[10, 'half ']], 20), says('whole')] }),
      });
      expect(codes(world)).toEqual(['overloaded', 'ok']);
      expect(world.ends[0]![1]).toBe('whole');
    });
  });

  test('case 17: keepalives do not reset the clock of an idle stream', async () => {
    const pings = [100, 200, 300, 400, 500].map((atMs) => [atMs, { type: 'keepalive' }] as const);
    const silent = [...stalls([[50, 'so ']]), ...pings];
    const world = await playWorld(ask({ idle: '250ms' }), { cast: cast({ replies: [silent] }) });
    expect(world.ends).toEqual([['run-1', 'timeout.idle', 300]]);
    const talks = streams([
      [50, 'so '],
      [300, 'far'],
    ]);
    const kept = await playWorld(ask({ idle: '250ms' }), { cast: cast({ replies: [talks] }) });
    expect(kept.ends).toEqual([['run-1', 'so far', 300]]);
  });

  test('case 18: a fallback does not restart the chain', async () => {
    const world = await playWorld(ask({ fallback: ['spare', { model: 'third', on: ['server_error'] }] }), {
      cast: timedCast({ main: down, spare: down, third: down }),
    });
    expect(targets(world)).toEqual(['main', 'spare', 'third']);
    expect(world.events('fallback.chosen').map(({ from, to }) => `${from} → ${to}`)).toEqual([
      'main → spare',
      'spare → third',
    ]);
  });

  test('case 19: a tool call from a reply that was cut at its limit is never handed on', async () => {
    const call = { id: '1', name: 'refund', arguments: '{"amount": 10' };
    const options: Options = { retry: 1, fallback: { value: 'none' } };
    const world = await playWorld(ask(options), { cast: cast({ replies: [wants([call], 'length')] }) });
    expect(codes(world)).toEqual(['bad_format', 'bad_format']);
    expect(world.events('attempt.finished')[0]!.failure!.message).toContain('nothing is called');
    expect(world.ends[0]![1]).toBe('none');
    expect(world.events('attempt.finished')[0]!.reply).toMatchObject({ toolCalls: [call], end: 'length' });
  });

  test('case 20: a late success keeps its place until it ends, is charged, and is dropped', async () => {
    const options: Options = {
      timeout: '100ms',
      bulkhead: { most: 1, queue: 1 },
      budget: { costUsd: 1, per: 'tenant' },
    };
    const stubborn: TimedScript = {
      replies: [says('too late', 500), says('next', 50)],
      profile: { cancellable: false },
    };
    const world = await playWorld(ask(options), { cast: cast(stubborn), runs: [{ atMs: 0 }, { atMs: 200 }] });
    expect(world.ends).toEqual([
      ['run-1', 'timeout.attempt', 100],
      ['run-2', 'next', 550],
    ]);
    expect(world.events('attempt.started').map(({ t }) => t)).toEqual([0, 500]);
    expect(world.events('call.settled')).toMatchObject([{ t: 500, costNanoUsd: 300 }]);
    const account = [...world.cells].find(([key]) => key.startsWith('budget/'))![1];
    expect(account).toMatchObject({ spent: { calls: 2, nanoUsd: 600 }, reserved: { calls: 0, nanoUsd: 0 } });
  });
});

describe('the order of resilience4j', () => {
  const options: Options = { timeout: '300ms', bulkhead: { most: 1, queue: 1 } };
  const play = (timed: boolean, faults: readonly SomeFault[] = []) =>
    playWorld(ask({ ...options, bulkhead: { most: 1, queue: 1, timed } }), {
      cast: cast({ replies: [says('a', 250), says('b', 250)] }),
      runs: apart(2, 0),
      faults,
    });

  test('counts the wait in line as part of the attempt', async () => {
    const world = await play(true);
    expect(world.ends).toEqual([
      ['run-1', 'a', 250],
      ['run-2', 'timeout.attempt', 300],
    ]);
  });

  test('is not ours: the time-out begins with the call', async () => {
    const world = await play(false);
    expect(world.ends).toEqual([
      ['run-1', 'a', 250],
      ['run-2', 'b', 500],
    ]);
  });

  test('ends the wait itself when its time is over in the line', async () => {
    const world = await playWorld(ask({ ...options, bulkhead: { most: 1, queue: 1, timed: true } }), {
      cast: cast({ replies: [says('a', 300), says('b', 1)] }),
      runs: [{ atMs: 0 }, { atMs: 0 }],
    });
    expect(world.ends[0]).toEqual(['run-1', 'a', 300]);
    expect(world.ends[1]![1]).toBe('timeout.attempt');
  });
});
