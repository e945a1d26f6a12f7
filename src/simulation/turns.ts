/**
 * The turns of a world: whose it is, and when the next may begin. What may happen in one is world.ts.
 *
 * W1. One wake, then quiescence (the fence), then the next. The fence must let every pending microtask run.
 * W5. What a run asks for at rest comes at the end of its turn, when the realm has told of everything that was rejected.
 */
import { withResolvers } from '../base/resolvers.ts';
import type { RunId } from '../base/units.ts';
import type { Clock } from './clock.ts';
import type { EndReason } from './ending.ts';
import type { Journal } from './journal.ts';
import type { Pacer } from './pacer.ts';

/** Calls `next` after every microtask that is pending now, and those that they queue, have run. */
export type Fence = (next: () => void) => void;

/** What turns ask of their world. */
export interface Turning {
  readonly clock: Clock;
  readonly journal: Journal;
  /** Null: virtual time. */
  readonly pacer: Pacer | null;
  /** Whether nothing of it is heard of any more. */
  readonly dead: boolean;
  /** Whether anything from outside is awaited. */
  readonly awaits: boolean;
  /** Paced worlds: whether every run has ended, so that nobody waits in real time for what is left. */
  readonly paceIsOver: boolean;
  mustEnd(): EndReason | null;
  /** Runs `body` in a turn of the run. */
  act(run: RunId, body: () => void): void;
  finished(run: RunId): boolean;
  end(why: EndReason | null): void;
}

export class Turns {
  /** Whose turn it is; null between turns. */
  now: RunId | null = null;
  private readonly world: Turning;
  private readonly fence: Fence;
  private readonly quiet: Fence | null;
  private ends: ReturnType<typeof withResolvers<null>> | null = null;
  private atRest: (() => void) | null = null;
  /** Whether the realm has told of everything that was rejected. */
  private hushed = false;

  /** @param quiet calls `next` when the realm has told of every rejection by now; null: it has whenever the fence lets go */
  constructor(world: Turning, fence: Fence, quiet: Fence | null) {
    this.world = world;
    this.fence = fence;
    this.quiet = quiet;
  }

  /** Takes turns until the world is over. */
  play(): Promise<null> {
    this.ends = withResolvers();
    this.pump();
    return this.ends.promise;
  }

  private readonly pump = (): void => {
    try {
      if (this.advance()) this.ends!.resolve(null);
    } catch (error) {
      this.ends!.reject(error);
    }
  };

  /** W5. In a turn: calls `then` at its end. */
  rest(then: () => void): void {
    this.atRest = then;
  }

  /** Goes on to the next turn, or to the end. @returns whether the world is over */
  private advance(): boolean {
    const { world } = this;
    const { clock, journal } = world;
    for (;;) {
      journal.catchUp();
      if (world.dead || journal.divergence) {
        if (this.mustHush()) return false;
        journal.report();
        return true;
      }
      const why = world.mustEnd();
      if (!why && !world.paceIsOver && this.mustWait()) return false;
      const wake = why || world.paceIsOver ? null : clock.next();
      if (!wake) {
        if (this.mustHush()) return false;
        world.end(why);
        return true;
      }
      if (wake.run === null) {
        wake.act();
        continue;
      }
      this.now = wake.run;
      this.hushed = false;
      world.act(wake.run, wake.act);
      this.fence(this.afterTurn);
      return false;
    }
  }

  private readonly afterTurn = (): void => {
    if (this.atRest) {
      if (this.quiet) this.quiet(this.rested);
      else this.rested();
      return;
    }
    this.now = null;
    this.world.journal.report();
    this.pump();
  };

  /** What follows from it, undoing for one, belongs to the turn as well. */
  private readonly rested = (): void => {
    const { atRest, world } = this;
    const run = this.now!;
    this.atRest = null;
    this.hushed = true;
    world.act(run, atRest!);
    if (world.finished(run)) {
      this.afterTurn();
      return;
    }
    this.hushed = false;
    this.fence(this.afterTurn);
  };

  /** Whether the realm may still have something to tell; then the pump is called when it has. */
  private mustHush(): boolean {
    if (!this.quiet || this.hushed) return false;
    this.hushed = true;
    this.quiet(this.pump);
    return true;
  }

  /** Paced worlds: whether the next wake lies ahead of real time; then the pump is called when it is due. */
  private mustWait(): boolean {
    const { pacer, journal, clock, awaits } = this.world;
    if (!pacer || journal.replaying) return false;
    const dueMs = clock.peekMs();
    if (dueMs === null && !awaits) return false;
    journal.report();
    return pacer.mustWait(dueMs, () => this.fence(this.pump));
  }
}
