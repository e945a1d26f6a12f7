/** What a budget has set aside for one attempt: asked for before it, settled with its bill. */
import { failure, type Failure } from '../model/failure.ts';
import type { Request } from '../model/request.ts';
import type { CallResult, Cell, LateBill } from './host.ts';
import {
  charge,
  newAccount,
  setAside,
  settleAccount,
  whyNot,
  type Account,
  type Amount,
  type Budget,
} from './policies/budget.ts';
import { worstCase } from './policies/worst-case.ts';
import { policyCell, tellChange } from './shared-state.ts';
import type { Trying } from './trying.ts';

const ONE_CALL: Amount = { calls: 1, tokens: 0, nanoUsd: 0 };

export class BudgetReserve {
  private readonly cell: Cell<Account>;
  private readonly worst: Amount;

  private constructor(cell: Cell<Account>, worst: Amount) {
    this.cell = cell;
    this.worst = worst;
  }

  /** A reserve, or why there is none. `request`: null for a function, which costs a call and nothing else. */
  static ask<I, O>(
    step: Trying<I, O>,
    budget: Budget,
    target: string,
    request: Request | null,
  ): BudgetReserve | Failure {
    const { core, id } = step;
    const whose = budget.per === 'step' ? `${core.run}/${id}` : budget.per === 'run' ? core.run : '';
    const cell = policyCell(core, 'budget', whose, budget.per, newAccount);
    const worst = request ? worstCase(request, core.host.facts(request.model)) : ONE_CALL;
    const { refuses } = cell.value;
    const then = setAside(budget, cell.value, worst);
    const key = budget.per === 'step' ? id : budget.per === 'run' ? core.run : 'all runs';
    if (then) {
      cell.value = then;
      if (refuses) tellChange(core, 'budget', key, 'refuses', 'within', `a call to ${target} still fits`);
      return new BudgetReserve(cell, worst);
    }
    const limited = request?.kind === 'chat' && request.maxTokens !== undefined;
    const why = whyNot(budget, cell.value, worst, limited);
    cell.value = { ...cell.value, refuses: true };
    if (!refuses) tellChange(core, 'budget', key, 'within', 'refuses', why);
    return failure('over_budget', `${target} is not asked: ${why}`, { step: id, retryable: false });
  }

  /** `sent`: false gives all of it back. */
  settle(result: CallResult | null, sent: boolean): void {
    const { cell, worst } = this;
    cell.value = settleAccount(cell.value, worst, sent ? billed(result) : null);
  }

  charge({ usage, costNanoUsd }: LateBill): void {
    const more = { calls: 0, tokens: usage.inputTokens + usage.outputTokens, nanoUsd: costNanoUsd };
    this.cell.value = charge(this.cell.value, more);
  }
}

const billed = (result: CallResult | null): Amount =>
  result
    ? {
        calls: 1,
        tokens: result.usage.inputTokens + result.usage.outputTokens,
        nanoUsd: result.costNanoUsd,
      }
    : ONE_CALL;
