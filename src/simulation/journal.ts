/**
 * The history that a world writes: appends, meets again what is recorded, reports what is new. When its orchestrator dies
 * it writes nothing more of it.
 *
 * J1. A journal given a prefix computes it again, event for event, before it writes anything new.
 * J2. What is new is reported once, in order, after the turn that wrote it.
 */
import type { RunId } from '../base/units.ts';
import { LIMITS } from '../engine/limits.ts';
import type { Event, EventBody, EventOf, History } from '../history/events.ts';
import { stamped } from '../history/stamped.ts';
import type { Clock } from './clock.ts';
import { Prefix, type Divergence } from './prefix.ts';

export interface JournalOptions {
  /** Default: LIMITS.eventsPerWorld. */
  readonly maxEvents: number | undefined;
  readonly prefix: History | undefined;
  readonly onEvents: ((events: readonly Event[]) => void) | undefined;
  /** The prefix is met: called once, before anything new. */
  readonly onResume: () => void;
  /** An intervention of the prefix is due. */
  readonly onIntervention: (event: EventOf<'intervention.applied'>) => void;
  /** The prefix tells of an orchestrator's death, of work that ended without its caller, of another life. */
  readonly onOutside: (event: Event) => void;
  /** The event at which the orchestrator was to die is written. */
  readonly onCrash: (fault: string) => void;
}

const nothing = (): void => undefined;

export class Journal {
  readonly history: Event[] = [];
  readonly maxEvents: number;
  /** Whether the limit of events was met. */
  overflow = false;
  private readonly clock: Clock;
  private readonly options: JournalOptions;
  private prefix: Prefix | null;
  private resumed: boolean;
  private reported: number;
  private crash: { readonly seq: number; readonly fault: string } | null = null;
  divergence: Divergence | null = null;

  constructor(clock: Clock, options: JournalOptions) {
    this.clock = clock;
    this.options = options;
    const { prefix = [], maxEvents = LIMITS.eventsPerWorld } = options;
    this.maxEvents = maxEvents;
    this.prefix = prefix.length > 0 ? new Prefix(prefix) : null;
    this.resumed = this.prefix === null;
    this.reported = prefix.length;
    // outside events have no wake of their own: the clock must stop where they stand
    for (const t of this.prefix?.outsideTimes() ?? []) clock.schedule(null, t, 'world', nothing);
  }

  /** Whether it still meets its prefix. */
  get replaying(): boolean {
    return this.prefix?.left ?? false;
  }

  get full(): boolean {
    return this.history.length >= this.maxEvents;
  }

  /** The orchestrator dies right after the event of that number. */
  crashAt(seq: number, fault: string): void {
    if (this.crash === null || seq < this.crash.seq) this.crash = { seq, fault };
  }

  /** J1. */
  append(run: RunId, event: EventBody): void {
    if (!this.resumed && !this.meet(run, event)) return;
    this.write(run, event);
  }

  /** Writes a new event. */
  write(run: RunId, event: EventBody): void {
    if (this.full) this.overflow = true;
    this.history.push(stamped(this.history.length, this.clock.now, run, event));
    const { crash } = this;
    if (crash === null || this.history.length !== crash.seq + 1) return;
    this.crash = null;
    this.options.onCrash(crash.fault);
  }

  /** Goes on after `history`, which is over: a prefix, if there is one, is met from there. */
  inherit(history: History): void {
    for (const event of history) this.history.push(event);
    this.prefix?.skip(history.length);
    this.reported = Math.max(this.reported, history.length);
  }

  /**
   * Takes what came from outside from the prefix, as far as it is due, all of it while the orchestrator was down, and
   * says once that the prefix is met.
   */
  catchUp(): void {
    if (this.resumed) return;
    this.takeOutside(this.prefix!);
    if (!this.prefix!.left) this.resume();
  }

  report(): void {
    const { onEvents } = this.options;
    if (!onEvents || this.reported >= this.history.length) return;
    const fresh = this.history.slice(this.reported);
    this.reported = this.history.length;
    onEvents(fresh);
  }

  /** @returns whether the event is new, and to be written */
  private meet(run: RunId, event: EventBody): boolean {
    const prefix = this.prefix!;
    this.takeOutside(prefix);
    if (prefix.left) {
      const computed = stamped(this.history.length, this.clock.now, run, event);
      if (prefix.meet(computed)) this.history.push(computed);
      else this.divergence = prefix.divergence;
      return false;
    }
    this.resume();
    return true;
  }

  private resume(): void {
    if (this.resumed) return;
    this.resumed = true;
    this.prefix = null;
    this.options.onResume();
  }

  private takeOutside(prefix: Prefix): void {
    let down = false;
    for (let event = prefix.outside(); event; event = prefix.outside()) {
      if (event.t > this.clock.now && !down) return;
      this.clock.jump(event.t);
      this.history.push(prefix.take());
      if (event.type === 'orchestrator.crashed') down = true;
      if (event.type === 'orchestrator.resumed') down = false;
      if (event.type === 'intervention.applied') this.options.onIntervention(event);
      else this.options.onOutside(event);
    }
  }
}
