/**
 * Scopes: the tree that names identities and carries cancellation. A scope owns its children's lifetimes; what a child
 * does meanwhile is its own (step.ts).
 *
 * S1. A name is used once in a scope; a second use without a key is an error by name.
 * S2. When a scope ends, children still open are closed as abandoned.
 * S3. In a cancelled or ended scope the first operation rejects; later ones never settle.
 */
import { failure, type Failure } from '../model/failure.ts';
import { Misuse, StepError } from './step-error.ts';

/** Something open in a scope that can be closed from outside. */
export interface Child {
  close(outcome: 'cancelled' | 'abandoned', why: Failure): void;
  /** Its failure, if it failed and nobody awaited it. */
  unobserved(): Failure | null;
}

const RESERVED = /[/[\]]/;

export class Scope {
  /** '' for a run's own scope, else ends with '/'. */
  readonly path: string;
  private readonly names = new Set<string>();
  private readonly children = new Set<Child>();
  private readonly failures: Child[] = [];
  private cancelled: Failure | null = null;
  private rejectedOnce = false;
  private ended = false;

  constructor(path: string, parent?: Scope) {
    this.path = path;
    if (parent?.cancelled) this.cancel(parent.cancelled);
  }

  /** Takes a name in this scope and gives the identity it makes. @throws {Misuse} */
  claim(name: string, key: string | number | undefined, what: 'step' | 'scope'): string {
    for (const part of [name, key])
      if (typeof part === 'string' && RESERVED.test(part))
        throw new Misuse(`'${part}' cannot name a ${what}: identities keep /, [ and ] for themselves`);
    const own = key === undefined ? name : `${name}[${key}]`;
    if (this.names.has(own)) {
      const where = this.path === '' ? 'this run' : `the scope '${this.path.slice(0, -1)}'`;
      throw new Misuse(
        what === 'step'
          ? `'${own}' was used twice in ${where}: give each use a key, ${name}(input, { key: 'second' }), or put each turn in a scope of its own`
          : `a scope named '${own}' was opened twice in ${where}: number it, scope(\`${name}-\${turn}\`, …)`,
      );
    }
    this.names.add(own);
    return this.path + own;
  }

  /** Asks whether an operation may begin. Null: it may. Otherwise what to do instead: reject once, then nothing. */
  refusal(): { readonly reject: Failure | null } | null {
    const why = this.cancelled ?? (this.ended ? this.endedFailure() : null);
    if (!why) return null;
    if (this.rejectedOnce) return { reject: null };
    this.rejectedOnce = true;
    return { reject: why };
  }

  add(child: Child): void {
    this.children.add(child);
  }

  /** A child is over. One that failed is kept until the scope ends, in case nobody awaits it. */
  remove(child: Child, failed: boolean): void {
    this.children.delete(child);
    if (failed) this.failures.push(child);
  }

  private endedFailure(): Failure {
    return failure(
      'cancelled',
      this.path === '' ? 'the run had ended' : `the scope '${this.path.slice(0, -1)}' had ended`,
    );
  }

  cancel(why: Failure): void {
    if (this.cancelled || this.ended) return;
    this.cancelled = why;
    const open = [...this.children];
    if (open.length > 0) this.rejectedOnce = true;
    for (const child of open) child.close('cancelled', why);
  }

  /** Ends the scope (S2). Gives the failure of a child that nobody awaited, if there is one. */
  end(): Failure | null {
    if (this.ended) return null;
    this.ended = true;
    const open = [...this.children];
    if (open.length > 0) this.rejectedOnce = true;
    for (const child of open) child.close('abandoned', this.endedFailure());
    for (const child of this.failures) {
      const unobserved = child.unobserved();
      if (unobserved) return unobserved;
    }
    return null;
  }
}

/** A promise that a refused operation gives. */
export function refused<T>(refusal: { readonly reject: Failure | null }): Promise<T> {
  const promise = refusal.reject
    ? Promise.reject<T>(new StepError(refusal.reject))
    : new Promise<T>(() => {
        /* never settles: the scope is gone (S3) */
      });
  promise.catch(ignore);
  return promise;
}

export const ignore = (): void => undefined;
