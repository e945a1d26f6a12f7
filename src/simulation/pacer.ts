/**
 * Real time for a world that keeps pace with it: how far it has come, and when the world may go on.
 *
 * P1. What comes from outside is stamped later than every wake before it, so that a world on virtual time that is given
 *     the same arrivals at the same stamps computes the same history.
 * P2. What comes of different origins never shares a stamp: which of them was first would be told by nothing else.
 */
import type { Clock } from './clock.ts';

/** Real time: whole or broken ms since some moment, and a timer. */
export interface Pace {
  readonly nowMs: () => number;
  readonly after: (delayMs: number, act: () => void) => () => void;
}

const nothing = (): void => undefined;

export class Pacer {
  private readonly pace: Pace;
  private readonly clock: Clock;
  private startedAtMs: number;
  /** The stamp of the latest arrival: real time has come at least so far. */
  private arrivedMs = 0;
  /** Where that came from. */
  private origin: unknown = null;
  /** While the world waits: how it goes on, and how what would wake it is cancelled. */
  private idle: { readonly goOn: () => void; readonly cancel: () => void } | null = null;

  constructor(pace: Pace, clock: Clock) {
    this.pace = pace;
    this.clock = clock;
    this.startedAtMs = pace.nowMs();
  }

  /** From now on time goes on from where the clock stands. */
  restart(): void {
    this.startedAtMs = this.pace.nowMs() - this.clock.now;
  }

  /** P1, P2. The stamp of something that comes now, from `origin`. */
  stamp(origin: unknown): number {
    const least = origin === this.origin ? this.arrivedMs : this.arrivedMs + 1;
    this.origin = origin;
    this.arrivedMs = Math.max(this.elapsedMs(), this.clock.now + 1, least);
    return this.arrivedMs;
  }

  /** Goes on, if the world waits. */
  wake(): void {
    const { idle } = this;
    this.idle = null;
    idle?.cancel();
    idle?.goOn();
  }

  /** Whether the wake that is due at `dueMs` (null: none is) lies ahead; then `goOn` is called once, when it is due. */
  mustWait(dueMs: number | null, goOn: () => void): boolean {
    const elapsedMs = this.elapsedMs();
    if (dueMs !== null && dueMs <= Math.max(elapsedMs, this.clock.now)) return false;
    const cancel =
      dueMs === null ? nothing : this.pace.after(Math.ceil(dueMs - elapsedMs), () => this.wake());
    this.idle = { goOn, cancel };
    return true;
  }

  private elapsedMs(): number {
    return Math.max(this.arrivedMs, Math.floor(this.pace.nowMs() - this.startedAtMs));
  }
}
