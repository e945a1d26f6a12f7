/**
 * A world: one clock, one history, turns. Simulated it runs as fast as the machine allows; paced it waits for real time,
 * and is else the same. It owns who may do what when; turns are turns.ts (W1, W5), the history is journal.ts, calls are
 * whoever's the Calls port names, runs are the engine's.
 *
 * W2. An operation belongs to the run whose turn it is; any other, or one after the end, is refused by name.
 * W3. When no wake is left and nothing is awaited, each unfinished run ends as stalled, naming its pending steps.
 * W4. What comes from outside at real time is stamped later than every wake before it, so that a world on virtual time
 *     that is given the same arrivals at the same stamps computes the same history.
 */
import type { Json } from '../base/json.ts';
import { runId, type RunId, type VirtualMs } from '../base/units.ts';
import type {
  CallResult,
  CancelCall,
  CancelSignal,
  Cell,
  EndpointFacts,
  Host,
  Timer,
} from '../engine/host.ts';
import type { RunHandle } from '../engine/run.ts';
import { StepError, toFailure } from '../engine/step-error.ts';
import type { Event, EventBody, History, LogWritten } from '../history/events.ts';
import type { CallIdentity } from '../model/call.ts';
import type { Request } from '../model/request.ts';
import { NO_LIMITS, type Calls, type CallsWorld, type OpenOptions } from './calls.ts';
import { Clock, type Wake } from './clock.ts';
import { Journal } from './journal.ts';
import { closing, limitMet, OVER, tooManyEvents, type EndReason } from './ending.ts';
import { Logs } from './logs.ts';
import { NOTHING_CAME } from './no-answer.ts';
import { outOfTurn } from './out-of-turn.ts';
import { Pacer } from './pacer.ts';
import { People, type Intervention } from './people.ts';
import { Rejections } from './rejections.ts';
import { Turns, type Turning } from './turns.ts';
import type { Played, WorldOptions } from './world-options.ts';

const WORLD = runId('');
const NO_TIMER: Timer = { cancel: () => undefined };
const nothing = (): void => undefined;

export class World implements Host, CallsWorld, Turning {
  readonly seed: number;
  readonly clock = new Clock();
  readonly calls: Calls;
  private readonly options: WorldOptions;
  readonly journal: Journal;
  private readonly runs = new Map<RunId, RunHandle>();
  private readonly cells = new Map<string, Cell<unknown>>();
  private readonly people: People;
  private readonly logs = new Logs();
  /** The realm tells it of rejected promises. */
  readonly rejections = new Rejections();
  private readonly turns: Turns;
  private runsAdded = 0;
  private state: 'running' | 'ended' | 'dead' | 'down' = 'running';
  private wakes = 0;
  readonly pacer: Pacer | null;
  private unstarted = 0;

  constructor(options: WorldOptions) {
    this.options = options;
    this.seed = options.seed;
    this.pacer = options.pace ? new Pacer(options.pace, this.clock) : null;
    this.turns = new Turns(this, options.fence, options.quiet ?? null);
    this.people = new People(this.clock, this.runs, options.onIntervention, (message) =>
      this.note({ type: 'warning.raised', message }),
    );
    this.journal = new Journal(this.clock, {
      prefix: options.prefix,
      maxEvents: options.maxEvents,
      onEvents: options.onEvents,
      onResume: () => this.resume(),
      onIntervention: (event) => this.people.deliver(event),
      onOutside: (event) => options.onOutside?.(event),
      onCrash: (fault) => this.die(fault),
    });
    this.calls = options.calls(this);
  }

  get history(): readonly Event[] {
    return this.journal.history;
  }

  /** Whose turn it is; null between turns. */
  get turn(): RunId | null {
    return this.turns.now;
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
    this.unstarted++;
    this.runsAdded++;
    this.clock.schedule(run, delayMs, 'sleep', () => {
      this.unstarted--;
      const handle = start();
      this.runs.set(run, handle.finished ? OVER : handle);
    });
  }

  /** The orchestrator dies right after the event of that number. */
  crashAt(seq: number, fault: string): void {
    this.journal.crashAt(seq, fault);
  }

  /** The orchestrator dies now: nothing of it is heard of any more, and the outside knows at once that callers are gone. */
  die(fault: string): void {
    if (this.state !== 'running') return;
    this.journal.write(WORLD, { type: 'orchestrator.crashed', fault });
    this.state = 'down';
    this.calls.orphan?.();
    this.state = 'dead';
  }

  /**
   * While the orchestrator is down the outside goes on, until `untilMs`.
   * @returns its wakes that are due later
   */
  outlive(untilMs: number): readonly Wake[] {
    this.state = 'down';
    for (
      let due = this.clock.takeWorldWakes(untilMs);
      due.length > 0;
      due = this.clock.takeWorldWakes(untilMs)
    )
      for (const wake of due) {
        this.clock.jump(wake.atMs);
        if (!wake.cancelled) wake.act();
      }
    this.journal.report();
    this.state = 'dead';
    return this.clock.takeWorldWakes(Infinity);
  }

  /** Goes on after `history`, which is over, from `atMs`: with nothing of its memory. */
  inherit(history: History, atMs: number): void {
    this.journal.inherit(history);
    this.clock.jump(atMs);
  }

  /** Schedules what a person did, at virtual time. */
  plan(atMs: number, intervention: Intervention): void {
    this.clock.schedule(null, atMs - this.clock.now, 'world', () => this.intervene(intervention));
  }

