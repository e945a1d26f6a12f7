/** `all`: everything at once; the first failure cancels the rest. `allSettled`: how each of them ended. */
import type { Enactment } from '../inner.ts';
import type { Handle } from '../handle.ts';
import type { Scope } from '../scope.ts';
import { toFailure } from '../step-error.ts';
import { contest, type AnyWork, type Contest, type Rules } from './entrants.ts';
import type { Settled } from './work.ts';

/** One value a key in the order of the keys, or a list in its order. */
class Collected<R> {
  protected contest!: Contest<unknown>;
  private readonly values: Record<string, R | undefined>;
  private waiting = 0;

  constructor(work: AnyWork) {
    this.values = (Array.isArray(work) ? [] : {}) as Record<string, R | undefined>;
  }

  begin(contest: Contest<unknown>): void {
    this.contest = contest;
    for (const name of contest.names) this.values[name] = undefined; // fixes the order of keys
    this.waiting = contest.names.length;
    if (this.waiting === 0) contest.answer(this.values, '');
  }

  protected keep(name: string, value: R): void {
    this.values[name] = value;
    if (--this.waiting === 0) this.contest.answer(this.values, '');
  }
}

class All extends Collected<unknown> implements Rules<unknown> {
  answered(name: string, value: unknown): void {
    this.keep(name, value);
  }

  failed(name: string, error: unknown): void {
    this.contest.reject(error, `${name} failed beside it`);
  }
}

class AllSettled extends Collected<Settled<unknown>> implements Rules<unknown> {
  answered(name: string, value: unknown): void {
    this.keep(name, { ok: true, value });
  }

  failed(name: string, error: unknown): void {
    // stacks and native text stay out of what authored code may return: they would make histories differ
    const { $unhashed: _, ...failure } = toFailure(error);
    this.keep(name, { ok: false, failure });
  }
}

export const all = (enactment: Enactment, scope: Scope, work: AnyWork): Handle<unknown> =>
  contest(enactment, scope, 'all', work, new All(work));

export const allSettled = (enactment: Enactment, scope: Scope, work: AnyWork): Handle<unknown> =>
  contest(enactment, scope, 'allSettled', work, new AllSettled(work));
