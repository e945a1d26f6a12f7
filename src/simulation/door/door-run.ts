/**
 * One run of a program: what every door of its world leads to. It owns the run's ordinals, and how code of the program
 * is called and refused; what a door does is the door's own.
 *
 * R1. Code of the program runs only in turns of its run; what it throws there outside its main function fails the run.
 * R2. An operation that comes outside a turn is refused by name, and fails the run.
 * R3. After the run's end nothing of it is heard: timers are gone, and what it begins never settles.
 */
import { uniform } from '../../base/keyed-random.ts';
import type { CallResult, CancelCall, Host } from '../../engine/host.ts';
import type { RunCore } from '../../engine/run-core.ts';
import type { Child, Scope } from '../../engine/scope.ts';
import { Misuse } from '../../engine/step-error.ts';
import type { EventBody } from '../../history/events.ts';
import type { Stored } from '../../dialects/port.ts';
import type { CallIdentity } from '../../model/call.ts';
import type { Request } from '../../model/request.ts';
import type { OpenOptions } from '../calls.ts';
import { EPOCH_MS } from './epoch.ts';

/** A host that gives the parts of a reply as they come. */
export interface DoorHost extends Host {
  open(
    identity: CallIdentity,
    request: Request,
    settled: (result: CallResult) => void,
    options: OpenOptions,
  ): CancelCall;
}

/** Revokes a timer of the program. Idempotent. */
export type CancelTimer = () => void;

/** Binds a function to the context in which it is handed over, where a realm has such contexts. */
export type BindContext = <A extends unknown[], R>(act: (...given: A) => R) => (...given: A) => R;

export class DoorRun {
  readonly core: RunCore;
  readonly scope: Scope;
  readonly host: DoorHost;
  /** What the simulated providers keep between requests. */
  readonly stored: Stored = new Map();
  private readonly calls = new Map<string, number>();
  private readonly timers = new Set<CancelTimer>();
  private draws = 0;
  private over = false;

  constructor(core: RunCore, scope: Scope) {
    const { host } = core;
    if (!('open' in host))
      throw new Misuse(
        'a program can only be rehearsed in a simulated world: it has no declared steps to run live',
      );
    this.core = core;
    this.scope = scope;
    this.host = host as DoorHost;
    const child: Child = {
      close: () => {
        this.over = true;
        for (const cancel of this.timers) cancel();
        this.timers.clear();
      },
      unobserved: () => null,
    };
    scope.add(child);
  }

  /** R3. */
  get ended(): boolean {
    return this.over;
  }

  /** Milliseconds since 1970 on the world's clock. */
  get epochMs(): number {
    return EPOCH_MS + this.host.now;
  }

  emit(event: EventBody): void {
    this.host.emit(this.core.run, event);
  }

  /** The next use of a name: 1, 2, … */
  next(name: string): number {
    const ordinal = (this.calls.get(name) ?? 0) + 1;
    this.calls.set(name, ordinal);
    return ordinal;
  }

  /** A uniform number in [0, 1), keyed by the seed and by how many were drawn before it. */
  draw(): number {
    return uniform(this.host.seed, 'door', `${this.core.run}/${this.draws++}`);
  }

  /** R2. */
  operate<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      if (error instanceof Misuse)
        this.core.guard(() => {
          throw error;
        });
      throw error;
    }
  }

  /** Calls code of the program after `delayMs`, unless revoked or the run has ended. */
  timer(delayMs: number, act: () => void): CancelTimer {
    if (this.over) return () => undefined;
    const timer = this.operate(() =>
      this.host.timer(this.core.run, delayMs, 'sleep', () => {
        this.timers.delete(cancel);
        this.core.guard(act); // R1
      }),
    );
    const cancel = (): void => {
      this.timers.delete(cancel);
      timer.cancel();
    };
    this.timers.add(cancel);
    return cancel;
  }

  warn(message: string): void {
    this.operate(() => this.emit({ type: 'warning.raised', message }));
  }
}
