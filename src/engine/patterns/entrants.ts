/**
 * What `all`, `race` and their kind have in common: several pieces of work under way at once. It owns starting them and
 * giving them up; who wins is the pattern's.
 *
 * E1. A function runs in a scope of its own, named by its key. Handles can be given up, promises of the platform cannot.
 * E2. Nothing is heard of an entrant after the pattern has settled, and its failure is then nobody's.
 */
import { withResolvers } from '../../base/resolvers.ts';
import { failure, type Failure } from '../../model/failure.ts';
import type { Bound, Context } from '../context.ts';
import { Handle, type Watcher } from '../handle.ts';
import { inScope } from '../in-scope.ts';
import type { Enactment } from '../inner.ts';
import { judge } from '../judge.ts';
import { LIMITS } from '../limits.ts';
import { refuse } from '../refuse.ts';
import type { Scope } from '../scope.ts';
import type { Steps } from '../step-def.ts';
import { Misuse, StepError } from '../step-error.ts';

type AnyItem = PromiseLike<unknown> | ((steps: Bound<Steps>, context: Context) => unknown);
export type AnyWork = Readonly<Record<string, AnyItem>> | readonly AnyItem[];

/** How a pattern hears of its entrants, and ends. */
export interface Contest<R> {
  readonly names: readonly string[];
  /** Settles the pattern and gives up what is still under way, saying why. The first call counts. */
  answer(value: R, because: string): void;
  reject(error: unknown, because: string): void;
}

/** What a pattern does with what it hears. */
export interface Rules<R> {
  /** Before anything is started. @throws {Misuse} */
  begin(contest: Contest<R>): void;
  answered(name: string, value: unknown): void;
  failed(name: string, error: unknown): void;
}

/**
 * Starts the work and lets `rules` decide.
 * @param what the pattern's name in messages: 'all'
 */
export function contest<R>(
  enactment: Enactment,
  scope: Scope,
  what: string,
  work: AnyWork,
  rules: Rules<R>,
): Handle<R> {
  const refused = refuse<R>(enactment.core, scope, what);
  if (refused) return refused;
  const running = new Running<R>(enactment, scope, what, work);
  rules.begin(running);
  running.start(rules);
  return running.handle;
}

class Running<R> implements Contest<R>, Watcher {
  readonly names: readonly string[];
  readonly handle: Handle<R>;
  private readonly enactment: Enactment;
  private readonly scope: Scope;
  private readonly work: Readonly<Record<string, AnyItem>>;
  private readonly started: (Handle<unknown> | null)[] = [];
  private readonly ends = withResolvers<R>();
  private settled = false;
  private rules!: Rules<R>;

  constructor(enactment: Enactment, scope: Scope, what: string, work: AnyWork) {
    this.enactment = enactment;
    this.scope = scope;
    this.work = work as Readonly<Record<string, AnyItem>>;
    this.names = checked(what, this.work);
    const label = `${scope.path}${what}(${shortened(this.names)})`;
    const cancel = (why: Failure) =>
      enactment.core.guard(() => this.reject(new StepError(why), `${what} was cancelled`));
    this.handle = judge(scope, new Handle(label, this.ends.promise, cancel, scope), this.ends.promise);
  }

  start(rules: Rules<R>): void {
    this.rules = rules;
    for (const [place, name] of this.names.entries()) {
      const item = this.work[name]!;
      const entrant =
        typeof item === 'function' ? inScope<unknown>(this.enactment, this.scope, name, item) : item;
      this.started[place] = entrant instanceof Handle ? entrant : null;
      if (entrant instanceof Handle) entrant.watch(this, place);
      else
        entrant.then(
          (value) => this.answered(place, value),
          (error: unknown) => this.failed(place, error),
        );
    }
  }

  answered(place: number, value: unknown): void {
    this.started[place] = null;
    if (!this.settled) this.rules.answered(this.names[place]!, value);
  }

  failed(place: number, error: unknown): void {
    this.started[place] = null;
    if (!this.settled) this.rules.failed(this.names[place]!, error);
  }

  answer(value: R, because: string): void {
    if (this.settle(because)) this.ends.resolve(value);
  }

  reject(error: unknown, because: string): void {
    if (this.settle(because)) this.ends.reject(error);
  }

  private settle(because: string): boolean {
    if (this.settled) return false;
    this.settled = true;
    for (const entrant of this.started) entrant?.cancel(because);
    return true;
  }
}

/** The names of the work. @throws {Misuse} for what cannot be awaited, naming it; {StepError} 'limit' */
function checked(what: string, work: Readonly<Record<string, AnyItem>>): readonly string[] {
  const names = Object.keys(work);
  if (names.length > LIMITS.fanOut)
    throw new StepError(
      failure('limit', `${what}() was given ${names.length} pieces of work; it takes ${LIMITS.fanOut}`, {
        retryable: false,
      }),
    );
  for (const name of names) {
    const item: unknown = work[name];
    if (
      typeof item !== 'function' &&
      typeof (item as { then?: unknown } | null | undefined)?.then !== 'function'
    )
      throw new Misuse(`${what}() got no step, promise or function under '${name}'`);
  }
  return names;
}

const SHOWN = 3;
const shortened = (names: readonly string[]): string =>
  names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')}, …` : names.join(', ');
