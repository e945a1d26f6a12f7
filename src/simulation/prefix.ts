/**
 * A history that a world goes on from: it computes the same events again, one by one, until there are no more of them.
 *
 * P1. Every event computed must equal the recorded one, `$unhashed` aside; the first that does not is the divergence.
 * P2. What came from outside (people, effects, crashes) is not computed: it is taken from the record at its place.
 * P3. Nothing is written to the recorded history, and nothing of it is reported again.
 */
import { canonical } from '../history/hash.ts';
import type { Event, EventType, History } from '../history/events.ts';

const OUTSIDE: ReadonlySet<EventType> = new Set<EventType>([
  'intervention.applied',
  'effect.executed',
  'call.settled',
  'orchestrator.crashed',
  'orchestrator.resumed',
]);

/** The first event that was computed otherwise than recorded. */
export interface Divergence {
  readonly seq: number;
  readonly recorded: Event;
  readonly computed: Event;
}

export class Prefix {
  readonly history: History;
  divergence: Divergence | null = null;
  /** How many events were met again. */
  met = 0;

  constructor(history: History) {
    this.history = history;
  }

  get left(): boolean {
    return this.met < this.history.length;
  }

  /** The next recorded event, if it came from outside. */
  outside(): Event | null {
    const next = this.history[this.met];
    return next && OUTSIDE.has(next.type) ? next : null;
  }

  /** When outside events come: the clock must stop there. */
  outsideTimes(): readonly number[] {
    return this.history.filter(({ type }) => OUTSIDE.has(type)).map(({ t }) => t);
  }

  /** Meets the next recorded event with a computed one (P1). @returns whether they are equal */
  meet(computed: Event): boolean {
    const recorded = this.history[this.met]!;
    if (canonical(recorded) !== canonical(computed)) {
      this.divergence ??= { seq: recorded.seq, recorded, computed };
      return false;
    }
    this.met++;
    return true;
  }

  /** Begins after so many events: nobody computes them again. */
  skip(count: number): void {
    this.met = count;
  }

  /** Takes an outside event as it stands. */
  take(): Event {
    return this.history[this.met++]!;
  }
}
