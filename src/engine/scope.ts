/**
 * Scopes: the tree that names identities and carries cancellation. A scope owns its children's lifetimes; what a child
 * does meanwhile is its own (step.ts).
 *
 * S1. A name is used once in a scope; a second use without a key is an error by name.
 * S2. When a scope ends, children still open are closed as abandoned.
 * S3. In a cancelled or ended scope the first operation rejects; later ones never settle.
 * S4. A child that failed and that nobody awaited fails the scope when it ends.
 */
import { failure, type Failure } from '../model/failure.ts';
import { OpenList } from './open-list.ts';
import { Misuse, type Locate } from './step-error.ts';

/** What may have failed. */
export interface Blamed {
  /** Its failure, if it failed and nobody awaited it. */
  unobserved(locate?: Locate): Failure | null;
  /** What to call it, where its failure names no step. */
  readonly what?: string;
}

/** Something open in a scope that can be closed from outside. */
export interface Child extends Blamed {
  /** Where its scope keeps it; absent or -1: it is not open. Set by the scope. */
  seat?: number;
  close(outcome: 'cancelled' | 'abandoned', why: Failure): void;
}

/** Versions of the state's fields that a branch knows of. Replaced as a whole, so that a child can share its parent's. */
export type Seen = Readonly<Record<string, number>>;

/** What is named in a scope. */
export type Named = 'step' | 'scope' | 'map';

const ARTICLE: Readonly<Record<Named, string>> = { step: 'a step', scope: 'a scope', map: 'a map' };

function mend(what: Named, name: string): string {
  if (what === 'map') return `give each a name, map(list, work, { name: 'second' })`;
  return what === 'scope'
    ? `number it, scope(\`${name}-\${turn}\`, …)`
    : `give each use a key, ${name}(input, { key: 'second' }), or put each turn in a scope of its own`;
}

/** The names of a scope. Most have few, and those need no table. */
class Names {
  private readonly few: (string | null)[] = [null, null, null, null];
  private many: Set<string | null> | null = null;
  private size = 0;

  /** @returns whether it is new */
  add(name: string): boolean {
    const { few } = this;
    if (this.many ? this.many.has(name) : few.includes(name)) return false;
    if (this.size < few.length) few[this.size++] = name;
    else (this.many ??= new Set(few)).add(name);
    return true;
  }
}

const RESERVED = /[/[\]]|^undo /;

export class Scope {
  /** '' for a run's own scope, else ends with '/'. */
  readonly path: string;
  /** Begins with what the parent knew; kept by state/run-state.ts. */
  seen: Seen | null = null;
  private names: Names | null = null;
  private children: OpenList<Child> | null = null;
  private failures: Blamed[] | null = null;
  private cancelled: Failure | null = null;
  private rejectedOnce = false;
  private ended = false;

  constructor(path: string, parent?: Scope) {
    this.path = path;
    if (!parent) return;
    this.seen = parent.seen;
    this.cancelled = parent.cancelled;
  }

  /** Takes a name in this scope and gives the identity it makes. @throws {Misuse} */
  claim(name: string, key: string | number | undefined, what: Named): string {
    checkName(name, what);
    if (typeof key === 'string') checkName(key, what);
    const own = key === undefined ? name : `${name}[${key}]`;
    if (!(this.names ??= new Names()).add(own)) {
      const where = this.path === '' ? 'this run' : `the scope '${this.label}'`;
      throw new Misuse(`'${own}' was used twice as ${ARTICLE[what]} in ${where}: ${mend(what, name)}`);
    }
    return this.path + own;
  }

  /** The path without its last '/'; '' for a run's own scope. */
  get label(): string {
    return this.path.slice(0, -1);
  }

  /** Whether an operation may begin. */
  get open(): boolean {
    return this.cancelled === null && !this.ended;
  }

  /** What the operation `name` gets in a scope that is not open: a rejection, or null and it never settles (S3). */
  refuse(name: string): Failure | null {
    if (this.rejectedOnce) return null;
    this.rejectedOnce = true;
    if (this.cancelled) return this.cancelled;
    return failure(
      'misuse',
      this.path === ''
        ? `${name} was started after the run had ended`
        : `${this.path}${name} was started after the scope '${this.label}' had ended: await it inside that scope, or start it from the context of a scope that is still open`,
      { retryable: false },
    );
  }

  /** Why S3 holds here, in words. */
  get fate(): string {
    const where = this.path === '' ? 'the run' : `the scope '${this.label}'`;
    return `${where} ${this.ended ? 'had ended' : 'was cancelled'}`;
  }

  add(child: Child): void {
    child.seat = (this.children ??= new OpenList()).add(child);
  }

  /** A child is over. One that failed is kept until the scope ends, in case nobody awaits it. */
  remove(child: Child, failed: boolean): void {
    const { seat = -1 } = child;
    if (seat >= 0) this.children!.remove(seat);
    child.seat = -1;
    if (failed) this.blame(child);
  }

  /** What failed is kept until the scope ends, in case nobody awaits it. */
  blame(failed: Blamed): void {
    (this.failures ??= []).push(failed);
  }

  /** @param outcome how what is open in it is recorded: 'abandoned' when the scope itself was */
  cancel(why: Failure, outcome: 'cancelled' | 'abandoned' = 'cancelled'): void {
    if (!this.open) return;
    this.cancelled = why;
    this.closeChildren(outcome, why);
  }

  /** Ends the scope (S2). Gives the failure of a child that nobody awaited, if there is one (S4). */
  end(locate?: Locate): Failure | null {
    if (this.ended) return null;
    this.ended = true;
    if (this.children && this.children.size > 0) this.closeChildren('abandoned', this.endedFailure());
    for (const child of this.failures ?? []) {
      const why = child.unobserved(locate);
      if (!why) continue;
      const what = why.step ?? child.what ?? 'a step';
      return { ...why, message: `${what} failed and nobody awaited it: ${why.message}` };
    }
    return null;
  }

  private closeChildren(outcome: 'cancelled' | 'abandoned', why: Failure): void {
    if (!this.children) return;
    const open = this.children.list();
    // what was open rejects now: that was the first rejection of S3
    if (this.cancelled && open.length > 0) this.rejectedOnce = true;
    for (const child of open) child.close(outcome, why);
  }

  private endedFailure(): Failure {
    return failure(
      'cancelled',
      this.path === ''
        ? 'the run ended before it was finished'
        : `the scope '${this.label}' ended before it was finished; await it inside the scope`,
    );
  }
}

/** @throws {Misuse} for a name that would make two identities one. */
export function checkName(name: string, what: Named): void {
  if (RESERVED.test(name))
    throw new Misuse(
      `'${name}' cannot name a ${what}: identities keep /, [ and ] for themselves, and 'undo …' names compensations`,
    );
}

export const ignore = (): void => undefined;
