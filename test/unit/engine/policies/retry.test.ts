import { describe, expect, test } from 'vitest';
import {
  backoffMs,
  denied,
  retries,
  retryPolicy,
  type RetryOption,
} from '../../../../src/engine/policies/retry.ts';
import { failure, FAILURE_CODES } from '../../../../src/model/failure.ts';

const asks = (retryAfterMs: number) => failure('rate_limited', 'wait', { retryAfterMs });
const plain = failure('server_error', 'no');

describe('the backoff', () => {
  const policy = retryPolicy({ times: 9, base: '100ms', cap: '1s' });
  const waits = (tried: number): number[] =>
    Array.from({ length: 400 }, (_, i) => backoffMs(policy, plain, tried, 7, `run/step#${i}`));

  test('is drawn from the whole of zero to the ceiling, which doubles up to the cap', () => {
    for (const [tried, ceiling] of [
      [1, 100],
      [2, 200],
      [3, 400],
      [4, 800],
      [5, 1_000],
      [9, 1_000],
    ] as const) {
      const drawn = waits(tried);
      expect(Math.max(...drawn)).toBeLessThan(ceiling);
      expect(Math.max(...drawn)).toBeGreaterThan(ceiling * 0.95);
      expect(Math.min(...drawn)).toBeLessThan(ceiling * 0.05);
    }
  });

  test('is the same for the same identity and seed', () => {
    expect(waits(3)).toEqual(waits(3));
  });

  test('is never shorter than what the endpoint asked for', () => {
    expect(backoffMs(policy, asks(61_000), 1, 7, 'x')).toBe(61_000);
    expect(backoffMs(policy, asks(0), 1, 7, 'x')).toBe(backoffMs(policy, plain, 1, 7, 'x'));
  });
});

describe('Retry-After', () => {
  const verdict = (option: RetryOption, afterMs: number, deadlineMs: number | null = null) =>
    denied(retryPolicy(option), asks(afterMs), afterMs, 1_000, deadlineMs);

  test('is honoured however long it is, unless the deadline comes first (case 11)', () => {
    expect(verdict(1, 600_000)).toBeNull();
    expect(verdict(1, 4_999, 6_000)).toBeNull();
    expect(verdict(1, 5_000, 6_000)).toBe('deadline');
  });

  test('is never undercut: up to the cap it is waited for, beyond it the try is not made (case 12)', () => {
    const capped: RetryOption = { times: 1, retryAfter: { cap: '60s' } };
    expect(verdict(capped, 60_000)).toBeNull();
    expect(verdict(capped, 61_000)).toBe('retry-after');
  });

  test('ends the tries where it is to fail; a wait of nothing is none', () => {
    const fails: RetryOption = { times: 1, retryAfter: 'fail' };
    expect(verdict(fails, 1)).toBe('retry-after');
    expect(verdict(fails, 0)).toBeNull();
  });

  test('says nothing of a backoff that passes the deadline: that is begun and cut', () => {
    expect(denied(retryPolicy(1), plain, 9_000, 0, 1_000)).toBeNull();
  });
});

describe('a retry', () => {
  test('answers to what may be over soon, and never to what is permanent', () => {
    const again = FAILURE_CODES.filter((code) => retries(retryPolicy(1), failure(code, 'x')));
    expect(again).toEqual([
      'timeout.attempt',
      'timeout.first_token',
      'timeout.idle',
      'rate_limited',
      'server_error',
      'overloaded',
      'unavailable',
      'connection_lost',
      'cut',
      'bad_format',
    ]);
  });

  test('answers to what its filter names, and to that alone', () => {
    const policy = retryPolicy({ times: 1, on: ['low_quality'] });
    expect(retries(policy, failure('low_quality', 'x'))).toBe(true);
    expect(retries(policy, plain)).toBe(false);
  });

  test.each([
    [-1, 'retry is -1'],
    [1.5, 'retry is 1.5'],
    [51, 'retry is 51'],
    [{ times: 1, base: '2s', cap: '1s' }, 'retry.cap (1000 ms) is shorter than retry.base (2000 ms)'],
    [{ times: 1, base: '1 s' }, "retry.base is '1 s'"],
    [{ times: 1, on: ['circuit_open'] }, "retry.on names 'circuit_open'"],
    [{ times: 1, on: ['often'] }, "retry.on names 'often'"],
    [{ times: 1, retryAfter: 'ignore' }, "retry.retryAfter is 'ignore'"],
    [{ times: 1, retryAfter: { cap: 'long' } }, "retry.retryAfter.cap is 'long'"],
    [{ times: 1, budget: { tokens: 0 } }, 'retry.budget.tokens is 0'],
    [{ times: 1, budget: { ratio: 2 } }, 'retry.budget.ratio is 2'],
    [{ times: 1, jitter: 'full' }, "retry has no 'jitter'"],
  ])('%j is refused by name', (option, why) => {
    expect(() => retryPolicy(option as RetryOption)).toThrow(why);
  });
});
