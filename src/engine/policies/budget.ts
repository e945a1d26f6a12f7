/**
 * The budget: calls, tokens and money, checked before a call and not after it. A pure reducer.
 *
 * G1. The worst case of a call is reserved before it goes out; one that does not fit does not go out.
 * G2. A call that has ended is charged for what it was billed, cuts and losers included, in place of its reserve.
 * G3. Spent and reserved together never pass the limit, unless an endpoint bills more than its worst case.
 */
import { dollars, known, nanoUsd, oneOf, whole } from './figures.ts';

/** As an author writes it: at least one of `calls`, `tokens` and `costUsd`. */
export interface BudgetOption {
  /** Attempts that may go out, ≥ 0. */
  readonly calls?: number;
  /** Tokens, in and out together, ≥ 1. */
  readonly tokens?: number;
  /** Dollars, above 0. */
  readonly costUsd?: number;
  /**
   * Whose account is charged: of each use of the step, of the run, or of the tenant in this world. Steps with a budget of
   * one kind share the account, each holding to its own limit. Default 'run'.
   */
  readonly per?: 'step' | 'run' | 'tenant';
}

/** What one call used, or may use at most. */
export interface Amount {
  readonly calls: number;
  readonly tokens: number;
  readonly nanoUsd: number;
}

export interface Budget {
  /** Infinity where nothing is limited. */
  readonly most: Amount;
  readonly per: 'step' | 'run' | 'tenant';
}

const MOST = 1_000_000_000;

/** @throws {RangeError} naming the policy and the value. */
export function budgetPolicy(option: BudgetOption): Budget {
  known(option, 'budget', ['calls', 'tokens', 'costUsd', 'per']);
  const { calls, tokens, costUsd } = option;
  if (calls === undefined && tokens === undefined && costUsd === undefined)
    throw new RangeError('budget limits nothing; give it calls, tokens or costUsd');
  return {
    most: {
      calls: calls === undefined ? Infinity : whole(calls, 'budget.calls', 0, MOST),
      tokens: tokens === undefined ? Infinity : whole(tokens, 'budget.tokens', 1, MOST),
      nanoUsd: costUsd === undefined ? Infinity : nanoUsd(costUsd, 'budget.costUsd'),
    },
    per: oneOf(option.per ?? 'run', 'budget.per', ['step', 'run', 'tenant']),
  };
}

/** An account: what was spent, and what calls under way may still cost. */
export interface Account {
  readonly spent: Amount;
  readonly reserved: Amount;
  /** Whether the last call that asked did not fit. */
  readonly refuses: boolean;
}

const NOTHING: Amount = { calls: 0, tokens: 0, nanoUsd: 0 };
export const newAccount = (): Account => ({ spent: NOTHING, reserved: NOTHING, refuses: false });

const plus = (a: Amount, b: Amount, sign: 1 | -1 = 1): Amount => ({
  calls: a.calls + sign * b.calls,
  tokens: a.tokens + sign * b.tokens,
  nanoUsd: a.nanoUsd + sign * b.nanoUsd,
});

/** Sets the worst case of a call aside; null: it does not fit. Exactly the limit fits. */
export function setAside(budget: Budget, account: Account, worst: Amount): Account | null {
  const { most } = budget;
  const then = plus(plus(account.spent, account.reserved), worst);
  if (then.calls > most.calls || then.tokens > most.tokens || then.nanoUsd > most.nanoUsd) return null;
  return { spent: account.spent, reserved: plus(account.reserved, worst), refuses: false };
}

/** A call has ended, or never went out (`used` null): its bill takes the place of its reserve. */
export const settleAccount = (account: Account, worst: Amount, used: Amount | null): Account => ({
  ...account,
  spent: used ? plus(account.spent, used) : account.spent,
  reserved: plus(account.reserved, worst, -1),
});

/** What a call was found to have cost beyond its bill, long after it was given up. */
export const charge = (account: Account, more: Amount): Account => ({
  ...account,
  spent: plus(account.spent, more),
});

/** Why a call does not fit, in words: the first limit that it would pass. `limited`: its request has a `maxTokens`. */
export function whyNot(budget: Budget, account: Account, worst: Amount, limited = false): string {
  const { most, per } = budget;
  const taken = plus(account.spent, account.reserved);
  const whose = per === 'step' ? 'this step' : per === 'run' ? 'the run' : 'the tenant';
  const less = `a ${limited ? 'lower ' : ''}maxTokens would reserve less`;
  if (taken.calls + worst.calls > most.calls)
    return `the budget of ${most.calls} ${most.calls === 1 ? 'call' : 'calls'} of ${whose} is used up`;
  if (taken.tokens + worst.tokens > most.tokens)
    return `the call may use ${worst.tokens} tokens, and ${Math.max(0, most.tokens - taken.tokens)} of the ${most.tokens} of ${whose} are left; ${less}`;
  return `the call may cost ${dollars(worst.nanoUsd)}, and ${dollars(Math.max(0, most.nanoUsd - taken.nanoUsd))} of the ${dollars(most.nanoUsd)} of ${whose} is left; ${less}`;
}

/** The budget as a layer, in words. */
export function budgetWords({ most, per }: Budget): string {
  const what = [
    most.calls === Infinity ? '' : `${most.calls} calls`,
    most.tokens === Infinity ? '' : `${most.tokens} tokens`,
    most.nanoUsd === Infinity ? '' : dollars(most.nanoUsd),
  ].filter((text) => text !== '');
  return `budget ${what.join(' and ')} a ${per}`;
}
