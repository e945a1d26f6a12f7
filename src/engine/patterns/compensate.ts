/**
 * Compensation: what was done is undone in reverse order when the scope that did it, or one around it, fails or is
 * cancelled. It owns what is registered and the order; an undo is a step like any other (step.ts).
 *
 * K1. What is undone is undone once, one after another, the last registered first.
 * K2. An undo belongs to the run and to no scope of it: no cancel reaches it, only its own time limit and the world's end.
 * K3. An undo that fails is recorded, and the others go on.
 * Source: H. Garcia-Molina and K. Salem, "Sagas", SIGMOD 1987.
 */
import { durationMs, type Duration } from '../../base/units.ts';
import { inner, type Inner } from '../inner.ts';
import { LIMITS } from '../limits.ts';
import { policyOf } from '../policies/policy.ts';
import { Refused } from '../refuse.ts';
import type { RunCore } from '../run-core.ts';
import { Scope } from '../scope.ts';
import { defineStep, type StepDef } from '../step-def.ts';
import { Misuse } from '../step-error.ts';
import { StepExecution } from '../step.ts';
import type { StepHandle } from '../surface.ts';

/** Runs an undo inside its step: in `scope`, as a child of `at`, by steps that say which step they undo. */
export type RunUndo = (scope: Scope, at: Scope, step: string) => PromiseLike<unknown>;

interface Entry {
  /** The step whose effect it undoes. */
  readonly step: string;
  /** The scope that registered it. */
  readonly path: string;
  readonly timeoutMs: number;
  readonly run: RunUndo;
}

/** The run's compensations; made by the first that is registered. */
export const compensations = (core: RunCore): Compensations => new Compensations(core);

export class Compensations {
  private readonly core: RunCore;
  /** K2. */
  private readonly scope = new Scope('undo /');
  private readonly steps = new Set<string>();
  private registered: Entry[] = [];
  private readonly queue: (Entry | (() => void))[] = [];
  private current: Entry | null = null;

  constructor(core: RunCore) {
    this.core = core;
  }

  /** @throws {Misuse} for a step that has an undo already */
  register(entry: Entry): void {
    if (this.steps.has(entry.step))
      throw new Misuse(`${entry.step} has an undo already: one step is undone once`);
    this.steps.add(entry.step);
    this.registered.push(entry);
  }

  /** Undoes what was registered in the scope of that path and below, then calls `undone`. */
  undo(path: string, undone?: () => void): void {
    const due: Entry[] = [];
    const kept: Entry[] = [];
    for (const entry of this.registered) (entry.path.startsWith(path) ? due : kept).push(entry);
    this.registered = kept;
    this.queue.push(...due.reverse());
    if (undone && this.awaits(path)) this.queue.push(undone);
    else undone?.();
    if (!this.current) this.next();
  }

  /** Whether something of the scope of that path, or below it, is still to be undone. */
  private awaits(path: string): boolean {
    const of = (entry: Entry | (() => void) | null): boolean =>
      entry !== null && typeof entry !== 'function' && entry.path.startsWith(path);
    return of(this.current) || this.queue.some(of);
  }

  /** The run ends well: what is registered stays done. Calls `undone` when what is under way is over. */
  settle(undone: () => void): void {
    this.registered = [];
    this.undo('', undone);
  }

  /** The world ends: what is under way is closed. @returns whether anything was left undone */
  end(): boolean {
    const left = this.current !== null || this.queue.length > 0 || this.registered.length > 0;
    this.queue.length = 0;
    this.registered = [];
    this.scope.end();
    return left;
  }

  private next(): void {
    for (let due = this.queue.shift(); due; due = this.queue.shift()) {
      if (typeof due === 'function') {
        due();
        continue;
      }
      this.current = due;
      const { core } = this;
      const goOn = (): void =>
        core.guard(() => {
          this.current = null;
          this.next();
        });
      this.start(due).then(goOn, goOn);
      return;
    }
  }

  private start(entry: Entry): StepHandle<unknown> {
    const { core, scope } = this;
    const { step, timeoutMs, run } = entry;
    const id = `undo ${step}`;
    const def = undoStep(timeoutMs, (at) => run(new Scope(`${id}/`, at), at, step));
    return new StepExecution(core, scope, def, id, id, null, { compensates: step }).handle;
  }
}

const undoStep = (timeoutMs: number, run: (at: Scope) => PromiseLike<unknown>): StepDef<null, unknown> =>
  defineStep<null, unknown>({
    kind: 'function',
    targets: [
      {
        type: 'function',
        name: 'undo',
        run: (_input, context) => run(inner(context).scope).then(() => null),
      },
    ],
    policy: policyOf({ timeout: `${timeoutMs}ms` }),
  });

/** @throws {Misuse} for a step that has an undo already, or inside an undo; {RangeError} for what is not a duration */
export function compensate(
  { core, scope }: Inner,
  step: string | StepHandle<unknown>,
  run: RunUndo,
  timeout: Duration | undefined,
): void {
  const timeoutMs = timeout === undefined ? LIMITS.compensationMs : durationMs(timeout, 'compensate.timeout');
  if (core.over || step instanceof Refused) return; // nothing was done
  if (scope.path.startsWith('undo '))
    throw new Misuse(`compensate() stands inside '${scope.label}': what undoes is not undone itself`);
  const id = typeof step === 'string' ? scope.path + step : step.step;
  const part = core.part(compensations);
  part.register({ step: id, path: scope.path, timeoutMs, run });
  if (!scope.open) part.undo(scope.path);
}
