/**
 * The lives of an orchestrator: when it dies, another goes on from the history, or starts again; the outside stays.
 *
 * V1. A life that resumes computes the history again, and nothing new happens before it has met all of it.
 * V2. The outside is one for all lives (outside.ts): endpoint queues, the counts of a fault plan, what tools did.
 * V3. A life that goes on from a history whose orchestrator began again from nothing computes it from there: what went
 *     before was another's, and is no memory of this one.
 */
import { runId } from '../base/units.ts';
import type { Orchestration } from '../engine/definition.ts';
import { startRun } from '../engine/run.ts';
import type { Fault } from '../faults/plan.ts';
import { openThings } from '../history/close.ts';
import type { History } from '../history/events.ts';
import { failure } from '../model/failure.ts';
import { once, orchestrationOf, specs, startOf } from './beginning.ts';
import type { Calls, CallsWorld } from './calls.ts';
import type { Wake } from './clock.ts';
import { Outside } from './outside.ts';
import type { Divergence } from './prefix.ts';
import { RecordedCalls } from './recorded-calls.ts';
import { RecordedLives } from './recorded-lives.ts';
import { Recording } from './recording.ts';
import { keepShapes } from './standstill.ts';
import { World } from './world.ts';
import type { Played, WorldOptions } from './world-options.ts';
import type { RunSpec, SimulateOptions } from './world-inputs.ts';

type Crash = Extract<Fault, { kind: 'orchestrator_crash' }>;

export class Lives {
  private readonly options: SimulateOptions;
  private readonly outside: Outside;
  private readonly crashes: Crash[];
  private interventionsDone = 0;

  constructor(options: SimulateOptions) {
    keepShapes();
    this.options = options;
    this.outside = new Outside(options);
    this.crashes = options.faults.faults.filter(
      (fault): fault is Crash => fault.kind === 'orchestrator_crash',
    );
  }

  async live(): Promise<{ history: History; divergence: Divergence | null }> {
    const { resume } = this.options;
    let world = resume ? this.goOn(resume, this.outside.asked) : this.first();
    for (;;) {
      const { crashed, divergence } = await this.play(world);
      if (divergence) return { history: resume ?? world.history, divergence };
      const met = crashed ? crashesOf(world.history).at(-1) : undefined;
      const crash = this.crashes.find(({ id }) => id === met);
      if (!crash) return { history: world.history, divergence: null };
      this.crashes.splice(this.crashes.indexOf(crash), 1);
      world = this.next(world, crash);
    }
  }

  private play(world: World): Promise<Played> {
    this.options.onWorld?.(world);
    return world.play();
  }

  private first(): World {
    const world = this.make({ calls: (of) => this.outside.calls(of) });
    this.begin(world);
    this.arm(world, 0);
    return world;
  }

  /** The world's first event and its runs: computed again by every life that resumes. */
  private begin(world: World): void {
    const { options } = this;
    world.note(startOf(options));
    const evaluate = once(() => orchestrationOf(options));
    specs(options).forEach((spec) => this.add(world, spec, spec.run, spec.atMs ?? 0, evaluate));
  }

  private add(
    world: World,
    { input, tenant, session }: RunSpec,
    id: string,
    atMs: number,
    evaluate: () => Orchestration,
  ): void {
    const { locate, sessions } = this.options;
    const run = runId(id);
    world.addRun(run, Math.max(0, atMs - world.now), () =>
      startRun(world, run, evaluate(), input, {
        ...(locate ? { locate } : {}),
        ...(tenant === undefined ? {} : { tenant }),
        ...(session === undefined ? {} : { session, remembered: sessions?.[session] }),
      }),
    );
  }

  private next(dead: World, crash: Crash): World {
    const upMs = dead.now + crash.downMs;
    const rest = dead.outlive(upMs);
    return crash.then === 'resume'
      ? this.after(dead.history, rest, upMs, this.outside.likeness())
      : this.anew(dead.history, rest, upMs, crash);
  }

  /** A life that begins again from nothing. */
  private anew(
    history: History,
    rest: readonly Wake[],
    upMs: number,
    crash: Crash,
    unseeing: Outside['asked'] = null,
  ): World {
    const world = this.make({ calls: (of) => this.outside.calls(of) });
    this.outside.tell(unseeing, history, history.length, { clock: world.clock, lives: new RecordedLives() });
    world.inherit(history, upMs);
    world.note({ type: 'orchestrator.resumed', mode: 'restart' });
    this.keep(world, rest);
    this.startAgain(world, history, crash.then === 'restart');
    this.arm(world, world.history.length);
    return world;
  }

  /** Goes on with a history that broke off, as the plan says if that was while the orchestrator was down. */
  private goOn(history: History, unseeing: Outside['asked']): World {
    const last = history.findLast(
      ({ type }) => type === 'orchestrator.crashed' || type === 'orchestrator.resumed',
    );
    const crash = last?.type === 'orchestrator.crashed' && this.crashes.find(({ id }) => id === last.fault);
    if (!crash || crash.then === 'resume') return this.after(history, [], null, unseeing);
    crashesOf(history).forEach((fault) => this.met(fault));
    return this.anew(history, [], Math.max(last.t + crash.downMs, history.at(-1)!.t), crash, unseeing);
  }

