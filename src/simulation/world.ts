/**
 * The simulated host: a world on virtual time. It owns turns and the history; calls are call-desk.ts, runs are the
 * engine's.
 *
 * W1. One wake, then quiescence (the fence), then the next. The fence must let every pending microtask run.
 * W2. An operation belongs to the run whose turn it is; any other, or one after the end, is refused by name.
 * W3. When no wake is left, each unfinished run ends as stalled, naming its pending steps.
 */
import { withResolvers } from '../base/resolvers.ts';
import type { RunId, VirtualMs } from '../base/units.ts';
import { runId } from '../base/units.ts';
import type { CallResult, CancelCall, CancelTimer, Host } from '../engine/host.ts';
import { LIMITS } from '../engine/limits.ts';
import type { RunHandle } from '../engine/run.ts';
import { Misuse, StepError } from '../engine/step-error.ts';
import type { FaultPlan } from '../faults/plan.ts';
import type { Event, EventBody, LogWritten, WorldEnded } from '../history/events.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Cast } from '../model/endpoint.ts';
import { failure } from '../model/failure.ts';
import type { Request } from '../model/request.ts';
import { CallDesk } from './call-desk.ts';
import { Clock } from './clock.ts';

/** Calls `next` after every microtask that is pending now, and those that they queue, have run. */
export type Fence = (next: () => void) => void;

export interface WorldOptions {
  readonly seed: number;
  readonly cast: Cast;
  readonly plan: FaultPlan;
  readonly fence: Fence;
  /** Called after each turn with the events that it appended. */
  readonly onEvents?: ((events: readonly Event[]) => void) | undefined;
  /** Asked before each turn: whether to end the world here. */
  readonly stopped?: (() => boolean) | undefined;
}

const WORLD = runId('');
const TOO_MANY_EVENTS = `the world reached its limit of ${LIMITS.eventsPerWorld} events; a loop without an end?`;

export class World implements Host {
  readonly seed: number;
  readonly history: Event[] = [];
  private readonly clock = new Clock();
  private readonly calls: CallDesk;
  private readonly options: WorldOptions;
  private readonly runs = new Map<RunId, RunHandle>();
  private readonly logs = new Map<RunId, number>();
  private turn: RunId | null = null;
  private ended = false;
  private overflow = false;
  private reported = 0;
  private wakes = 0;

  constructor(options: WorldOptions) {
    this.options = options;
    this.seed = options.seed;
    this.calls = new CallDesk({
      clock: this.clock,
      cast: options.cast,
      plan: options.plan,
      seed: options.seed,
      onStrike: (identity, event) => this.append(identity.run, event),
    });
  }

  get now(): VirtualMs {
    return this.clock.now;
  }

  /** Appends an event of the world itself. */
  note(event: EventBody): void {
    this.append(WORLD, event);
  }

  /** Schedules the start of a run; `start` is called in the run's first turn. */
  addRun(run: RunId, delayMs: number, start: () => RunHandle): void {
    this.clock.schedule(run, delayMs, 'sleep', () => this.runs.set(run, start()));
  }

  /** Runs until no wake is left, a limit is met, or it is stopped. */
  play(): Promise<unknown> {
    const { promise, resolve, reject } = withResolvers<unknown>();
    const turn = (): void => {
      for (;;) {
        const why = this.mustEnd();
        const wake = why ? null : this.clock.next();
        if (!wake) {
          this.end(why);
          resolve(undefined);
          return;
        }
        if (wake.run === null) {
          wake.act();
          continue;
        }
        this.turn = wake.run;
        this.act(wake.run, wake.act);
        this.options.fence(afterTurn);
        return;
      }
    };
    const afterTurn = (): void => {
      this.turn = null;
      this.report();
      turnOrReject();
    };
    const turnOrReject = (): void => {
      try {
        turn();
      } catch (error) {
        reject(error);
      }
    };
    turnOrReject();
    return promise;
  }

  /** A wake that throws is the engine refusing authored code by name: the run ends with that. */
  private act(run: RunId, body: () => void): void {
    try {
      body();
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      this.runs.get(run)?.close('failed', error.failure);
    }
  }

