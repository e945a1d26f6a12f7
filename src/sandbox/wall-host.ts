/**
 * A world on real time, whose calls the page answers: over real HTTP, or by a live endpoint. It owns turns, the history
 * and the calls under way; who answers is the page's gateway, the clock is injected, runs are the engine's.
 *
 * H1. One wake, then quiescence, then the next, as in a simulated world; wakes that are due together come by order, then
 *     first come first served. A wake is never stamped before the time it was due.
 * H2. An operation belongs to the run whose turn it is; any other, or one after the end, is refused by name.
 * H3. When nothing is pending, each unfinished run ends as stalled.
 * H4. Two such worlds from the same inputs may differ; the first event says why.
 */
import { runId, virtualMs, type RunId } from '../base/units.ts';
import type { Orchestration } from '../engine/definition.ts';
import type { CallResult, CancelCall, CancelTimer, Host } from '../engine/host.ts';
import { LIMITS } from '../engine/limits.ts';
import { startRun, type RunHandle } from '../engine/run.ts';
import { Misuse, type Locate } from '../engine/step-error.ts';
import type { FaultPlan } from '../faults/plan.ts';
import {
  SCHEMA_VERSION,
  type Event,
  type EventBody,
  type LogWritten,
  type WorldEnded,
} from '../history/events.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Cast } from '../model/endpoint.ts';
import { failure } from '../model/failure.ts';
import { isLast, type TimedPart } from '../model/reply.ts';
import type { Request } from '../model/request.ts';
import type { Strike } from './messages.ts';
import { WallCall } from './wall-call.ts';

const NONDETERMINISTIC = [
  'real time: waits and replies end when this machine lets them',
  'replies come from outside the world',
];
const WORLD = runId('');
const ORDER = { world: 0, reply: 1, sleep: 2, timeout: 3 } as const;

export interface WallOptions {
  readonly seed: number;
  readonly scenario: string;
  readonly code: string;
  readonly engine: string;
  readonly input: unknown;
  /** Applied by whoever answers; here only to tell which faults met nothing. */
  readonly faults: FaultPlan;
  readonly orchestration: () => Orchestration;
  /** Whose prices are charged; a model that is not in it costs nothing. */
  readonly cast: Cast;
  readonly locate?: Locate | undefined;
  /** Wall ms, monotonic. */
  readonly nowMs: () => number;
  readonly after: (delayMs: number, act: () => void) => () => void;
  readonly fence: (next: () => void) => void;
  readonly onEvents: (events: readonly Event[]) => void;
  /** Asks for the answer to call `call` (from 1); it comes through `parts`. */
  readonly ask: (call: number, identity: CallIdentity, request: Request) => void;
  /** The rest of that answer is no longer wanted. */
  readonly drop: (call: number) => void;
}

interface Wake {
  readonly run: RunId | null;
  readonly order: number;
  readonly seq: number;
  readonly dueMs: number;
  readonly act: () => void;
  cancelled: boolean;
}

export class WallHost implements Host {
  readonly seed: number;
  readonly history: Event[] = [];
  now = virtualMs(0);
  private readonly options: WallOptions;
  private readonly startMs: number;
  private readonly ready: Wake[] = [];
  private readonly timers = new Set<Wake>();
  private readonly calls = new Map<number, WallCall>();
  private readonly struck = new Set<string>();
  private run: RunHandle | null = null;
  private turn: RunId | null = null;
  private seq = 0;
  private callCount = 0;
  private logCount = 0;
  private reported = 0;
  private pumping = false;
  private ended: (() => void) | null = null;
  private over = false;

  constructor(options: WallOptions) {
    this.options = options;
    this.seed = options.seed;
    this.startMs = options.nowMs();
  }

  /** Runs the orchestration; resolves when the world has ended. */
  play(): Promise<readonly Event[]> {
    const { engine, seed, scenario, code, input, orchestration, locate } = this.options;
    this.append(WORLD, {
      type: 'world.started',
      schema: SCHEMA_VERSION,
      $unhashed: { engine },
      seed,
      scenario,
      code,
      host: 'wall',
      nondeterministic: NONDETERMINISTIC,
    });
    return new Promise((resolve) => {
      this.ended = () => resolve(this.history);
      const id = runId('run-1');
      this.wakeUp(id, 'sleep', 0, () => {
        this.run = startRun(this, id, orchestration(), input, locate);
      });
    });
  }

  /** Parts of the answer to a call, in order, and the faults that struck it meanwhile. */
  parts(number: number, parts: readonly TimedPart[], strikes: readonly Strike[]): void {
    const call = this.calls.get(number);
    if (!call) return;
    const { run, step, attempt, model } = call.identity;
    this.wakeUp(null, 'world', 0, () => {
      if (!this.calls.has(number)) return;
      call.parts.push(...parts);
      for (const { fault, kind, firing } of strikes) {
        call.injected = true;
        this.struck.add(fault);
        this.append(run, { type: 'fault.struck', fault, kind, firing, step, attempt, target: model });
      }
    });
    if (parts.some(({ part }) => isLast(part)))
      this.wakeUp(run, 'reply', 0, () => {
        if (this.calls.delete(number)) call.settled(call.result(this.options.cast));
      });
  }

