/**
 * A world's clock: wakes in one total order. It owns when something happens; what happens is the wake's.
 *
 * C1. Wakes come by (time, order, sequence): replies before sleeps before time-outs, then first come first served.
 * C2. Time never goes back; a cancelled wake never comes. A wake that a jump left behind comes at once, in order.
 */
import { Heap } from '../base/heap.ts';
import type { RunId, VirtualMs } from '../base/units.ts';
import type { WakeOrder } from '../engine/host.ts';

export interface Wake {
  readonly atMs: VirtualMs;
  readonly order: number;
  readonly seq: number;
  /** Whose turn it begins; null for the world's own work, which runs no authored code. */
  readonly run: RunId | null;
  readonly act: () => void;
  cancelled: boolean;
}

/** The world's own work comes before anything that a run could see at the same time. */
const ORDER: Readonly<Record<WakeOrder | 'world', number>> = { world: 0, reply: 1, sleep: 2, timeout: 3 };

export class Clock {
  now = 0 as VirtualMs;
  private seq = 0;
  private readonly heap = new Heap<Wake>(
    (a, b) =>
      a.atMs < b.atMs || (a.atMs === b.atMs && (a.order < b.order || (a.order === b.order && a.seq < b.seq))),
  );

  /** Schedules a wake `delayMs` (whole) from now, after all of its time and order that were scheduled before it. */
  schedule(run: RunId | null, delayMs: number, order: WakeOrder | 'world', act: () => void): Wake {
    const wake = {
      atMs: (this.now + delayMs) as VirtualMs,
      order: ORDER[order],
      seq: this.seq++,
      run,
      act,
      cancelled: false,
    };
    this.heap.push(wake);
    return wake;
  }

  /** The time of the next wake; null when none is left. */
  peekMs(): VirtualMs | null {
    for (let wake = this.heap.peek(); wake; wake = this.heap.peek()) {
      if (!wake.cancelled) return wake.atMs > this.now ? wake.atMs : this.now;
      this.heap.pop();
    }
    return null;
  }

  /** The next wake, with `now` moved to it; null when none is left. */
  next(): Wake | null {
    for (;;) {
      const wake = this.heap.pop();
      if (!wake) return null;
      if (wake.cancelled) continue;
      if (wake.atMs > this.now) this.now = wake.atMs;
      return wake;
    }
  }

  /** Takes out the world's own wakes due by `untilMs`, in order. */
  takeWorldWakes(untilMs: number): Wake[] {
    const kept: Wake[] = [];
    const taken: Wake[] = [];
    for (let wake = this.heap.pop(); wake; wake = this.heap.pop())
      if (!wake.cancelled) (wake.run === null && wake.atMs <= untilMs ? taken : kept).push(wake);
    for (const wake of kept) this.heap.push(wake);
    return taken;
  }

  /** Moves time on to `toMs`, past whatever was due meanwhile. */
  jump(toMs: number): void {
    if (toMs > this.now) this.now = toMs as VirtualMs;
  }
}
