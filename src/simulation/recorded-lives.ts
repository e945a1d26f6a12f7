/**
 * The lives that a recording tells of, as its calls live through them: what is under way when one ends leaves its line
 * and is asked again by the next; what works on without its caller ends when the record says so.
 */
import type { Event, EventOf } from '../history/events.ts';
import type { CallIdentity } from '../model/call.ts';

/** A call under way in a life that ends before it does. */
export interface Asking {
  /** Its caller is gone. */
  readonly leave: () => void;
  /** The next life asks it again. */
  readonly enter: () => void;
}

export class RecordedLives {
  private askings = new Set<Asking>();
  private readonly working = new Map<string, () => void>();
  private dead = false;

  /** @returns takes it out: its caller lets go of it */
  add(asking: Asking): () => void {
    this.askings.add(asking);
    return () => {
      if (this.askings.delete(asking)) asking.leave();
    };
  }

  /** Work that goes on without its caller: `over` is called when it ends. */
  works({ run, step, attempt }: CallIdentity, asked: number, over: () => void): void {
    this.working.set(`${run}/${step}#${attempt} ${asked}`, over);
  }

  /** Something of the outside of which the recording tells. */
  outside(event: Event): void {
    if (event.type === 'call.settled') this.settled(event);
    else if (event.type === 'orchestrator.crashed') this.die();
    else if (event.type === 'orchestrator.resumed') this.begin();
  }

  settled({ caller, asked = 0 }: EventOf<'call.settled'>): void {
    const key = `${caller} ${asked}`;
    const over = this.working.get(key);
    this.working.delete(key);
    over?.();
  }

  /** Who is in line leaves it before a place is free. */
  private die(): void {
    this.dead = true;
    for (const { leave } of [...this.askings].reverse()) leave();
  }

  /** Another life begins: it asks again for whatever was under way, before anything else. */
  begin(): void {
    // of a world that broke off no event tells when it did
    if (!this.dead) this.die();
    this.dead = false;
    const { askings } = this;
    this.askings = new Set();
    for (const { enter } of askings) enter();
  }
}
