/**
 * Notices a sandbox that gives no sign of life: a crash or an exhausted heap raises no event, a spinning loop neither.
 * It counts silence in ticks of its own, so that a page that was busy, frozen or asleep does not mistake its own
 * absence for the sandbox's.
 */

/** How long a silence may be, ms. */
export interface Patience {
  /** Until the visitor is warned; null: never. */
  readonly busyMs: number | null;
  /** Until it counts as dead. */
  readonly hungMs: number;
}

export interface WatchdogOptions {
  /** How patient to be just now; asked at every tick. */
  readonly patience: () => Patience;
  /** Once a silence. */
  readonly onBusy: (silentMs: number) => void;
  /** Once; the watch is over. */
  readonly onHung: (silentMs: number) => void;
  /** Wall ms, monotonic. */
  readonly nowMs: () => number;
}

const TICK_MS = 100;
/** What one tick counts at most, however late it comes. */
const TICK_MOST_MS = 2 * TICK_MS;

export class Watchdog {
  private silentMs = 0;
  private warned = false;
  private lastMs: number;
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly options: WatchdogOptions;

  constructor(options: WatchdogOptions) {
    this.options = options;
    this.lastMs = options.nowMs();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  /** Something was heard, or something new was asked: the silence begins anew. */
  heard(): void {
    this.silentMs = 0;
    this.warned = false;
  }

  end(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    const nowMs = this.options.nowMs();
    this.silentMs += Math.min(nowMs - this.lastMs, TICK_MOST_MS);
    this.lastMs = nowMs;
    const { busyMs, hungMs } = this.options.patience();
    if (this.silentMs >= hungMs) {
      this.end();
      this.options.onHung(this.silentMs);
    } else if (busyMs !== null && !this.warned && this.silentMs >= busyMs) {
      this.warned = true;
      this.options.onBusy(this.silentMs);
    }
  }
}
