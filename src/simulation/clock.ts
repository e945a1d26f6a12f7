/**
 * A world's clock: wakes in one total order. It owns when something happens; what happens is the wake's.
 *
 * C1. Wakes come by time, then order (the world's own work, replies, sleeps, time-outs), then first come first served.
 * C2. Time never goes back; a cancelled wake never comes. A wake that a jump left behind comes at once, in order.
 */
import { Heap } from '../base/heap.ts';
import type { RunId, VirtualMs } from '../base/units.ts';
import type { Timer, WakeOrder } from '../engine/host.ts';

/** The world's own work comes before anything that a run could see at the same time. */
const ORDER: Readonly<Record<WakeOrder | 'world', number>> = { world: 0, reply: 1, sleep: 2, timeout: 3 };

export class Wake implements Timer {
  readonly atMs: VirtualMs;
  readonly order: number;
  /** Whose turn it begins; null for the world's own work, which runs no authored code. */
  readonly run: RunId | null;
  readonly act: () => void;
  cancelled = false;
  /** The one behind it in its queue. */
  next: Wake | null = null;

  constructor(atMs: VirtualMs, order: number, run: RunId | null, act: () => void) {
    this.atMs = atMs;
    this.order = order;
    this.run = run;
    this.act = act;
  }

  cancel(): void {
    this.cancelled = true;
  }
}

/** The wakes of one millisecond: a queue for each order. */
class Instant {
  private readonly first: (Wake | null)[] = [null, null, null, null];
  private readonly last: (Wake | null)[] = [null, null, null, null];

  add(wake: Wake): void {
    const last = this.last[wake.order];
    if (last) last.next = wake;
    else this.first[wake.order] = wake;
    this.last[wake.order] = wake;
  }

  /** The next one that was not cancelled. */
  peek(): Wake | null {
    for (let order = 0; order < this.first.length; order++) {
      while (this.first[order]?.cancelled) this.drop(order);
      const wake = this.first[order];
      if (wake) return wake;
    }
    return null;
  }

  /** Takes out the foremost of an order. */
  drop(order: number): void {
    const next = this.first[order]!.next;
    this.first[order] = next;
    if (next === null) this.last[order] = null;
  }
}

export class Clock {
  now = 0 as VirtualMs;
  private readonly times = new Heap<number>((a, b) => a < b);
  private readonly instants = new Map<number, Instant>();

  /** Schedules a wake `delayMs` (whole) from now, after all of its time and order that were scheduled before it. */
  schedule(run: RunId | null, delayMs: number, order: WakeOrder | 'world', act: () => void): Wake {
    const wake = new Wake((this.now + delayMs) as VirtualMs, ORDER[order], run, act);
    this.add(wake);
    return wake;
  }

  /** The time of the next wake; null when none is left. */
  peekMs(): VirtualMs | null {
    const wake = this.soonest();
    if (!wake) return null;
    return wake.atMs > this.now ? wake.atMs : this.now;
  }

  /** The next wake, with `now` moved to it; null when none is left. */
  next(): Wake | null {
    const wake = this.take();
    if (wake) this.jump(wake.atMs);
    return wake;
  }

  /** Takes out the world's own wakes due by `untilMs`, in order. */
  takeWorldWakes(untilMs: number): Wake[] {
    const kept: Wake[] = [];
    const taken: Wake[] = [];
    for (let wake = this.take(); wake; wake = this.take())
      (wake.run === null && wake.atMs <= untilMs ? taken : kept).push(wake);
    for (const wake of kept) this.add(wake);
    return taken;
  }

  /** Moves time on to `toMs`, past whatever was due meanwhile. */
  jump(toMs: number): void {
    if (toMs > this.now) this.now = toMs as VirtualMs;
  }

  private add(wake: Wake): void {
    let instant = this.instants.get(wake.atMs);
    if (!instant) {
      this.instants.set(wake.atMs, (instant = new Instant()));
      this.times.push(wake.atMs);
    }
    instant.add(wake);
  }

  private soonest(): Wake | null {
    for (;;) {
      const atMs = this.times.peek();
      if (atMs === undefined) return null;
      const wake = this.instants.get(atMs)!.peek();
      if (wake) return wake;
      this.times.pop();
      this.instants.delete(atMs);
    }
  }

  private take(): Wake | null {
    const wake = this.soonest();
    if (!wake) return null;
    this.instants.get(wake.atMs)!.drop(wake.order);
    wake.next = null;
    return wake;
  }
}
