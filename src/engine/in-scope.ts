/**
 * Running a body in a scope of its own: cancelled with its parent, ended when the body settles. What the body gets is its
 * enactment's; what it registered to be undone is compensate.ts.
 *
 * N1. The handle settles once: with the body, or when the scope is closed from outside, whichever comes first.
 * N2. A body that fails, or whose scope is closed, has what it registered undone before its handle rejects, or in its stead.
 */
import type { Failure } from '../model/failure.ts';
import type { Bound, Context } from './context.ts';
import { Handle, type HandleSource } from './handle.ts';
import type { Enactment } from './inner.ts';
import { compensations } from './patterns/compensate.ts';
import { refuse } from './refuse.ts';
import { Scope, type Child } from './scope.ts';
import { learn } from './state/run-state.ts';
import type { Steps } from './step-def.ts';
import { StepError, toFailure } from './step-error.ts';

type AnyBody<R> = (steps: Bound<Steps>, context: Context) => PromiseLike<R> | R;

/** Runs a body in a child scope of that name. @throws {Misuse} for a name that was used before */
export function inScope<R>(
  enactment: Enactment,
  parent: Scope,
  name: string | number,
  body: AnyBody<R>,
): Handle<R> {
  const refused = refuse<R>(enactment.core, parent, String(name));
  if (refused) return refused;
  const path = parent.claim(String(name), undefined, 'scope');
  return runIn(enactment, parent, new Scope(`${path}/`, parent), body);
}

/** Runs a body in a scope that was made for it, as a child of `parent`. */
export function runIn<R>(enactment: Enactment, parent: Scope, scope: Scope, body: AnyBody<R>): Handle<R> {
  return new ScopeRun<R>(enactment, parent, scope).start(body);
}

class ScopeRun<R> implements Child, HandleSource<R> {
  seat = -1;
  private readonly enactment: Enactment;
  private readonly parent: Scope;
  private readonly scope: Scope;
  private readonly handle: Handle<R>;
  private failed: Failure | null = null;
  private closed = false;

  constructor(enactment: Enactment, parent: Scope, scope: Scope) {
    this.enactment = enactment;
    this.parent = parent;
    this.scope = scope;
    this.handle = new Handle<R>(scope.label, null, this, parent);
  }

  start(body: AnyBody<R>): Handle<R> {
    const { enactment, scope } = this;
    const { core } = enactment;
    this.parent.add(this);
    call(body, enactment.bound(scope), enactment.context(scope)).then(
      (value) => core.guard(() => this.returned(value)),
      (error: unknown) => core.guard(() => this.threw(error)),
    );
    return this.handle;
  }

  get what(): string {
    return this.scope.label;
  }

  cancelled(why: Failure): void {
    this.enactment.core.guard(() => this.close('cancelled', why));
  }

  close(outcome: 'cancelled' | 'abandoned', why: Failure): void {
    if (this.closed) return;
    this.closed = true;
    this.parent.remove(this, false);
    this.scope.cancel(why, outcome);
    this.enactment.core.partIfMade(compensations)?.undo(this.scope.path);
    this.handle.reject(new StepError(why));
  }

  unobserved(): Failure | null {
    return this.handle.observed ? null : this.failed;
  }

  private returned(value: R): void {
    const stray = this.scope.end(this.enactment.core.locate);
    if (this.closed) return;
    if (stray) this.fail(stray, new StepError(stray));
    else this.settle(() => this.handle.resolve(value));
  }

  private threw(error: unknown): void {
    this.scope.end();
    if (this.closed) return;
    this.fail(toFailure(error, this.enactment.core.locate), error);
  }

  private fail(why: Failure, error: unknown): void {
    const undone = (): void => {
      if (this.closed) return;
      this.failed = why;
      this.settle(() => this.handle.reject(error));
    };
    const registered = this.enactment.core.partIfMade(compensations);
    if (registered) registered.undo(this.scope.path, undone);
    else undone();
  }

  private settle(end: () => void): void {
    this.closed = true;
    learn(this.parent, this.scope);
    this.parent.remove(this, this.failed !== null);
    end();
  }
}

const call = async <R>(body: AnyBody<R>, steps: Bound<Steps>, context: Context): Promise<R> =>
  body(steps, context);