  /** What was under way is lost; `again`: it begins anew, under another name. */
  private startAgain(world: World, history: History, again: boolean): void {
    const why = failure('crashed', 'the orchestrator died while this ran', { retryable: false });
    const lost = openThings(history, why);
    for (const { run, end } of lost) world.append(run, end);
    const evaluate = once(() => orchestrationOf(this.options));
    const begun = new Set<string>(history.filter(({ type }) => type === 'run.started').map(({ run }) => run));
    for (const spec of specs(this.options)) {
      const open = lost.some(({ run, end }) => run === spec.run && end.type === 'run.finished');
      if (!begun.has(spec.run)) this.add(world, spec, spec.run, spec.atMs ?? 0, evaluate);
      else if (open && again) this.add(world, spec, `${spec.run}-again`, 0, evaluate);
    }
  }

  /**
   * A life that computes `history` again and goes on from there, at `upMs` (null: where the history stood).
   * @param unseeing the outside, where it has seen nothing of that history
   */
  private after(
    history: History,
    rest: readonly Wake[],
    upMs: number | null,
    unseeing: Outside['asked'] = null,
  ): World {
    crashesOf(history).forEach((fault) => this.met(fault));
    let calls: RecordedCalls | null = null;
    const lives = new RecordedLives();
    const world = this.make({
      prefix: history,
      calls: (of) =>
        (calls = new RecordedCalls(this.outside.link, {
          recording: new Recording(history),
          next: this.outside.calls(of),
          refuseUnknown: false,
          hold: true,
          line: unseeing,
          lives,
        })),
      onOutside: (event) => lives.outside(event),
      onResume: () => {
        if (upMs !== null) world.clock.jump(upMs);
        world.note({ type: 'orchestrator.resumed', mode: 'resume', ...this.otherCode(history) });
        this.keep(world, rest);
        calls?.goOn();
        this.arm(world, world.history.length, 1);
      },
    });
    const anewSeq = history.findLastIndex(
      (event) => event.type === 'orchestrator.resumed' && event.mode === 'restart',
    );
    this.outside.tell(unseeing, history, Math.max(0, anewSeq), { clock: world.clock, lives });
    if (anewSeq < 0) this.begin(world);
    else this.beginAgain(world, history.slice(0, anewSeq), history[anewSeq]!.t);
    return world;
  }

  /** V3. */
  private beginAgain(world: World, before: History, atMs: number): void {
    world.inherit(before, atMs);
    const died = crashesOf(before).at(-1);
    const lost = this.options.faults.faults.some(
      (fault) => fault.id === died && fault.kind === 'orchestrator_crash' && fault.then === 'lose',
    );
    this.startAgain(world, before, !lost);
  }

  /** A crash that a history tells of is over, whoever lived then. */
  private met(fault: string): void {
    const at = this.crashes.findIndex(({ id }) => id === fault);
    if (at >= 0) this.crashes.splice(at, 1);
  }

  /** The digest of today's source, if the history was made by another. */
  private otherCode(history: History): { readonly code?: string } {
    const { code } = this.options;
    const last = history.reduce(
      (found, event) =>
        event.type === 'world.started' || event.type === 'orchestrator.resumed'
          ? (event.code ?? found)
          : found,
      code,
    );
    return last === code ? {} : { code };
  }

  private keep(world: World, rest: readonly Wake[]): void {
    for (const { atMs, act } of rest) world.clock.schedule(null, atMs - world.now, 'world', act);
  }

  private make(parts: {
    readonly calls: (world: CallsWorld) => Calls;
    readonly prefix?: History;
    readonly onResume?: () => void;
    readonly onOutside?: WorldOptions['onOutside'];
  }): World {
    const { seed, fence, quiet, live, onEvents, stopped, faults, maxEvents } = this.options;
    const world = new World({
      seed,
      fence,
      quiet,
      pace: live?.pace,
      maxEvents,
      onEvents,
      stopped,
      onIntervention: (intervention) => this.outside.intervened(intervention),
      ...parts,
    });
    world.onEnd = tellingUnmet(world, faults);
    this.outside.link.world = world;
    return world;
  }

  /**
   * Crashes and interventions still to come, for a world whose next event has number `seq`.
   * @param soonestMs in how many ms it may die by the clock: not within a turn that has begun
   */
  private arm(world: World, seq: number, soonestMs = 0): void {
    const interventions = [...(this.options.interventions ?? [])].sort(
      (a, b) => a.atMs - b.atMs || a.order - b.order,
    );
    this.interventionsDone = world.history.filter(({ type }) => type === 'intervention.applied').length;
    for (const { atMs, kind, value } of interventions.slice(this.interventionsDone))
      world.plan(Math.max(atMs, world.now), { kind, value });
    for (const crash of this.crashes) {
      if (crash.event >= seq && crash.event > 0) world.crashAt(crash.event, crash.id);
      else if (crash.event === 0 && crash.window)
        world.clock.schedule(null, Math.max(soonestMs, crash.window[0] - world.now), 'world', () =>
          world.die(crash.id),
        );
    }
  }
}

/** The faults by which the orchestrators of a history died. */
const crashesOf = (history: History): readonly string[] =>
  history.flatMap((event) => (event.type === 'orchestrator.crashed' ? [event.fault] : []));

/** What a world does at its end: it tells of every fault that met nothing. */
const tellingUnmet =
  (world: World, { faults }: { readonly faults: readonly Fault[] }) =>
  (): void => {
    const crashed = faults.length > 0 ? crashesOf(world.history) : [];
    for (const { id, kind } of faults)
      if (!crashed.includes(id) && !world.calls.struck.has(id))
        world.note({ type: 'fault.unmet', fault: id, kind });
  };
