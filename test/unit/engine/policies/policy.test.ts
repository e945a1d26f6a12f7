import { describe, expect, test } from 'vitest';
import { generate, judge, step } from '../../../../src/authoring/index.ts';
import { isIn } from '../../../../src/engine/policies/region.ts';
import { averageMs, cheapestFirst, NO_LATENCIES, tookMs } from '../../../../src/engine/policies/route.ts';
import { policyOf, shown, type PolicyOptions } from '../../../../src/engine/policies/policy.ts';

const model = (options: Partial<Parameters<typeof generate>[0]>) => () =>
  generate({ model: 'm', system: 's', ...options });

describe('a policy that contradicts itself is refused where it is defined', () => {
  test.each<[string, Partial<PolicyOptions<string>>, string]>([
    ['a timeout of nothing', { timeout: '0s' }, 'timeout is zero'],
    ['an idle gap of nothing', { idle: '0s' }, 'idle is zero'],
    [
      'an attempt beyond the total',
      { timeout: '2s', totalTimeout: '1s' },
      'timeout (2000 ms an attempt) is longer than totalTimeout (1000 ms)',
    ],
    [
      'a first token beyond the attempt',
      { firstToken: '3s', timeout: '2s' },
      'firstToken (3000 ms) is longer than timeout (2000 ms)',
    ],
    [
      'an idle gap beyond the total',
      { idle: '3s', totalTimeout: '2s' },
      'idle (3000 ms) is longer than totalTimeout (2000 ms)',
    ],
    ['a hedge beside retries without a budget', { hedge: { after: '1s' }, retry: 2 }, 'may send 6 calls'],
    [
      'a hedge after the attempt is over',
      { hedge: { after: '1s' }, timeout: '1s' },
      'hedge.after (1000 ms) is not before timeout (1000 ms)',
    ],
    [
      'a retry budget of nothing',
      { retry: { times: 0, budget: { tokens: 10 } } },
      'retry.budget limits nothing',
    ],
    [
      'a timed bulkhead without a timeout',
      { bulkhead: { most: 1, queue: 1, timed: true } },
      'bulkhead.timed has no timeout',
    ],
    [
      'a wait in line beyond the total',
      { bulkhead: { most: 1, queue: 1, wait: '3s' }, totalTimeout: '2s' },
      'bulkhead.wait (3000 ms) is longer',
    ],
    [
      'a wait for the rate beyond the total',
      { rate: { requests: 1, per: '1s', wait: '3s' }, totalTimeout: '2s' },
      'rate.wait (3000 ms) is longer',
    ],
    [
      'a figure that is watched twice',
      { monitor: [1, 2].map(() => ({ metric: 'x', of: () => 1, window: 1, tolerance: 0 })) },
      "monitor watches 'x' twice",
    ],
    ['a route of one', { route: 'cost' }, 'there are not two models'],
    [
      'a route beside a filter',
      { route: 'cost', fallback: { model: 'n', on: ['timeout'] } },
      'fallback to n names failures',
    ],
    ['a route by chance', { route: 'random' as 'cost' }, "route is 'random'; it is 'latency' or 'cost'"],
    [
      'a budget for a day',
      { budget: { calls: 1, per: 'day' as 'run' } },
      "budget.per is 'day'; it is 'step', 'run' or 'tenant'",
    ],
    [
      'a breaker around what there is not',
      { breaker: { failures: 1, within: '1m', around: 'rety' as 'retry' } },
      "breaker.around is 'rety'; it is 'attempt' or 'retry'",
    ],
    [
      'a gate that is of two minds',
      { gate: { score: () => 1, threshold: 1, unscored: 'maybe' as 'pass' } },
      "gate.unscored is 'maybe'; it is 'pass' or 'fail'",
    ],
    [
      'a bulkhead that is timed by a text',
      { bulkhead: { most: 1, timed: 'yes' as unknown as true }, timeout: '1s' },
      "bulkhead.timed is 'yes'; it is true or false",
    ],
    [
      'a dead letter with a slip of the pen',
      { deadLetter: { queue: 'cases', timout: '1h' } as never },
      "deadLetter has no 'timout'; it has queue, who, timeout",
    ],
    ['a dead letter without a queue', { deadLetter: {} as never }, 'deadLetter names no queue'],
    [
      'a retry on a text',
      { retry: { times: 1, on: 'timeout' as never } },
      'retry.on is "timeout"; it is a list of failure codes, such as [\'timeout\']',
    ],
    ['a region without a name', { region: '' }, 'region is ""'],
    ['a gate without a number', { gate: { score: () => 1, threshold: Number.NaN } }, 'gate.threshold is NaN'],
    [
      'a gate that cannot score',
      { gate: { score: 'good' as never, threshold: 1 } },
      'gate.score must be a function or a step',
    ],
    ['a link that is two', { fallback: { model: 'n', value: 'x' } }, 'fallback[0] needs one of'],
    ['a link that is misspelt', { fallback: { modl: 'n' } as never }, "fallback[0] has no 'modl'"],
    ['a link behind a value', { fallback: [{ value: 'x' }, 'n'] }, 'fallback[1] could never be reached'],
  ])('%s', (_, options, why) => {
    expect(model(options)).toThrow(why);
    expect(model(options)).toThrow(RangeError);
  });

  test('what a function cannot have', () => {
    const define = (options: PolicyOptions<number>) => () => step(() => 1, options);
    expect(define({ firstToken: '1s' })).toThrow('a function has no tokens');
    expect(define({ rate: { tokens: 5, per: '1s' } })).toThrow('a function has no tokens');
    expect(define({ region: 'eu' })).toThrow('no model is asked');
    expect(define({ fallback: 'gpt-4o' })).toThrow("cannot fall back to the model 'gpt-4o'");
  });

  test('parts of two replies at once, and a limit of no tokens', () => {
    expect(model({ stream: true, hedge: { after: '1s' } })).toThrow('hedge with stream');
    expect(model({ maxTokens: 0 })).toThrow('maxTokens is 0');
  });
});