  /** Paced worlds: something from outside has come, for `run` or the world itself (W4). Default origin: of its own. */
  arrive(run: RunId | null, act: () => void, origin: unknown = act): void {
    if (this.state !== 'running' || !this.pacer) return;
    this.clock.schedule(run, this.pacer.stamp(origin) - this.clock.now, 'reply', act);
    this.pacer.wake();
  }

  /** Runs until no wake is left and nothing is awaited, a limit is met, it is stopped, or it dies. */
  async play(): Promise<Played> {
    this.pacer?.restart();
    await this.turns.play();
    return { crashed: this.dead, divergence: this.journal.divergence };
  }

  get dead(): boolean {
    return this.state === 'dead';
  }

  get awaits(): boolean {
    return this.calls.awaited > 0 || this.people.awaited > 0;
  }

  get paceIsOver(): boolean {
    if (!this.options.pace || this.unstarted > 0) return false;
    for (const { finished } of this.runs.values()) if (!finished) return false;
    return true;
  }

  finished(run: RunId): boolean {
    return this.runs.get(run) === OVER;
  }

  /** A wake that throws is the engine refusing authored code by name: the run ends with that. */
  act(run: RunId, body: () => void): void {
    try {
      body();
    } catch (error) {
      if (this.state === 'dead') return;
      if (!(error instanceof StepError)) throw error;
      this.runs.get(run)?.giveUp('failed', error.failure);
    }
  }

  mustEnd(): EndReason | null {
    if (this.options.stopped?.()) return { reason: 'stopped', message: 'it was stopped' };
    return limitMet(this.journal, ++this.wakes, this.clock.now);
  }

  end(why: EndReason | null): void {
    this.state = 'ended';
    for (const handle of this.runs.values()) {
      if (handle.finished) continue;
      this.turns.now = handle.run;
      handle.close(...closing(why, handle));
    }
    this.turns.now = null;
    for (const reason of this.rejections.take())
      this.note({ type: 'warning.raised', message: `nobody handled an error: ${toFailure(reason).message}` });
    this.onEnd();
    this.note({
      type: 'world.ended',
      reason: why?.reason ?? 'quiet',
      ...(why ? { message: why.message } : {}),
    });
    this.journal.report();
  }

  /** Called when every run has ended, before the world's last event. */
  onEnd: () => void = nothing;

  append(run: RunId, event: EventBody): void {
    if (this.state !== 'dead') this.journal.append(run, event);
  }

  /** The history that it went on from is met. */
  private resume(): void {
    this.options.onResume?.();
    this.pacer?.restart();
  }

  /** A person does something: recorded, then delivered. */
  intervene(intervention: Intervention): void {
    if (this.state !== 'running') return;
    this.note({ type: 'intervention.applied', kind: intervention.kind, value: intervention.value });
    this.people.deliver(intervention);
  }

  /** W2. Whether there is anything left to operate on: a dead orchestrator's code runs on, and nobody hears of it. */
  private check(run: RunId, operation: string): boolean {
    if (this.state === 'dead' || this.state === 'down') return false;
    if (this.turn === run) return true;
    throw outOfTurn(this.turn, this.state === 'ended', run, operation);
  }

  emit(run: RunId, event: EventBody): void {
    if (!this.check(run, event.type)) return;
    // the end itself may still be written: every started has its finished
    if (this.journal.full && this.state === 'running' && !event.type.endsWith('.finished'))
      throw tooManyEvents(this.journal.maxEvents);
    this.append(run, event);
    if (event.type === 'run.finished') this.runs.set(run, OVER);
  }

  rest(run: RunId, then: (unhandled: readonly unknown[]) => void): void {
    if (this.check(run, 'its end'))
      this.turns.rest(() => then(this.runsAdded === 1 ? this.rejections.take() : []));
  }

  timer(run: RunId, delayMs: number, order: 'sleep' | 'timeout', wake: () => void): Timer {
    return this.check(run, 'a wait') ? this.clock.schedule(run, delayMs, order, wake) : NO_TIMER;
  }

  defer(run: RunId, wake: () => void): void {
    if (this.state === 'running') this.clock.schedule(run, 0, 'reply', wake);
    this.pacer?.wake();
  }

  call(...[identity, request, settled, options = NO_LIMITS]: Parameters<Host['call']>): CancelCall {
    return this.open(identity, request, settled, options);
  }

  /** A call whose parts are wanted one by one. */
  open(
    identity: CallIdentity,
    request: Request,
    settled: (result: CallResult) => void,
    options: OpenOptions,
  ): CancelCall {
    if (!this.check(identity.run, `a call to ${identity.model}`)) return () => NOTHING_CAME;
    const cancel = this.calls.take(identity, request, settled, options);
    return () => (this.state === 'dead' ? NOTHING_CAME : cancel());
  }

  facts(model: string): EndpointFacts | null {
    return this.calls.facts(model);
  }

  shared<T>(key: string, initial: () => T): Cell<T> {
    let cell = this.cells.get(key);
    if (!cell) this.cells.set(key, (cell = { value: initial() }));
    return cell as Cell<T>;
  }

  signal(run: RunId, signal: string, received: (value: Json) => void): CancelSignal {
    if (!this.check(run, `waiting for '${signal}'`)) return nothing;
    return this.people.await(run, signal, received);
  }

  /** `console.*` of authored code: an event of the run whose turn it is, up to a limit; else dropped. */
  log(level: LogWritten['level'], text: string): void {
    const run = this.turn;
    if (run === null || this.state !== 'running' || this.runs.get(run)?.finished) return;
    const event = this.logs.take(run, level, text);
    if (event) this.append(run, event);
  }
}
