/**
 * The door between a program and the world that it runs in. Globals are replaced once; which run they lead to changes
 * with the world. It owns that; a run's state is door-run.ts.
 *
 * D1. One run of one world at a time: globals are ambient, so two runs could not be told apart.
 * D2. Outside a run, time stands at the world's beginning, and whatever would need a turn is refused by name.
 */
import type { RunCore } from '../../engine/run-core.ts';
import type { Scope } from '../../engine/scope.ts';
import { Misuse, Stray } from '../../engine/step-error.ts';
import { DoorRun, type BindContext } from './door-run.ts';
import { EPOCH_MS } from './epoch.ts';

export class Door {
  private current: DoorRun | null = null;
  /** Set by a realm whose asynchronous contexts must reach timers. */
  bindContext: BindContext = (act) => act;

  /** Leads to this run from now on. @throws {Misuse} while another run of the world is under way (D1). */
  enter(core: RunCore, scope: Scope): DoorRun {
    const { current } = this;
    if (current && !current.ended && current.host === core.host)
      throw new Misuse(
        'a program is one run a world, since its globals cannot tell two runs apart: give it one run, or many seeds',
      );
    return (this.current = new DoorRun(core, scope));
  }

  /** The run that `what` is asked of. @throws {Misuse} outside one (D2). */
  at(what: string): DoorRun {
    if (!this.current)
      throw new Misuse(`${what} came before a world had begun: do it in main, or in what main calls`);
    return this.current;
  }

  /** Ends the run with what was thrown where nobody could catch it. @returns whether there is a run to end */
  stray(error: unknown): boolean {
    return this.fail(new Stray(error));
  }

  /** Ends the run with what it reports itself. @returns whether there is a run to end */
  fail(error: unknown): boolean {
    const { current } = this;
    if (!current || current.ended) return false;
    current.core.guard(() => {
      throw error;
    });
    return true;
  }

  /** Whole ms since the world began. */
  get nowMs(): number {
    return this.current?.host.now ?? 0;
  }

  /** Milliseconds since 1970. */
  get epochMs(): number {
    return EPOCH_MS + this.nowMs;
  }
}
