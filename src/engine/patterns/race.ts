/** `race`: the first that settles. `any`: the first that answers. `first`: the first so many. The rest is cancelled. */
import type { Enactment } from '../inner.ts';
import type { Handle } from '../handle.ts';
import type { Scope } from '../scope.ts';
import { failure } from '../../model/failure.ts';
import { Misuse, StepError, toFailure } from '../step-error.ts';
import { contest, type AnyWork, type Contest, type Rules } from './entrants.ts';

class Race implements Rules<unknown> {
  private contest!: Contest<unknown>;

  begin(contest: Contest<unknown>): void {
    this.contest = contest;
    if (contest.names.length === 0)
      throw new Misuse('race() was given no work: nothing could ever settle it');
  }

  answered(name: string, value: unknown): void {
    this.contest.answer(value, `${name} answered first`);
  }

  failed(name: string, error: unknown): void {
    this.contest.reject(error, `${name} failed first`);
  }
}

type Arrivals = readonly { readonly name: string; readonly value: unknown }[];

class FirstOf<R> implements Rules<R> {
  private readonly what: string;
  private readonly count: number;
  private readonly give: (arrived: Arrivals) => R;
  private contest!: Contest<R>;
  private readonly arrived: { name: string; value: unknown }[] = [];
  private readonly errors: { name: string; error: unknown }[] = [];

  constructor(what: string, count: number, give: (arrived: Arrivals) => R) {
    this.what = what;
    this.count = count;
    this.give = give;
  }

  begin(contest: Contest<R>): void {
    this.contest = contest;
    const { length } = contest.names;
    if (!Number.isInteger(this.count) || this.count < 1)
      throw new Misuse(`first() is asked for ${this.count} answers; ask for a whole number from 1`);
    if (length < this.count)
      throw new Misuse(
        this.what === 'any'
          ? 'any() was given no work: nothing could ever answer'
          : `first() is asked for ${this.count} answers of ${length} pieces of work`,
      );
  }

  answered(name: string, value: unknown): void {
    this.arrived.push({ name, value });
    if (this.arrived.length < this.count) return;
    const names = this.arrived.map((one) => one.name);
    const last = names.pop()!;
    const winners = names.length === 0 ? last : `${names.join(', ')} and ${last}`;
    this.contest.answer(this.give(this.arrived), `${winners} answered first`);
  }

  failed(name: string, error: unknown): void {
    this.errors.push({ name, error });
    const { length } = this.contest.names;
    if (length - this.errors.length >= this.count) return;
    this.contest.reject(this.tooMany(length), `too many failed beside it`);
  }

  /** A single failure stays as it is; of several the last one's code counts, and each is named. */
  private tooMany(length: number): unknown {
    const last = this.errors.at(-1)!;
    if (length === 1) return last.error;
    const why = toFailure(last.error);
    const each = this.errors.map(({ name, error }) => `${name}: ${toFailure(error).message}`).join('; ');
    const wanted = this.what === 'any' ? 'none' : `fewer than ${this.count}`;
    return new StepError(failure(why.code, `${wanted} of ${length} answered: ${each}`, { ...why }));
  }
}

export const race = (enactment: Enactment, scope: Scope, work: AnyWork): Handle<unknown> =>
  contest(enactment, scope, 'race', work, new Race());

export const any = (enactment: Enactment, scope: Scope, work: AnyWork): Handle<unknown> =>
  contest(enactment, scope, 'any', work, new FirstOf('any', 1, ([winner]) => winner!.value));

export const first = (enactment: Enactment, scope: Scope, count: number, work: AnyWork): Handle<Arrivals> =>
  contest(enactment, scope, 'first', work, new FirstOf('first', count, (arrived) => arrived));
