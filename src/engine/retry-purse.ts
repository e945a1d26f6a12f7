/** The retry budget of one model and tenant, in its place in the world: what ended is noted, another try is asked for. */
import type { Cell } from './host.ts';
import {
  newRetryBudget,
  noteEnd,
  retryBudgetWords,
  spend,
  type RetryBudget,
  type RetryBudgetState,
} from './policies/retry-budget.ts';
import type { RunCore } from './run-core.ts';
import { policyCell, tellChange } from './shared-state.ts';

interface Purse {
  readonly state: RetryBudgetState;
  /** Whether the last that asked was denied. */
  readonly denies: boolean;
}

const purseOf = (core: RunCore, budget: RetryBudget, subject: string): Cell<Purse> =>
  policyCell(core, 'retry-budget', subject, budget.key, () => ({
    state: newRetryBudget(budget),
    denies: false,
  }));

/** An attempt has ended. `first`: it was no try again and no hedge. */
export function noteAttempt(
  core: RunCore,
  budget: RetryBudget,
  subject: string,
  end: { readonly ok: boolean; readonly first: boolean },
): void {
  const cell = purseOf(core, budget, subject);
  cell.value = { ...cell.value, state: noteEnd(budget, cell.value.state, end, core.host.now) };
}

/** Whether one more may go out; if so, it is taken from the budget. */
export function mayTryAgain(core: RunCore, budget: RetryBudget, subject: string): boolean {
  const cell = purseOf(core, budget, subject);
  const { state, denies } = cell.value;
  const after = spend(budget, state, core.host.now);
  cell.value = { state: after ?? state, denies: after === null };
  if (after === null && !denies)
    tellChange(
      core,
      'retry-budget',
      subject,
      'allows',
      'denies',
      `the ${retryBudgetWords(budget)} is used up`,
    );
  if (after !== null && denies)
    tellChange(core, 'retry-budget', subject, 'denies', 'allows', 'calls have succeeded or time has passed');
  return after !== null;
}
