/**
 * `map`: the same work for each item of a list, so many at once.
 *
 * M1. Items start in the order of the list; values are given in that order.
 * M2. After a failure no further item starts, and those under way are cancelled.
 * M3. The cost of an item does not depend on how many there are.
 */
import { withResolvers } from '../../base/resolvers.ts';
import { failure, type Failure } from '../../model/failure.ts';
import { isBoundStep, type StartStep } from '../bind.ts';
import type { Bound, Context, MapOptions } from '../context.ts';
import { Handle, type Watcher } from '../handle.ts';
import { runIn } from '../in-scope.ts';
import type { Enactment } from '../inner.ts';
import { judge } from '../judge.ts';
import { LIMITS } from '../limits.ts';
import { refuse } from '../refuse.ts';
import { checkName, Scope } from '../scope.ts';
import type { Steps } from '../step-def.ts';
import { Misuse, StepError } from '../step-error.ts';

type Work = StartStep | ((item: unknown, steps: Bound<Steps>, context: Context, index: number) => unknown);

/** @throws {Misuse} for a concurrency below 1, or a key that two items share; {StepError} 'limit' for too long a list */
export function map(
  enactment: Enactment,
  scope: Scope,
  list: readonly unknown[],
  work: Work,
  options: MapOptions<unknown> = {},
): Handle<unknown[]> {
  const name = options.name ?? 'map';
  const refused = refuse<unknown[]>(enactment.core, scope, name);
  if (refused) return refused;
  return new Mapping(enactment, scope, list, starter(enactment, scope, work, name), options, name).handle;
}

type Start = (item: unknown, index: number, key: string | number) => Handle<unknown>;

function starter(enactment: Enactment, scope: Scope, work: Work, name: string): Start {
  if (isBoundStep(work)) return (item, _index, key) => work(item, { key });
  const path = scope.claim(name, undefined, 'map');
  return (item, index, key) =>
    runIn(enactment, scope, new Scope(`${path}[${key}]/`, scope), (steps, context) =>
      work(item, steps, context, index),
    );
}

class Mapping implements Watcher {
  readonly handle: Handle<unknown[]>;
  private readonly enactment: Enactment;
  private readonly list: readonly unknown[];
  private readonly start: Start;
  private readonly concurrency: number;
  private readonly keyOf: MapOptions<unknown>['key'];
  private readonly keys: Set<string> | null;
  private readonly values: unknown[];
  private readonly underWay: (Handle<unknown> | undefined)[] = [];
  private running = 0;
  private readonly ends = withResolvers<unknown[]>();
  private next = 0;
  private done = 0;
  private over = false;

  constructor(
    enactment: Enactment,
    scope: Scope,
    list: readonly unknown[],
    start: Start,
    { concurrency = Infinity, key }: MapOptions<unknown>,
    name: string,
  ) {
    if (!(concurrency >= 1) || (concurrency !== Infinity && !Number.isInteger(concurrency)))
      throw new Misuse(
        `${name}() is given a concurrency of ${concurrency}; it must be a whole number from 1`,
      );
    if (list.length > LIMITS.fanOut)
      throw new StepError(
        failure('limit', `${name}() was given ${list.length} items; it takes ${LIMITS.fanOut}`, {
          retryable: false,
        }),
      );
    this.enactment = enactment;
    this.list = list;
    this.start = start;
    this.concurrency = concurrency;
    this.keyOf = key;
    this.keys = key ? new Set() : null;
    this.values = new Array<unknown>(list.length);
    const { promise } = this.ends;
    const cancel = (why: Failure) =>
      enactment.core.guard(() => this.fail(new StepError(why), 'it was cancelled'));
    this.handle = judge(scope, new Handle(`${scope.path}${name}`, promise, cancel, scope), promise);
    if (list.length === 0) this.ends.resolve(this.values);
    else this.pump();
  }

  private pump(): void {
    while (!this.over && this.running < this.concurrency && this.next < this.list.length) {
      const index = this.next++;
      const item = this.list[index];
      const started = this.start(item, index, this.key(item, index));
      this.running++;
      this.underWay[index] = started;
      started.watch(this, index);
    }
  }

  private key(item: unknown, index: number): string | number {
    if (!this.keyOf || !this.keys) return index;
    const key = this.keyOf(item, index);
    const text = String(key);
    checkName(text, 'step');
    if (this.keys.has(text)) throw new Misuse(`two items of a map have the key '${text}'`);
    this.keys.add(text);
    return key;
  }

  answered(index: number, value: unknown): void {
    this.ended(index);
    if (this.over) return;
    this.values[index] = value;
    if (++this.done === this.list.length) {
      this.over = true;
      this.ends.resolve(this.values);
    } else if (this.next < this.list.length) this.enactment.core.guard(() => this.pump());
  }

  failed(index: number, error: unknown): void {
    this.ended(index);
    this.fail(error, `item ${index} failed beside it`);
  }

  private ended(index: number): void {
    this.running--;
    this.underWay[index] = undefined;
  }

  private fail(error: unknown, because: string): void {
    if (this.over) return;
    this.over = true;
    for (const handle of this.underWay) handle?.cancel(because);
    this.ends.reject(error);
  }
}
