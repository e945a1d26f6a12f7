import { describe, expect, test } from 'vitest';
import {
  budgetPolicy,
  charge,
  newAccount,
  setAside,
  settleAccount,
  whyNot,
  type BudgetOption,
} from '../../../../src/engine/policies/budget.ts';
import { likelyTokens, worstCase } from '../../../../src/engine/policies/worst-case.ts';
import type { ChatRequest } from '../../../../src/model/request.ts';

const call = (nanoUsd: number, tokens = 0) => ({ calls: 1, tokens, nanoUsd });

describe('a budget', () => {
  const cent = budgetPolicy({ costUsd: 0.01 });

  test('reserves the worst case before a call: exactly the limit fits, a nano-dollar more does not', () => {
    expect(setAside(cent, newAccount(), call(10_000_000))).not.toBeNull();
    expect(setAside(cent, newAccount(), call(10_000_001))).toBeNull();
  });

  test('counts what is reserved by calls under way', () => {
    const one = setAside(cent, newAccount(), call(6_000_000))!;
    expect(setAside(cent, one, call(4_000_000))).not.toBeNull();
    expect(setAside(cent, one, call(4_000_001))).toBeNull();
  });

  test('is charged for the bill in place of the reserve, and gets all of it back for a call that never went out', () => {
    const one = setAside(cent, newAccount(), call(6_000_000))!;
    const billed = settleAccount(one, call(6_000_000), call(1_000_000));
    expect(billed).toMatchObject({ spent: call(1_000_000), reserved: { nanoUsd: 0 } });
    expect(settleAccount(one, call(6_000_000), null).spent.calls).toBe(0);
  });

  test('is charged for what comes after a call was given up', () => {
    expect(charge(newAccount(), { calls: 0, tokens: 5, nanoUsd: 7 }).spent).toEqual({
      calls: 0,
      tokens: 5,
      nanoUsd: 7,
    });
  });

  test('of calls ends with the last one, and of none allows none', () => {
    const two = budgetPolicy({ calls: 2 });
    const one = setAside(two, newAccount(), call(0))!;
    const both = setAside(two, one, call(0))!;
    expect(setAside(two, both, call(0))).toBeNull();
    expect(whyNot(two, both, call(0))).toBe('the budget of 2 calls of the run is used up');
    expect(setAside(budgetPolicy({ calls: 0 }), newAccount(), call(0))).toBeNull();
  });

  test('of tokens says how many are left', () => {
    const tokens = budgetPolicy({ tokens: 100, per: 'tenant' });
    const one = setAside(tokens, newAccount(), call(0, 60))!;
    expect(setAside(tokens, one, call(0, 41))).toBeNull();
    expect(whyNot(tokens, one, call(0, 41))).toContain(
      '40 of the 100 of the tenant are left; a maxTokens would',
    );
    expect(whyNot(tokens, one, call(0, 41), true)).toContain(
      'are left; a lower maxTokens would reserve less',
    );
    expect(whyNot(budgetPolicy({ calls: 1 }), one, call(0))).toBe(
      'the budget of 1 call of the run is used up',
    );
  });

  test.each([
    [{}, 'budget limits nothing'],
    [{ calls: -1 }, 'budget.calls is -1'],
    [{ tokens: 0 }, 'budget.tokens is 0'],
    [{ costUsd: 0 }, 'budget.costUsd is 0'],
    [{ costUsd: Number.NaN }, 'budget.costUsd is NaN'],
    [{ usd: 1 }, "budget has no 'usd'"],
  ])('%j is refused by name', (option, why) => {
    expect(() => budgetPolicy(option as BudgetOption)).toThrow(why);
  });
});

describe('the worst case of a call', () => {
  const request: ChatRequest = {
    kind: 'chat',
    model: 'm',
    messages: [{ role: 'user', content: 'four' }],
    maxTokens: 50,
  };
  const facts = {
    vendor: 'v',
    version: '1',
    region: null,
    price: { inputNanoUsd: 10, outputNanoUsd: 100 },
    contextTokens: 200,
  };

  test('is its input, and its output as far as it is limited', () => {
    expect(worstCase(request, facts)).toEqual({ calls: 1, tokens: 51, nanoUsd: 10 + 5_000 });
  });

  test('is all that the model can say where nothing limits it', () => {
    const { maxTokens: _, ...open } = request;
    expect(worstCase(open, facts)).toMatchObject({ tokens: 201, nanoUsd: 10 + 20_000 });
    expect(likelyTokens(open)).toBe(1_001);
  });

  test('costs nothing at an endpoint that nobody knows', () => {
    expect(worstCase(request, null).nanoUsd).toBe(0);
  });
});
