/**
 * Events on their way to the page: in batches, and never more than the page gave credit for.
 *
 * O1. Events leave in the order in which they came; a world that is over in an instant leaves as one message.
 * O2. While a batch waits for credit the world waits too (`whenRoom`), so that nothing piles up here.
 */
import type { Event } from '../../history/events.ts';
import { SANDBOX_LIMITS as LIMITS } from '../limits.ts';
import type { Report } from '../messages.ts';

export class Outbox {
  private world = 0;
  private waiting: Event[] = [];
  private credit: number = LIMITS.creditEvents;
  private sentMs = 0;
  private parked: (() => void) | null = null;
  private readonly post: (report: Report) => void;
  private readonly nowMs: () => number;

  constructor(post: (report: Report) => void, nowMs: () => number) {
    this.post = post;
    this.nowMs = nowMs;
  }

  /** The events that follow are this world's. The last world's have all left. */
  begin(world: number): void {
    this.world = world;
    this.sentMs = this.nowMs();
  }

  add(events: readonly Event[]): void {
    for (const event of events) this.waiting.push(event);
    if (this.waiting.length >= LIMITS.batchEvents) this.flush();
  }

  /** Sends what has waited long enough. */
  tick(): void {
    if (this.waiting.length > 0 && this.nowMs() - this.sentMs >= LIMITS.batchMs) this.flush();
  }

  /** The page took `events` more. */
  grant(events: number): void {
    this.credit += events;
    if (this.waiting.length >= LIMITS.batchEvents || this.parked) this.flush();
    const { parked } = this;
    if (!parked) return;
    this.parked = null;
    parked();
  }

  /** Calls `next` once less than a batch waits. */
  whenRoom(next: () => void): void {
    if (this.waiting.length < LIMITS.batchEvents) next();
    else this.parked = () => this.whenRoom(next);
  }

  /** Calls `next` once everything has left. */
  whenEmpty(next: () => void): void {
    this.flush();
    if (this.waiting.length === 0) next();
    else this.parked = () => this.whenEmpty(next);
  }

  /** Sends what waits, as far as credit goes. */
  flush(): void {
    while (this.waiting.length > 0 && this.credit > 0) {
      const events = this.waiting.splice(0, Math.min(this.credit, LIMITS.batchEvents));
      this.credit -= events.length;
      this.post({ type: 'events', world: this.world, events });
    }
    this.sentMs = this.nowMs();
  }
}
