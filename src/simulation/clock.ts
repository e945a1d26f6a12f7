/**
 * A world's clock: wakes in one total order. It owns when something happens; what happens is the wake's.
 *
 * C1. Wakes come by (time, order, sequence): replies before sleeps before time-outs, then first come first served.
 * C2. Time never goes back; a cancelled wake never comes.
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

  /** Schedules a wake `delayMs` (whole, ≥ 0) from now. */
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

  /** The next wake, with `now` moved to it; null when none is left. */
  next(): Wake | null {
    for (;;) {
      const wake = this.heap.pop();
      if (!wake) return null;
      if (wake.cancelled) continue;
      this.now = wake.atMs;
      return wake;
    }
  }
}