describe('the layers of a step', () => {
  const layers = (options: Partial<Parameters<typeof generate>[0]>) =>
    shown(model(options)().policy).layers ?? [];
  const all = {
    timeout: '2s',
    firstToken: '1s',
    totalTimeout: '10s',
    retry: { times: 2, budget: { ratio: 0.2 } },
    breaker: { failures: 5, within: '1m' },
    hedge: { after: '1s' },
    bulkhead: { most: 4, queue: 2 },
    rate: { requests: 60, per: '1m' },
    budget: { calls: 10, costUsd: 0.05 },
    gate: { score: () => 1, threshold: 0.85 },
    fallback: ['spare', { value: 'none' }],
  } as const;

  test('are shown from the outside in, each with its figures', () => {
    expect(layers(all)).toEqual([
      'deadline 10 s',
      'fallback spare, value "none"',
      'retry 2, 500 ms to 8 s, budget of 20 % in 10 s',
      'gate at 0.85',
      'hedge 2 after 1 s',
      'budget 10 calls and $0.05 a run',
      'breaker 5 failures in 60 s, open 30 s',
      'rate 60 requests per 60 s',
      'bulkhead 4, 2 in line',
      'attempt 2 s, first token 1 s',
    ]);
  });

  test('show a breaker around the retry, and a time limiter outside the bulkhead, where they stand', () => {
    const moved = layers({
      timeout: '2s',
      retry: 1,
      breaker: { ratio: 0.5, of: 10, within: '30s', around: 'retry' },
      bulkhead: { most: 4, queue: 2, timed: true },
    });
    expect(moved.map((layer) => layer.split(' ')[0])).toEqual(['breaker', 'retry', 'attempt', 'bulkhead']);
  });

  test('are none where nothing is asked for', () => {
    expect(shown(policyOf({}))).toEqual({});
  });
});

describe('a route', () => {
  test('asks the lowest figure first, ties as listed, the unknown before the known', () => {
    expect(cheapestFirst([3, 1, 2])).toEqual([1, 2, 0]);
    expect(cheapestFirst([1, 1, 1])).toEqual([0, 1, 2]);
    expect(cheapestFirst([5, null, 0])).toEqual([1, 2, 0]);
    expect(cheapestFirst([Infinity, 7])).toEqual([1, 0]);
  });

  test('averages the last sixteen latencies', () => {
    let known = NO_LATENCIES;
    expect(averageMs(known)).toBeNull();
    for (let i = 0; i < 16; i++) known = tookMs(known, 100);
    expect(averageMs(tookMs(known, 260))).toBe(110);
  });
});

describe('a region', () => {
  test('admits its own endpoints, and none of which nobody knows where it is', () => {
    expect([
      isIn('eu', 'eu'),
      isIn('eu', 'us'),
      isIn('eu', null),
      isIn(null, 'us'),
      isIn(null, null),
    ]).toEqual([true, false, false, true, true]);
  });
});

test('a gate takes a judge, and asks it about reply and input unless told otherwise', () => {
  const gated = generate<string>({
    model: 'm',
    system: 's',
    gate: { score: judge({ model: 'j', rubric: 'good' }), threshold: 0.8 },
  });
  expect(gated.policy.gate!.ask('out', 'in')).toEqual({ reply: 'out', against: 'in' });
});
