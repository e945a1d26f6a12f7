import { describe, expect, test } from 'vitest';
import {
  newRetryBudget,
  noteEnd,
  retryBudgetPolicy,
  spend,
  type RetryBudgetState,
} from '../../../../src/engine/policies/retry-budget.ts';

describe('a retry budget by tokens', () => {
  const budget = retryBudgetPolicy({ tokens: 10, refund: 0.1 });
  const after = (failures: number, successes = 0): RetryBudgetState => {
    let state = newRetryBudget(budget);
    for (let i = 0; i < failures; i++) state = noteEnd(budget, state, { ok: false, first: true }, 0);
    for (let i = 0; i < successes; i++) state = noteEnd(budget, state, { ok: true, first: true }, 0);
    return state;
  };

  test('allows tries until half of it is gone, the half itself excluded', () => {
    expect(spend(budget, after(4), 0)).not.toBeNull();
    expect(spend(budget, after(5), 0)).toBeNull();
  });

  test('gets a tenth of a token back for a success', () => {
    expect(spend(budget, after(5, 1), 0)).not.toBeNull();
    expect(spend(budget, after(6, 10), 0)).toBeNull();
    expect(spend(budget, after(6, 11), 0)).not.toBeNull();
  });

  test('is never more than full and never less than empty', () => {
    expect(after(0, 50)).toMatchObject({ milli: 10_000 });
    expect(after(50)).toMatchObject({ milli: 0 });
  });
});

describe('a retry budget by ratio', () => {
  const budget = retryBudgetPolicy({ ratio: 0.2, least: 1, within: '10s' });
  const calls = (count: number, ms = 0): RetryBudgetState => {
    let state = newRetryBudget(budget);
    for (let i = 0; i < count; i++) state = noteEnd(budget, state, { ok: true, first: true }, ms);
    return state;
  };
  const granted = (state: RetryBudgetState, ms: number): number => {
    let count = 0;
    for (let left = spend(budget, state, ms); left; left = spend(budget, left, ms)) count++;
    return count;
  };

  test('allows its few, and a fifth of the calls besides', () => {
    expect(granted(calls(0), 0)).toBe(1);
    expect(granted(calls(9), 0)).toBe(1 + 1);
    expect(granted(calls(10), 0)).toBe(1 + 2);
  });

  test('counts what lies in its window and nothing older', () => {
    expect(granted(calls(10), 9_999)).toBe(3);
    expect(granted(calls(10), 10_000)).toBe(1);
  });

  test('counts a call once, however often it is tried', () => {
    const state = noteEnd(budget, calls(10), { ok: false, first: false }, 0);
    expect(granted(state, 0)).toBe(3);
  });
});