  private mustEnd(): { reason: WorldEnded['reason']; message: string } | null {
    if (this.options.stopped?.()) return { reason: 'stopped', message: 'it was stopped' };
    if (this.overflow)
      return {
        reason: 'limit',
        message: TOO_MANY_EVENTS,
      };
    if (++this.wakes > LIMITS.wakesPerWorld)
      return {
        reason: 'limit',
        message: `the world reached its limit of ${LIMITS.wakesPerWorld} wakes; a loop without an end?`,
      };
    if (this.clock.now > LIMITS.horizonMs)
      return { reason: 'limit', message: `the world reached its horizon of ${LIMITS.horizonMs} virtual ms` };
    return null;
  }

  private end(why: { reason: WorldEnded['reason']; message: string } | null): void {
    this.ended = true;
    for (const handle of this.runs.values()) {
      if (handle.finished) continue;
      this.turn = handle.run;
      handle.close(
        why ? (why.reason === 'limit' ? 'failed' : 'cancelled') : 'stalled',
        why ? endFailure(why) : stalled(handle),
      );
    }
    this.turn = null;
    for (const fault of this.options.plan.faults)
      if (!this.calls.struck.has(fault.id))
        this.note({ type: 'fault.unmet', fault: fault.id, kind: fault.kind });
    this.note({
      type: 'world.ended',
      reason: why?.reason ?? 'quiet',
      ...(why ? { message: why.message } : {}),
    });
    this.report();
  }

  private report(): void {
    const { onEvents } = this.options;
    if (!onEvents || this.reported === this.history.length) return;
    const fresh = this.history.slice(this.reported);
    this.reported = this.history.length;
    onEvents(fresh);
  }

  private append(run: RunId, event: EventBody): void {
    if (this.history.length >= LIMITS.eventsPerWorld && !this.ended) this.overflow = true;
    this.history.push({ seq: this.history.length, t: this.clock.now, run, ...event });
  }

  /** W2. */
  private check(run: RunId, operation: string): void {
    if (this.turn === run) return;
    if (this.ended) throw new Misuse(`${operation} came after the world had ended`);
    throw new Misuse(
      this.turn === null
        ? `${operation} came outside its run's turn: the code awaited something that is not a host operation (a bare promise of the platform, say). Await steps, sleep() and all() only`
        : `${operation} of run '${run}' came in a turn of run '${this.turn}': runs do not share handles`,
    );
  }

  emit(run: RunId, event: EventBody): void {
    this.check(run, event.type);
    // the end itself may still be written: every started has its finished
    if (this.history.length >= LIMITS.eventsPerWorld && !this.ended && !event.type.endsWith('.finished'))
      throw limitMet();
    this.append(run, event);
  }

  timer(run: RunId, delayMs: number, order: 'sleep' | 'timeout', wake: () => void): CancelTimer {
    this.check(run, 'a wait');
    const scheduled = this.clock.schedule(run, delayMs, order, wake);
    return () => {
      scheduled.cancelled = true;
    };
  }

  defer(run: RunId, wake: () => void): void {
    if (!this.ended) this.clock.schedule(run, 0, 'reply', wake);
  }

  call(identity: CallIdentity, request: Request, settled: (result: CallResult) => void): CancelCall {
    this.check(identity.run, `a call to ${identity.model}`);
    return this.calls.take(identity, request, settled);
  }

  /** `console.*` of authored code: an event of the run whose turn it is, up to a limit; else dropped. */
  log(level: LogWritten['level'], text: string): void {
    const run = this.turn;
    if (run === null || this.ended || this.runs.get(run)?.finished) return;
    const count = (this.logs.get(run) ?? 0) + 1;
    this.logs.set(run, count);
    if (count <= LIMITS.logsPerRun)
      this.append(run, { type: 'log.written', level, text: text.slice(0, LIMITS.logChars) });
    else if (count === LIMITS.logsPerRun + 1)
      this.append(run, {
        type: 'warning.raised',
        message: `console was used more than ${LIMITS.logsPerRun} times; the rest is not kept`,
      });
  }
}

const limitMet = (): StepError => new StepError(failure('limit', TOO_MANY_EVENTS, { retryable: false }));

const endFailure = (why: { reason: string; message: string }) =>
  failure(why.reason === 'limit' ? 'limit' : 'cancelled', why.message, { retryable: false });

function stalled(handle: RunHandle) {
  const pending = handle.pending();
  const what =
    pending.length > 0
      ? `${pending.join(', ')} can never finish`
      : 'it awaits something that the world does not know of (a promise that nothing settles, or one of the platform)';
  return failure('stalled', `no wakes are left, and ${what}`, { retryable: false });
}