  /** `console.*` of authored code, up to a limit. */
  log(level: LogWritten['level'], text: string): void {
    if (this.turn === null || ++this.logCount > LIMITS.logsPerRun) return;
    this.append(this.turn, { type: 'log.written', level, text: text.slice(0, LIMITS.logChars) });
  }

  emit(run: RunId, event: EventBody): void {
    this.check(run, event.type);
    this.append(run, event);
  }

  timer(run: RunId, delayMs: number, order: 'sleep' | 'timeout', act: () => void): CancelTimer {
    this.check(run, 'a wait');
    const wake = this.wake(run, order, this.now + delayMs, () => act());
    this.timers.add(wake);
    const clear = this.options.after(delayMs, () => {
      this.timers.delete(wake);
      this.makeReady(wake);
    });
    return () => {
      wake.cancelled = true;
      this.timers.delete(wake);
      clear();
    };
  }

  defer(run: RunId, act: () => void): void {
    if (!this.over) this.wakeUp(run, 'reply', 0, act);
  }

  call(identity: CallIdentity, request: Request, settled: (result: CallResult) => void): CancelCall {
    this.check(identity.run, `a call to ${identity.model}`);
    const number = ++this.callCount;
    const call = new WallCall(identity, request, settled);
    this.calls.set(number, call);
    this.options.ask(number, identity, request);
    return () => {
      if (this.calls.delete(number)) this.options.drop(number);
      return call.result(this.options.cast);
    };
  }

  private wake(run: RunId | null, order: keyof typeof ORDER, dueMs: number, act: () => void): Wake {
    return { run, order: ORDER[order], seq: this.seq++, dueMs, act, cancelled: false };
  }

  private wakeUp(run: RunId | null, order: keyof typeof ORDER, dueMs: number, act: () => void): void {
    this.makeReady(this.wake(run, order, dueMs, act));
  }

  private makeReady(wake: Wake): void {
    if (this.over) return;
    this.ready.push(wake);
    if (this.pumping) return;
    this.pumping = true;
    this.options.fence(() => this.pump());
  }

  /** H1. */
  private pump(): void {
    this.turn = null;
    this.report();
    for (;;) {
      if (this.history.length >= LIMITS.eventsPerWorld) {
        this.end(
          'limit',
          `the world reached its limit of ${LIMITS.eventsPerWorld} events; a loop without an end?`,
        );
        return;
      }
      const wake = this.take();
      if (!wake) break;
      this.now = virtualMs(Math.max(this.now, wake.dueMs, Math.floor(this.options.nowMs() - this.startMs)));
      this.turn = wake.run;
      this.act(wake);
      if (wake.run === null) continue;
      this.options.fence(() => this.pump());
      return;
    }
    this.pumping = false;
    this.report();
    if (this.run?.finished || (this.timers.size === 0 && this.calls.size === 0)) this.end('quiet');
  }

  private take(): Wake | null {
    let first: Wake | null = null;
    for (const wake of this.ready)
      if (
        !wake.cancelled &&
        (!first || wake.order < first.order || (wake.order === first.order && wake.seq < first.seq))
      )
        first = wake;
    if (first) this.ready.splice(this.ready.indexOf(first), 1);
    else this.ready.length = 0;
    return first;
  }

  private act(wake: Wake): void {
    try {
      wake.act();
    } catch (error) {
      if (!(error instanceof Misuse)) throw error;
      this.run?.close('failed', error.failure);
    }
  }

  private end(reason: WorldEnded['reason'], message?: string): void {
    const { run } = this;
    if (run && !run.finished) {
      this.turn = run.run;
      const why =
        message ??
        `nothing is pending, and ${run.pending().join(', ') || 'what the run awaits'} can never finish`;
      const limit = reason === 'limit';
      run.close(
        limit ? 'failed' : 'stalled',
        failure(limit ? 'limit' : 'stalled', why, { retryable: false }),
      );
    }
    this.turn = null;
    this.over = true;
    for (const call of this.calls.keys()) this.options.drop(call);
    for (const { id, kind } of this.options.faults.faults)
      if (!this.struck.has(id)) this.append(WORLD, { type: 'fault.unmet', fault: id, kind });
    this.append(WORLD, { type: 'world.ended', reason, ...(message === undefined ? {} : { message }) });
    this.report();
    this.ended?.();
  }

  private append(run: RunId, event: EventBody): void {
    this.history.push({ seq: this.history.length, t: this.now, run, ...event });
  }

  private report(): void {
    if (this.reported === this.history.length) return;
    const fresh = this.history.slice(this.reported);
    this.reported = this.history.length;
    this.options.onEvents(fresh);
  }

  /** H2. */
  private check(run: RunId, operation: string): void {
    if (this.turn === run) return;
    throw new Misuse(
      this.over
        ? `${operation} came after the world had ended`
        : `${operation} came outside its run's turn: the code awaited something that is not a host operation (a bare promise of the platform, say). Await steps, sleep() and all() only`,
    );
  }
}
